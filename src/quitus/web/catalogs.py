"""The screens' words, ready to be read: catalogs are kept as text and compiled where Quitus runs.

Compiled files are never committed and no `msgfmt` is needed. English is what the sources say, so that it has
no catalog: one would only be the same words twice.
"""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "locale"


def compile_catalogs(source: Path = FOLDER, into: Path | None = None) -> Path:
    """Compile each catalog of `source` that is newer than its compiled form; return the folder to read.

    `into` holds the compiled files where `source` cannot be written to (Quitus installed by another user):
    name the returned folder in LOCALE_PATHS. Takes a few microseconds when nothing changed; processes that
    start together may all compile, the last one wins with the same bytes. Raises OSError when the folder
    cannot be written to.
    """
    target = into or source
    for catalog in source.glob("*/LC_MESSAGES/*.po"):
        compiled = (target / catalog.relative_to(source)).with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < catalog.stat().st_mtime_ns:
            _compile(catalog, compiled)
    return target


def _compile(catalog: Path, compiled: Path) -> None:
    """Written apart, then renamed: a process that starts meanwhile never reads half a file."""
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with catalog.open("rb") as file:
        messages = read_po(file, locale=catalog.parts[-3])
    with tempfile.NamedTemporaryFile(dir=compiled.parent, suffix=".part", delete=False) as part:
        write_mo(part, messages)
    os.chmod(part.name, 0o644)
    os.replace(part.name, compiled)
