"""A file of movements without end: refused once it holds more than any true one, whatever its format."""

import io
import zipfile

import pytest

from quitus.adapters.bank import bounds
from quitus.adapters.bank.detect import DetectingReader
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank import cfonb_files, coda_files
from tests.adapters.bank.camt_files import Account, Entry, Tx, camt
from tests.adapters.bank.mt_files import TEN, mt940
from tests.adapters.bank.ofx_files import Ofx, moved, sgml
from tests.adapters.bank.table_files import table
from tests.adapters.tables.workbooks import workbook

MOST = 9
ROW = "17/03/2026;VIR ROBIN;-1,00"
RECORD = "D01/01/2026\nT-1.00\nPA\n^\n"
HEADERS = ["Date", "Libellé", "Montant"]


def zipped(content: bytes, count: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.txt", content)
    return packed.getvalue()


def sheets(count: int) -> bytes:
    return workbook({f"S{number}": [HEADERS, ["17/03/2026", "a", -1]] for number in range(count)})


# Each makes a file of so many movements or statements; the second number are those that fit, frames counted.
FILES = {
    "camt, entries": (lambda count: camt(Account((Entry(),) * count)), 7),
    "camt, payments of one entry": (lambda count: camt(Account((Entry(details=(Tx("1.00"),) * count),))), 7),
    "camt, statements": (lambda count: camt(*[Account((Entry(),))] * count), 3),
    "MT940, movements": (lambda count: mt940(*[TEN] * count), 8),
    "MT940, messages": (lambda count: mt940(TEN) * count, 4),
    "CFONB, movements": (lambda count: cfonb_files.cfonb(*[cfonb_files.Move("1.00")] * count), 8),
    "CFONB, statements": (lambda count: cfonb_files.cfonb(cfonb_files.Move("1.00")) * count, 4),
    "CODA, movements": (lambda count: coda_files.coda(*[coda_files.Move("1.00")] * count), 8),
    "CODA, statements": (lambda count: coda_files.coda(coda_files.Move("1.00")) * count, 4),
    "OFX": (lambda count: sgml(Ofx([moved()] * count)).encode(), 9),
    "QIF": (lambda count: f"!Type:Bank\n{RECORD * count}".encode(), 9),
    "tables in one file": (lambda count: table(";".join(HEADERS), *[ROW] * count), 9),
    "sheets of a workbook": (sheets, 9),
    "files of an archive": (lambda count: zipped(mt940(TEN), count), 4),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_more_movements_than_any_true_file_holds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made, fit = FILES[name]
    monkeypatch.setattr(bounds, "MOST_MOVEMENTS", MOST)
    assert DetectingReader().read(io.BytesIO(made(fit))).statements
    with pytest.raises(Refused) as refusal:
        DetectingReader().read(io.BytesIO(made(fit + 1)))
    assert (refusal.value.code, refusal.value.facts["most"]) == ("bank_movements_too_many", MOST)
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")


def test_no_file_of_the_goal_comes_near() -> None:
    """100,000 movements, each in a statement of its own."""
    counted = bounds.Movements()
    counted.add(2 * 100_000)
