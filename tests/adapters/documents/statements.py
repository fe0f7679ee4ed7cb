"""Statements of interest to draw, and what a reader finds on them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from quitus.domain.law.rates import Confidence
from quitus.domain.law.worksheet import Conventions
from quitus.domain.money import Money
from quitus.ports.documents import (
    Creditor,
    Debtor,
    DocumentHead,
    TransferDetails,
    WorksheetClaim,
    WorksheetDocument,
    WorksheetReduction,
    WorksheetRow,
)

CREDITOR = Creditor(
    "Studio Marelle",
    ("12, rue Battant", "25000 Besançon"),
    "552178639",
    ("Camille Rousseau", "01 99 00 12 34", "camille@studio-marelle.example"),
)
DEBTOR = Debtor("Maison Berthier & Fils", ("48, avenue de la République", "69002 Lyon"))
HEAD = DocumentHead("fr", CREDITOR, DEBTOR, "DI-2026-0007", date(2026, 11, 24))
TRANSFER = TransferDetails("Studio Marelle", "FR7630006000011234567890189", "AGRIFRPP", "RF31FA2026000123")


def euros(cents):
    return Money(cents, "EUR")


def row(days, base, percent, source, exact):
    """A row; its days are said as "2025-04-01 2025-06-30", figures as text."""
    first, last = days.split()
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    count = (end - start).days + 1
    return WorksheetRow(start, end, count, base, Decimal(percent), source, Decimal(exact), Confidence.READ)


# The fact sheet's V1.1 and V1.7: 1,200 € due on 31 March 2025, paid on 15 August; 700 € of it on 10 June.
WHOLE = WorksheetClaim(
    invoice="FA-2025-0031",
    issued=date(2025, 3, 1),
    due=date(2025, 3, 31),
    principal=euros(1200_00),
    rows=(
        row("2025-04-01 2025-06-30", euros(1200_00), "13.15", "BCE 3,15 % + 10 points", "39.341917808219"),
        row("2025-07-01 2025-08-15", euros(1200_00), "12.15", "BCE 2,15 % + 10 points", "18.374794520548"),
    ),
    interest=euros(57_72),
    indemnity=euros(40_00),
)
IN_PARTS = replace(
    WHOLE,
    rows=(
        row("2025-04-01 2025-06-10", euros(1200_00), "13.15", "BCE 3,15 % + 10 points", "30.695342465753"),
        row("2025-06-11 2025-06-30", euros(530_70), "13.15", "BCE 3,15 % + 10 points", "3.823949589041"),
        row("2025-07-01 2025-08-15", euros(530_70), "12.15", "BCE 2,15 % + 10 points", "8.126252876712"),
    ),
    interest=euros(42_65),
    reductions=(WorksheetReduction(date(2025, 6, 10), "Virement reçu", euros(700_00), euros(669_30)),),
)
# V2.1: a consumer owes interest alone, from the day after the formal notice.
CONSUMER = WorksheetClaim(
    invoice="FA-2026-0042",
    issued=date(2026, 1, 15),
    due=date(2026, 2, 14),
    principal=euros(600_00),
    rows=(
        row("2026-03-16 2026-06-30", euros(600_00), "2.62", "arrêté du 15 décembre 2025", "4.608328767123"),
        row("2026-07-01 2026-09-30", euros(600_00), "2.75", "arrêté du 26 juin 2026", "4.158904109589"),
    ),
    interest=euros(8_77),
)


def statement(*claims, language="fr", **changes):
    """A statement about these claims, or about the first worked case."""
    document = WorksheetDocument(
        head=replace(HEAD, language=language),
        until=date(2025, 8, 15),
        claims=claims or (WHOLE,),
        conventions=Conventions(),
        articles=("C. com. L441-10 II", "C. com. D441-5"),
        transfer=TRANSFER,
    )
    return replace(document, **changes)


def claim_of(rows, invoice="FA-2025-0031"):
    """A claim of so many rows, a month each."""
    first = date(2014, 1, 1)
    made = []
    for _ in range(rows):
        last = first + timedelta(days=29)
        made.append(row(f"{first} {last}", euros(1200_00), "12.40", "une source", "12.2301"))
        first = last + timedelta(days=1)
    return replace(WHOLE, invoice=invoice, rows=tuple(made), interest=euros(12_23 * rows))


def opened(pdf):
    return PdfReader(BytesIO(pdf), strict=True)


def pages(pdf):
    """What each page says, in the order in which it is read; every space is a plain one."""
    return [" ".join(page.extract_text().split()) for page in opened(pdf).pages]


def text(pdf):
    return " ".join(pages(pdf))


def squeezed(words):
    """Without any space, seen or not: where lines end is the layout's affair."""
    return re.sub(r"[\s\u200b\u2068\u2069]+", "", words)
