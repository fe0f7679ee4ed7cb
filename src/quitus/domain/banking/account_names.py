"""Whose account a statement is about, when its bank does not write the whole IBAN."""

SHORTEST_PART = 8  # characters: fewer of an account number may be those of another account


def names_account(told: str, iban: str) -> bool:
    """Whether what a statement calls its account means this IBAN: all of it, or its national number, or most of that.

    Zeros in front are no part of the name: banks fill account numbers with them. What stands before a stroke is the
    bank ("30006/12345678901"): the same number at two banks is two accounts.
    """
    written, whole = _compact(told), _compact(iban)
    if written == whole:
        return True
    part = written.lstrip("0")
    if len(part) >= SHORTEST_PART and part in whole[4:]:
        return True
    bank, stroke, number = told.rpartition("/")
    return bool(stroke) and _at_bank(_compact(bank).lstrip("0"), _compact(number).lstrip("0"), iban)


def _at_bank(bank: str, number: str, iban: str) -> bool:
    other, stroke, its_number = iban.rpartition("/")
    if stroke:
        return (bank, number) == (_compact(other).lstrip("0"), _compact(its_number).lstrip("0"))
    whole = _compact(iban)
    if not whole[:2].isalpha():  # kept by its number alone
        return number == whole.lstrip("0")
    # A bank that calls itself by a word is not found in its own IBAN.
    behind = whole[4:].partition(bank)[2] if bank.isdigit() else whole[4:]
    return len(number) >= SHORTEST_PART and number in behind


def _compact(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
