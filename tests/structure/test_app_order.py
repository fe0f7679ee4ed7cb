"""The apps of the record are ordered: each calls only those below it, and reads whom it likes."""

import ast
from pathlib import Path

from django.conf import settings

from tests.structure.sources import PACKAGE, python_files, shown, tree

APPS = PACKAGE / "apps"
PREFIX = "quitus.apps."
# Lowest first, as in INSTALLED_APPS; the doctor has no models and reads all.
ORDER = [name.removeprefix(PREFIX) for name in settings.INSTALLED_APPS if name.startswith(PREFIX)]
# What only reads may read any app's models (design: facts and queries). Everything else looks downwards.
READING = {"facts.py", "queries.py"}


def rank(app: str) -> int:
    return ORDER.index(app) if app in ORDER else len(ORDER)


def imported(path: Path) -> list[tuple[str, str]]:
    """(app, module within it) of each import of another app."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PREFIX):
            app, _, module = node.module.removeprefix(PREFIX).partition(".")
            found += [(app, module or alias.name) for alias in node.names]
    return found


def test_apps_look_downwards_except_to_read():
    upwards = []
    for path in python_files("src/quitus/apps"):
        own = path.relative_to(APPS).parts[0]
        for app, module in imported(path):
            reads = path.name in READING and module == "models"
            if rank(app) > rank(own) and not reads:
                upwards.append(f"{shown(path)} → {app}.{module}")
    assert sorted(set(upwards)) == []


def test_every_app_with_models_has_its_place_in_the_order():
    with_models = {path.parent.name for path in APPS.glob("*/models.py")}
    assert with_models == set(ORDER)
