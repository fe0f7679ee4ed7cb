"""Open client lines of a FEC: netted, never counted twice, and whatever is not imported is told."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.fec.findings import Findings
from quitus.domain.importing.fec_files import is_fec, read_lines
from quitus.domain.importing.fec_lines import OpenLines, net_lines
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.fec import HEADER, Line, fec


def net(*lines: Line, watched: frozenset[str] = frozenset()) -> OpenLines:
    return net_lines(read_lines([fec(*lines)], Findings(), ("411",)), watched)


def euros(cents: int) -> Money:
    return Money(cents, "EUR")


def codes(found: OpenLines) -> list[tuple[int | None, str]]:
    return [(notice.line, notice.code) for notice in found.notices]


def owed(found: OpenLines) -> dict[str, tuple[int, int]]:
    """Open and total by document."""
    return {one.document: (one.open.minor, one.total.minor) for one in found.documents}


def test_an_unlettered_debit_is_an_open_invoice():
    found = net(Line("F1", 120_000, issued="20260910", label="Site web"))
    (invoice,) = found.documents
    assert (invoice.line, invoice.client, invoice.client_name) == (2, "C0001", "DUPONT SARL")
    assert (invoice.document, invoice.issued_on, invoice.label) == ("F1", date(2026, 9, 10), "Site web")
    assert (invoice.total, invoice.open, invoice.paid) == (euros(120_000), euros(120_000), euros(0))
    assert (found.problems, found.notices, found.journals) == ((), (), {"VE"})


CASES = [
    ("lettered is settled", [Line("F1", 100, lettering="A"), Line("R1", -100, lettering="A")], {}),
    ("a payment on the document", [Line("F1", 100), Line("F1", -30, journal="BQ")], {"F1": (70, 100)}),
    ("the payment comes first", [Line("F1", -30, journal="BQ"), Line("F1", 100)], {"F1": (70, 100)}),
    ("paid whole", [Line("F1", 100), Line("F1", -100, journal="BQ")], {}),
    ("two debits", [Line("F1", 100), Line("F1", 20)], {"F1": (120, 120)}),
    ("capitals and blanks are no matter", [Line("F1", 100), Line(" f1 ", -30)], {"F1": (70, 100)}),
    (
        "another client's payment",
        [Line("F1", 100), Line("F1", -30, client="C2", name="X")],
        {"F1": (100, 100)},
    ),
    ("two accounts of one client", [Line("F1", 100), Line("F1", -30, account="411100")], {"F1": (70, 100)}),
    ("suppliers are nobody's debt", [Line("F1", 100, account="401000")], {}),
    ("doubtful claims are not here", [Line("F1", 100, account="416000")], {}),
]


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_open(lines, expected):
    assert owed(net(*lines)) == expected


def test_a_credit_is_told_and_not_an_invoice():
    found = net(
        Line("F1", 120_000), Line("R17", -20_000, journal="BQ", lettering=""), Line("X", 0, lettering="A")
    )
    assert owed(found) == {"F1": (120_000, 120_000)}
    (notice,) = found.notices
    assert (notice.line, notice.code, notice.value) == (4, "import_fec_credit", "R17")
    assert notice.facts == {"name": "DUPONT SARL", "document": "R17", "amount": euros(20_000)}


def test_who_owes_nothing_any_more_is_told():
    found = net(
        Line("F1", 100, lettering=""),
        Line("R1", -100, journal="BQ"),
        Line("F2", 5, "C2", "Étoile", lettering="A"),
    )
    assert codes(found)[:2] == [(2, "import_fec_owes_nothing"), (4, "import_fec_credit")]
    assert found.notices[0].facts == {"name": "DUPONT SARL", "owed": euros(100), "credits": euros(100)}


def test_a_file_that_letters_nothing_is_told_first():
    found = net(Line("F1", 100), Line("R1", -30, journal="BQ"))
    assert codes(found) == [(None, "import_fec_unlettered"), (4, "import_fec_credit")]


def test_a_lettering_that_leaves_a_difference_counts_as_settled_and_is_told():
    found = net(Line("F1", 100, lettering="a"), Line("R1", -30, journal="BQ", lettering="a"))
    assert found.documents == ()
    (notice,) = found.notices
    assert (notice.line, notice.code) == (2, "import_fec_lettering_left")
    assert notice.facts == {"name": "DUPONT SARL", "document": "a", "amount": euros(70)}
    assert found.totals.letterings == euros(70)


@pytest.mark.parametrize("code", ["0", "-", "--"])
def test_a_code_that_says_no_lettering(code):
    assert owed(net(Line("F1", 100, lettering=code))) == {"F1": (100, 100)}


def test_one_code_of_two_clients_is_two_letterings():
    found = net(Line("F1", 100, lettering="A"), Line("F2", -100, "C2", "Étoile", lettering="A"))
    assert [notice.code for notice in found.notices] == ["import_fec_lettering_left"] * 2


# --- opening balances

AN = {"journal": "AN", "on": "20260101"}
LAST_YEAR = {"on": "20251120"}


def test_an_opening_balance_by_document_is_an_invoice():
    (invoice,) = net(Line("F40", 600, issued="20251130", **AN)).documents
    assert (invoice.document, invoice.issued_on, invoice.opening) == ("F40", date(2025, 11, 30), True)


def test_an_opening_balance_and_the_lines_that_it_restates_are_counted_once():
    found = net(
        Line("F40", 1_000, **LAST_YEAR),
        Line("F40", -400, journal="BQ", on="20251215"),
        Line("F40", 600, **AN),
        Line("F40", -100, journal="BQ", on="20260210"),
    )
    assert owed(found) == {"F40": (500, 1_000)}
    assert found.documents[0].issued_on == date(2025, 11, 20)
    assert found.documents[0].opening is False
    assert codes(found) == [(2, "import_fec_restated")]
    assert found.totals.balance == found.totals.open == euros(500)


def test_the_last_of_two_opening_balances_counts_wherever_it_stands():
    found = net(
        Line("F40", 600, journal="AN", on="20270101"),
        Line("F40", 700, **AN),
        Line("F40", 700, **LAST_YEAR),
        Line("F40", -100, journal="BQ", on="20260301"),
    )
    assert owed(found) == {"F40": (600, 700)}


def test_an_opening_balance_whose_original_was_lettered_in_the_same_lettering():
    lettered = {"lettering": "AA"}
    found = net(
        Line("F40", 600, **LAST_YEAR, **lettered),
        Line("F40", 600, **AN, **lettered),
        Line("R1", -600, journal="BQ", on="20260203", **lettered),
    )
    assert (found.documents, found.notices, found.totals.balance) == ((), (), euros(0))


@pytest.mark.parametrize(
    "document",
    ["AN", "AN 2026", "RAN 01/01/2026", "À nouveaux", "OUVERTURE/2026", "Solde d'ouverture", "-", "", "AN000001"],
)  # fmt: skip
def test_an_opening_balance_of_no_document_is_left_out_and_told(document):
    found = net(Line(document, 600, **AN))
    assert found.documents == ()
    assert codes(found) == [(2, "import_fec_opening_whole")]
    assert (found.totals.left_out, found.totals.open) == (euros(600), euros(0))


def test_an_opening_balance_shared_by_clients_names_no_invoice():
    found = net(Line("2026-01", 600, **AN), Line("2026-01", 50, "C2", "Étoile", **AN), Line("F41", 10, **AN))
    assert owed(found) == {"F41": (10, 10)}
    assert [code for _, code in codes(found)].count("import_fec_opening_whole") == 2


def test_an_opening_balance_that_hides_the_day_of_the_invoice_is_told():
    assert codes(net(Line("F40", 600, **AN))) == [(2, "import_fec_opening_day")]


# --- who owes


def test_an_account_for_each_client():
    (invoice,) = net(Line("F1", 100, client="", account="411ACME", account_label="Acme Conseil")).documents
    assert (invoice.client, invoice.client_name) == ("411ACME", "Acme Conseil")


def test_an_auxiliary_label_alone_is_a_client_without_number():
    (invoice,) = net(Line("F1", 100, client="", name="Acme Conseil")).documents
    assert (invoice.client, invoice.client_name) == ("", "Acme Conseil")


@pytest.mark.parametrize(
    "label", ["Clients", "CLIENTS DIVERS", "Clients - Ventes de biens", "Créances clients 20 %", "411"]
)
def test_a_collective_account_owes_nothing_to_anybody(label):
    found = net(Line("F1", 100, client="", account_label=label), Line("F2", 50))
    assert owed(found) == {"F2": (50, 50)}
    (problem,) = found.problems
    assert (problem.line, problem.code) == (2, "import_fec_client_missing")
    assert problem.facts["account"] == "411000"


def test_an_account_with_auxiliaries_is_collective_whatever_its_label():
    lines = [Line("F1", 100, client="", account_label="Dupont"), Line("F2", 50, account_label="Dupont")]
    assert [problem.code for problem in net(*lines).problems] == ["import_fec_client_missing"]


def test_a_settled_line_of_a_collective_account_keeps_nobody_out():
    found = net(Line("F1", 100, client=""), Line("F1", -100, client="", journal="BQ"))
    assert (found.documents, found.problems) == ((), ())


def test_an_invoice_has_one_client():
    found = net(Line("LOT7", 100), Line("lot7", 50, "C2", "Étoile"))
    (problem,) = found.problems
    assert (problem.line, problem.code) == (4, "import_fec_document_shared")
    assert problem.facts == {"name": "Étoile", "other": "DUPONT SARL", "first_line": 2}


def test_the_first_name_of_a_code_counts_and_another_is_told_once():
    lines = [
        Line("F1", 1, name=""),
        Line("F2", 1),
        Line("F3", 1, name="Dupont  SARL"),
        Line("F4", 1, name="DURAND"),
    ]
    found = net(*lines, Line("F5", 1, name="DURAND"))
    assert {invoice.client_name for invoice in found.documents} == {"DUPONT SARL"}
    assert codes(found) == [(8, "import_fec_client_renamed")]


def test_a_retention_is_not_due_yet():
    found = net(
        Line("F1", 95), Line("F1", 5, account="411700", account_label="Clients - Retenues de garantie")
    )
    assert owed(found) == {"F1": (95, 95)}
    assert codes(found) == [(4, "import_fec_retention")]
    assert found.totals.left_out == euros(5)


def test_an_invoice_in_another_currency_is_told():
    assert codes(net(Line("F1", 92_000, currency="USD"))) == [(2, "import_fec_other_currency")]


# --- what was settled of what is watched


@pytest.mark.parametrize(
    "lines",
    [
        [Line("F1", 100, lettering="A"), Line("R1", -100, journal="BQ", lettering="A")],
        [Line("F1", 100), Line("F1", -100, journal="BQ")],
    ],
)
def test_a_watched_document_that_is_settled_is_told(lines):
    (settled,) = net(*lines, watched=frozenset({"f1", "f2"})).settled
    assert (settled.line, settled.document, settled.client, settled.client_name) == (
        2,
        "F1",
        "C0001",
        "DUPONT SARL",
    )


@pytest.mark.parametrize(
    "lines",
    [
        [Line("F1", 100)],
        [Line("F1", 100, lettering="a"), Line("R1", -30, journal="BQ", lettering="a")],
        [Line("F1", 100, lettering="A"), Line("R1", -100, lettering="A"), Line("F1", 20)],
        [Line("F9", 100, lettering="A"), Line("R1", -100, journal="BQ", lettering="A")],
        [Line("F1", -100, journal="BQ")],
    ],
)
def test_what_is_not_certainly_settled_is_not(lines):
    assert net(*lines, watched=frozenset({"f1"})).settled == ()


# --- the file


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (fec(), True),
        (fec(header=HEADER.replace("\t", "|")), True),
        (fec(header=HEADER.replace("\t", ";")), True),
        (fec(header=HEADER.replace("\t", '"\t"').join('""')), True),
        (fec(header=HEADER.lower(), encoding="utf-8-sig"), True),
        (fec(header=HEADER, encoding="utf-16"), True),
        (fec(header=HEADER.replace("\tPieceRef", "")), True),
        (fec(header=HEADER.replace("Debit\tCredit", "Montant\tSens")), True),
        (b'<?xml version="1.0"?><comptabilite>', True),
        (b"N\xc2\xb0 facture;Client;Date;\xc3\x89ch\xc3\xa9ance;Total TTC\n", False),
        (b"CompteNum;CompteLib;Debit;Credit\n", False),
        (b"", False),
        (b"\x00\xff\xfe", False),
        (b'"', False),
    ],
)
def test_a_fec_is_known_by_its_first_line(content, expected):
    assert is_fec(content) is expected


@pytest.mark.parametrize(
    ("header", "code"),
    [(HEADER.replace("\tEcritureLet", "\tLettre"), "fec_field_missing"), ("a\tb", "fec_header_missing")],
)
def test_a_file_whose_fields_are_unknown_is_refused(header, code):
    with pytest.raises(Refused) as refused:
        list(read_lines([fec(header=header)], Findings(), ("411",)))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1,00\t0,00", "un\t0,00", [(2, "fec_amount_wrong", "Debit")]),
        ("1,00\t0,00", "1,00\tun", [(2, "fec_amount_wrong", "Credit")]),
        ("1,00\t0,00", "1,005\t0,00", [(2, "fec_amount_decimals", "Debit")]),
        ("20260915\t411", "hier\t411", [(2, "fec_date_wrong", "EcritureDate")]),
        ("20260915\t707", "hier\t707", []),
    ],
)
def test_what_cannot_be_read_of_clients_is_told_and_nothing_else(old, new, expected):
    content, found = fec(Line("F1", 100)).decode().replace(old, new).encode(), Findings()
    list(read_lines([content], found, ("411",)))
    assert [(problem.line, problem.code, problem.field) for problem in found.kept] == expected


@pytest.mark.parametrize(("amount", "side", "expected"), [
    ("1,00", "D", [100]), ("1,00", "c", [-100]), ("1,00", "-1", [-100]), ("un", "C", ["fec_amount_wrong", "Montant"]),
    ("1,00", "?", ["fec_side_wrong", "Sens"]),
])  # fmt: skip
def test_amount_and_side(amount, side, expected):
    content = fec(Line("F1", 100), header=HEADER.replace("Debit\tCredit", "Montant\tSens")).decode()
    content = content.replace("1,00\t0,00", f"{amount}\t{side}", 1)
    found = Findings()
    lines = list(read_lines([content.encode()], found, ("411",)))
    told = [text for problem in found.kept for text in (problem.code, problem.field)]
    assert [line.debit - line.credit for line in lines] + told == expected


def test_pieces_of_any_size_read_the_same():
    content = fec(Line("F1", 120_000, label="Été"), Line("F2", 5, "C2", "Étoile"))
    cuts = [0, *range(1, len(content), 7), len(content)]
    pieces = [content[start:end] for start, end in pairwise(cuts)]
    assert net_lines(read_lines(pieces, Findings(), ("411",))) == net(
        Line("F1", 120_000, label="Été"), Line("F2", 5, "C2", "Étoile")
    )


LINES = st.lists(
    st.builds(
        Line,
        document=st.sampled_from(["F1", "F2", "AN", "R1"]),
        amount=st.integers(-5_000, 5_000),
        client=st.sampled_from(["C1", "C2", ""]),
        name=st.sampled_from(["DUPONT", ""]),
        journal=st.sampled_from(["VE", "BQ", "AN"]),
        on=st.sampled_from(["20251120", "20260101", "20260915"]),
        lettering=st.sampled_from(["", "", "A", "b"]),
        account_label=st.sampled_from(["Clients", "Durand", "Retenues de garantie"]),
    ),
    max_size=10,
)


@settings(max_examples=120)
@given(LINES)
def test_what_is_open_told_and_left_out_makes_the_balance(lines):
    found = net(*lines)
    totals = found.totals
    told = {
        "import_fec_opening_whole": 0,
        "import_fec_retention": 0,
        "import_fec_lettering_left": 0,
        "import_fec_credit": 0,
    }
    for notice in found.notices:
        if notice.code in told:
            told[notice.code] += notice.facts["amount"].minor
    assert totals.open.minor == sum(one.open.minor for one in found.documents)
    assert totals.letterings.minor == told["import_fec_lettering_left"]
    assert totals.credits.minor == -told["import_fec_credit"]
    if not found.problems:
        assert totals.left_out.minor == told["import_fec_opening_whole"] + told["import_fec_retention"]
    assert totals.balance == totals.open + totals.credits + totals.letterings + totals.left_out
    if not any(line.journal == "AN" for line in lines):
        assert totals.balance.minor == sum(line.amount for line in lines)
    assert all(0 < one.open.minor <= one.total.minor for one in found.documents)
