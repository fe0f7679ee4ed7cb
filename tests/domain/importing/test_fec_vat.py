"""The VAT of an invoice from the entry that booked it: one certain reading, or none."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.fec.findings import Findings
from quitus.domain.importing.fec_files import read_lines
from quitus.domain.importing.fec_lines import OpenDocument, net_lines
from quitus.domain.importing.fec_vat import INCOME, VAT, VatPart, vat_parts
from quitus.domain.law.fr.vat_rates import RATES
from quitus.domain.money import round_half_away
from tests.fec import HEADER

CASES = [
    # what it is, incomes, VAT, what is claimed, (rate, net, VAT) of each part
    ("one rate", [100_000], [20_000], 120_000, [("20", 100_000, 20_000)]),
    ("two incomes of one rate", [60_000, 40_000], [20_000], 120_000, [("20", 100_000, 20_000)]),
    ("two rates", [50_000, 100_000], [20_000, 2_750], 172_750, [("20", 100_000, 20_000), ("5.5", 50_000, 2_750)]),
    ("a part without VAT", [100_000, 3_000], [20_000], 123_000, [("20", 100_000, 20_000), ("0", 3_000, 0)]),
    ("no VAT at all", [100_000], [], 100_000, [("0", 100_000, 0)]),
    ("a rebate", [110_000, -10_000], [20_000], 120_000, [("20", 100_000, 20_000)]),
    ("one rate on two accounts", [1_000, 9_000], [200, 1_800], 12_000, [("20", 10_000, 2_000)]),
    ("a cent away, as rounded by line", [33_333], [6_666], 39_999, [("20", 33_333, 6_666)]),
    ("two cents away", [33_333], [6_665], 39_998, []),
    ("no lawful rate", [100_000], [19_000], 119_000, []),
    ("it does not add up", [100_000], [20_000], 120_001, []),
    ("VAT without income", [], [20_000], 20_000, []),
    ("too small to tell 19.6 from 20", [100], [20], 120, []),
    ("either income may be the taxed one", [9_000, 9_000], [900], 18_900, [("10", 9_000, 900), ("0", 9_000, 0)]),
    ("taxed at 20 % in part, or at 10 % whole", [10_000, 10_000], [2_000], 22_000, []),
    ("nothing", [], [], 0, []),
    ("a negative VAT", [100_000], [-20_000], 80_000, []),
    ("too many incomes", [20_000] * 5, [20_000], 120_000, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("nets", "vats", "claimed", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_only_reading(nets, vats, claimed, expected):
    found = vat_parts(tuple(nets), tuple(vats), claimed)
    assert [(f"{part.rate}", part.net, part.vat) for part in found] == expected


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(RATES), st.integers(1, 10_000_000), min_size=1, max_size=3))
def test_what_is_read_adds_up_and_is_lawful(nets_by_rate):
    vats = {rate: round_half_away(Decimal(net) * rate / 100) for rate, net in nets_by_rate.items()}
    claimed = sum(nets_by_rate.values()) + sum(vats.values())
    found = vat_parts(tuple(nets_by_rate.values()), tuple(vat for vat in vats.values() if vat), claimed)
    if found:
        assert sum(part.net + part.vat for part in found) == claimed
        assert len({part.rate for part in found}) == len(found)
        assert all(part.rate in RATES and part.net > 0 and part.vat >= 0 for part in found)


# --- in a file


def entry(number: str, *lines: tuple[str, str, int], journal: str = "VE", lettering: str = "") -> list[str]:
    """An entry of (account, document, amount): a client's are debits, others credits."""
    rows = []
    for account, document, amount in lines:
        client = ("C1", "DUPONT") if account.startswith("411") else ("", "")
        text = f"{abs(amount) // 100},{abs(amount) % 100:02}"
        debit = account.startswith("411") == (amount > 0)
        let = lettering if client[0] else ""
        rows.append(
            [journal, "Ventes", number, "20260915", account, "Compte", *client, document, "20260915", "Facture"]
            + ([text, "0,00"] if debit else ["0,00", text])
            + [let, "20260920" if let else "", "20261231", "", ""]
        )  # fmt: skip
    return ["\t".join(row) for row in rows]


def documents(*entries: list[str]) -> tuple[dict[str, OpenDocument], dict[str, object]]:
    """The open documents by number, and what the notice on unknown VAT says."""
    content = "\n".join([HEADER, *(row for rows in entries for row in rows)]).encode()
    found = net_lines(read_lines([content], Findings(), ("411", INCOME, *VAT)))
    told = [notice.facts for notice in found.notices if notice.code == "import_fec_vat_unknown"]
    return {document.document: document for document in found.documents}, dict(told[0]) if told else {}


SALE = [("411000", "F1", 120_000), ("706000", "F1", 100_000), ("445710", "F1", 20_000)]
TWENTY = (VatPart(Decimal(20), 100_000, 20_000),)


@pytest.mark.parametrize("order", [SALE, SALE[::-1]])
@pytest.mark.parametrize("account", ["445710", "445740", "445870"])
def test_the_entry_of_an_invoice_says_its_vat(order, account):
    order = [(account if name == "445710" else name, document, amount) for name, document, amount in order]
    found, told = documents(entry("1", *order), entry("2", ("411000", "R1", -5), journal="BQ"))
    assert (found["F1"].vat, told) == (TWENTY, {})


def test_a_payment_on_the_document_changes_nothing():
    found, told = documents(entry("1", *SALE), entry("2", ("411000", "F1", -20_000), journal="BQ"))
    assert (found["F1"].vat, found["F1"].open.minor, told) == (TWENTY, 100_000, {})


def test_the_same_number_in_another_journal_is_another_entry():
    found, _ = documents(entry("1", *SALE), entry("1", ("706000", "F2", 1), journal="OD"))
    assert found["F1"].vat == TWENTY


UNKNOWN = [
    ("a deposit in it", [entry("1", ("411000", "F1", 60_000), ("706000", "F1", 100_000), ("445710", "F1", 10_000))]),
    ("two invoices in one entry", [entry("1", *SALE, ("411000", "F2", 10), ("706000", "F2", 10))]),
    ("booked twice", [entry("1", *SALE), entry("2", *SALE)]),
    ("corrected by another entry", [entry("1", *SALE), entry("2", ("411000", "F1", 5), ("706000", "F1", 5))]),
    ("its lines are apart", [entry("1", SALE[0]), entry("2", ("706000", "X", 1)), entry("1", *SALE[1:])]),
]  # fmt: skip


@pytest.mark.parametrize("entries", [case[1] for case in UNKNOWN], ids=[case[0] for case in UNKNOWN])
def test_a_vat_that_is_not_certain_stays_unknown_and_is_told(entries):
    found, told = documents(*entries)
    assert found["F1"].vat == ()
    assert (told["count"], told["numbers"].split(", ")[0]) == (len(found), "F1")


def test_a_document_of_a_journal_without_sales_is_told():
    content = "\n".join(
        [
            HEADER,
            *entry("1", *SALE),
            *entry("2", ("411000", "VIR88", 2_500), journal="BQ"),
            *entry("3", *SALE[:1]),
        ]
    ).encode()
    found = net_lines(read_lines([content], Findings(), ("411", INCOME, *VAT)))
    told = [(one.line, one.facts["journal"]) for one in found.notices if one.code == "import_fec_no_sale"]
    assert told == [(5, "BQ")]


def test_a_file_without_income_says_nothing_of_vat():
    found, told = documents(entry("1", SALE[0]))
    assert (found["F1"].vat, told) == ((), {})


def test_many_unknown_ones_are_told_once():
    entries = [entry(f"{n}", ("411000", f"F{n}", 100), ("706000", f"F{n}", 90)) for n in range(7)]
    assert documents(*entries)[1] == {"count": 7, "numbers": "F0, F1, F2, F3, F4…"}
