"""Days come in through one door: `DayField` in forms, `asked.day` in addresses, `DAY` on the command line, all of which
ask `domain/typed_days.py`.
"""

import ast
from pathlib import Path

from tests.structure.sources import python_files, shown, tree

# What makes a day of a text, and where it may be used.
READERS = {"DateField", "DateTimeField", "DateTime", "fromisoformat", "strptime"}
DOORS = {
    "src/quitus/web/typed.py": "the field itself",
    "src/quitus/web/staff/asked.py": "days of addresses",
    "src/quitus/cli/days.py": "days on the command line",
    "src/quitus/web/staff/law/forms.py": "the first day of a half-year, which asks the rule too",
    "src/quitus/web/evidence.py": "facts that the record keeps",
    "src/quitus/web/timeline/facts.py": "facts that the record keeps",
    "src/quitus/cli/bank.py": "facts that the record keeps",
    "src/quitus/cli/match_files.py": "days of a file, which asks the rule too",
    "src/quitus/web/styleguide/forms.py": "a sample that is sent nowhere",
}


def readers_in(path: Path) -> list[str]:
    names = (getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(tree(path)))
    return [name for name in names if name in READERS]


def test_days_come_in_through_one_door():
    found = {shown(path) for path in python_files("src/quitus/web", "src/quitus/cli") if readers_in(path)}
    assert sorted(found - DOORS.keys()) == []


def test_the_list_of_doors_holds_what_exists():
    assert (
        sorted(DOORS.keys() - {shown(path) for path in python_files("src/quitus") if readers_in(path)}) == []
    )


def test_addresses_name_ids_by_their_own_converter():
    """Django's `int` takes numbers that no database holds."""
    urls = [path for path in python_files("src/quitus/web") if path.name == "urls.py"]
    assert len(urls) > 10
    assert [shown(path) for path in urls if "<int:" in path.read_text(encoding="utf-8")] == []
