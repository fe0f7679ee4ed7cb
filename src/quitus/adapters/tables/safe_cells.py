"""Text that a spreadsheet would run as a formula, made harmless on the way out and restored on the way in."""

import re

# A cell that begins like this is a formula for some spreadsheet (the wide signs for Asian settings), also behind
# blanks; a tab or line end at its beginning moves what follows into a cell of its own.
_FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def safe_cell(text: str) -> str:
    """The text behind an apostrophe when a spreadsheet would take it for a formula, else as it is."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text
