"""What every document says of itself, of the two parties and of how to pay, as strings for the layout."""

import re
from collections.abc import Sequence
from io import BytesIO

from quitus.adapters.documents.typst.plain_text import filled, shortened
from quitus.adapters.documents.typst.words import words
from quitus.domain.money import Money
from quitus.domain.payments.transfer_code import transfer_code
from quitus.domain.references import is_rf_reference
from quitus.ports import formats
from quitus.ports.documents import DocumentHead, TransferDetails

LONGEST_IN_FOOT = 40
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
BIC = re.compile(r"([A-Z0-9]{8}([A-Z0-9]{3})?)?")


def head_strings(head: DocumentHead, title: str, facts: Sequence[tuple[str, str]] = ()) -> dict[str, object]:
    """The part that `layout.typ` reads for each document: parties, title, facts under it, foot."""
    said = words(head.language)["head"]
    creditor, debtor = head.creditor, head.debtor
    siren = (filled(said["siren"], siren=_siren(creditor.siren)),) if creditor.siren else ()
    number, author = shortened(head.number, LONGEST_IN_FOOT), shortened(creditor.name, LONGEST_IN_FOOT)
    foot = said["foot"] if number and author else said["foot_unsigned"]
    return {
        "language": "fr" if head.language.startswith("fr") else "en",
        "region": words(head.language)["region"],
        "title": title,
        "document_title": f"{title} {number}".strip(),
        "author": author,
        "foot": filled(foot, title=title, number=number, creditor=author),
        "creditor": {
            "name": creditor.name,
            "lines": [*creditor.address, *siren],
            "contact": creditor.contact,
        },
        "debtor": {"name": debtor.name, "lines": debtor.address},
        "facts": [
            *([(said["number"], head.number)] if head.number else []),
            (said["issued_on"], formats.full_date(head.issued_on, head.language)),
            *facts,
        ],
    }


def pay_strings(transfer: TransferDetails | None, amount: Money, language: str) -> dict[str, object] | None:
    """The part on how to pay; None where there is nothing to pay, or nothing said of how."""
    if transfer is None or amount.minor <= 0:
        return None
    said = words(language)["pay"]
    reference = transfer.reference
    facts = [
        (said["holder"], transfer.holder),
        (said["iban"], formats.by_four(transfer.iban)),
        (said["bic"], transfer.bic),
        (said["amount"], formats.money(amount, language)),
        (said["reference"], formats.by_four(reference) if is_rf_reference(reference) else reference),
    ]
    return {
        "heading": said["heading"],
        "facts": [fact for fact in facts if fact[1]],
        "hint": said["hint"],
        "alt": said["alt"],
    }


def pay_code(transfer: TransferDetails | None, amount: Money) -> str:
    """The transfer as a QR code in SVG, or "" where the European code allows none: it knows RF references alone."""
    if transfer is None or (transfer.reference and not is_rf_reference(transfer.reference)):
        return ""
    iban, bic, reference = (
        "".join(part.split()).upper() for part in (transfer.iban, transfer.bic, transfer.reference)
    )
    if not IBAN.fullmatch(iban) or not BIC.fullmatch(bic):
        return ""
    # In this code a line is a field: the holder's name is one line.
    holder = " ".join(transfer.holder.encode("utf-8", "replace").decode("utf-8").split())
    payload = transfer_code(holder=holder, iban=iban, amount=amount, reference=reference, bic=bic)
    return _svg(payload) if payload else ""


def _svg(payload: str) -> str:
    # As the compiler: only whoever draws waits for it.
    import segno

    svg = BytesIO()
    code = segno.make(payload, error="m", boost_error=False, micro=False)
    code.save(svg, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True, light="white")
    return svg.getvalue().decode("utf-8")


def _siren(number: str) -> str:
    plain = "".join(number.split())
    if len(plain) != 9:
        return number
    return formats.NO_BREAK.join((plain[:3], plain[3:6], plain[6:]))
