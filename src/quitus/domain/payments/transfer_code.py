"""The QR code of a bank transfer: the European payment code (EPC069-12, version 002)."""

from quitus.domain.money import Money

HOLDER_LENGTH = 70
LARGEST = 99_999_999_999  # 999,999,999.99 euros


def transfer_code(*, holder: str, iban: str, amount: Money, reference: str = "", bic: str = "") -> str:
    """The payload to draw as a QR code of error level M, or "" where the standard allows none.

    The standard knows euros from 0.01 to 999,999,999.99 alone, and a reference by ISO 11649. Trailing empty
    lines are left out.
    """
    if amount.currency != "EUR" or not 0 < amount.minor <= LARGEST or not iban or not holder:
        return ""
    lines = [
        "BCD",
        "002",
        "1",
        "SCT",
        bic,
        holder[:HOLDER_LENGTH],
        iban,
        f"EUR{amount.decimal:.2f}",
        "",
        reference,
    ]
    return "\n".join(lines).rstrip("\n")
