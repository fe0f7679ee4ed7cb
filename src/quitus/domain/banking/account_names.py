"""Whose account a statement is about, when its bank does not write the whole IBAN."""

SHORTEST_PART = 8  # characters: fewer of an account number may be those of another account


def names_account(told: str, iban: str) -> bool:
    """Whether what a statement calls its account means this IBAN: all of it, or its national number, or most of that.

    Zeros in front are no part of the name: banks fill account numbers with them.
    """
    written, whole = _compact(told), _compact(iban)
    if written == whole:
        return True
    part = written.lstrip("0")
    return len(part) >= SHORTEST_PART and part in whole[4:]


def _compact(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
