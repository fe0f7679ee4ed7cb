"""The name of the file: SirenFECAAAAMMJJ (LPF A47 A-1 IX)."""

import re
from datetime import date

from quitus.domain.books.fec.cells import strict_day
from quitus.domain.books.fec.findings import Findings
from quitus.domain.importing.identifiers import siren_valid

# The tester's notice (II 4) numbers the parts of a split file: 123456789FEC20131231_1.
_NAME = re.compile(r"([0-9]{9})FEC([0-9]{8})(?:_[0-9]{1,3})?(?:\.txt)?", re.IGNORECASE)


def check_name(name: str, closing: date | None, found: Findings) -> date | None:
    """Tell of a name that is not lawful; the day the year ends, by `closing` or else by the name."""
    parts = _NAME.fullmatch(name)
    if not parts:
        found.problem("fec_name_wrong", name=name)
        return closing
    if not siren_valid(parts[1]):
        found.problem("fec_name_siren_wrong", siren=parts[1])
    named = strict_day(parts[2])
    if named is None:
        found.problem("fec_name_day_wrong", day=parts[2])
    elif closing and named != closing:
        found.problem("fec_name_other_closing", day=named, closing=closing)
    return closing or named
