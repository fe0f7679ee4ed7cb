"""The open client lines of a FEC on record: whole or not at all, twice is once, and what is known never changes."""

from datetime import date

import pytest

from quitus.apps.books.queries import account_balances
from quitus.apps.clients.models import Client
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.actions import release_import
from quitus.apps.invoicing.import_clients import import_clients
from quitus.apps.invoicing.import_fec import FecFile, import_fec
from quitus.apps.invoicing.import_invoices import import_invoices
from quitus.apps.invoicing.imports import ImportFile, ImportReport
from quitus.apps.invoicing.models import ImportBatch, Instalment, Invoice
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.importing.fec_invoices import DueBy
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.tables import problem_sentence
from tests.fec import HEADER, NAME, Line, fec
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice

BY = {"on": TODAY, "actor": CAMILLE}
ACME = {"client": "C0009", "name": "ACME CONSEIL"}
PAID = (
    Line("F1", 120_000, on="20260105", lettering="AA"),
    Line("R1", -120_000, journal="BQ", on="20260204", lettering="AA"),
)
OPEN = (
    Line("F2", 30_000, on="20260120", label="Photos"),
    Line("F2", -5_000, journal="BQ", on="20260201"),
    Line("F3", 8_050, on="20260210", **ACME),
)
BOOKS = (*PAID, *OPEN)


def file(*lines: Line, name: str = NAME, **more) -> FecFile:
    return of(fec(*(lines or BOOKS)), name=name, **more)


def of(content: bytes, *, name: str = NAME, **more) -> FecFile:
    return FecFile(lambda: [content], name, **more)


def euros(cents: int) -> Money:
    return Money(cents, "EUR")


def codes(problems) -> list[tuple[int | None, str]]:
    assert all(problem_sentence(problem, language) for problem in problems for language in ("fr", "en"))
    return [(problem.line, problem.code) for problem in problems]


def told(report: ImportReport) -> set[str]:
    return {code for _, code in codes(report.notices)}


def record() -> tuple[int, int, int, int]:
    return (
        Invoice.objects.count(),
        Client.objects.count(),
        TimelineEntry.objects.count(),
        ImportBatch.objects.count(),
    )


def test_open_lines_come_in_and_settled_ones_do_not(inside):
    report = import_fec(file(), **BY)
    assert (report.written, report.problems, report.rows, report.created) == (True, (), 2, 2)
    assert (report.new_clients, report.unchanged) == (2, 0)
    assert dict(Client.objects.values_list("number", "name")) == {
        "C0001": "DUPONT SARL",
        "C0009": "ACME CONSEIL",
    }
    photos = Invoice.objects.get(number="F2")
    assert (photos.issued_on, photos.label) == (date(2026, 1, 20), "Photos")
    assert (photos.total_minor, photos.already_paid_minor) == (30_000, 5_000)
    due = Instalment.objects.values_list("invoice__number", "due_on", "remaining_minor").order_by("id")
    assert list(due) == [("F2", date(2026, 2, 19), 25_000), ("F3", date(2026, 3, 12), 8_050)]
    assert account_balances() == {"411000": 33_050, "890000": -33_050}
    assert examine() == []


def test_nothing_leaves_before_it_is_released(inside):
    report = import_fec(file(), **BY)
    assert set(Instalment.objects.values_list("released_on", "next_check_on")) == {(None, None)}
    assert release_import(report.batch_id, **BY) == 2


def test_a_preview_writes_nothing_and_tells_all(inside):
    report = import_fec(file(), **BY, preview=True)
    assert (report.written, report.created, report.new_clients, report.batch_id) == (False, 2, 2, None)
    assert record() == (0, 0, 0, 0)
    assert report.fec.lines == 10
    assert [(one.row.number, one.due_by) for one in report.fec.invoices] == [
        ("F2", DueBy.DAYS),
        ("F3", DueBy.DAYS),
    ]
    assert report.fec.totals.balance == report.fec.totals.open == euros(33_050)
    assert codes(report.notices) == [(None, "import_fec_due_dates"), (None, "import_fec_no_addresses")]
    assert report.notices[0].facts == {"days": 30, "count": 2, "others": 0}


def test_the_same_file_changes_nothing_and_says_so(inside):
    import_fec(file(), **BY)
    before = record()
    again = import_fec(file(days=60), on=date(2026, 4, 1), actor=CAMILLE)
    assert (again.written, again.already_on, again.created, again.unchanged) == (False, TODAY, 0, 2)
    assert record() == before


def test_the_same_lines_in_another_file_change_nothing(inside):
    import_fec(file(), **BY)
    before = record()
    again = import_fec(of(fec(*BOOKS, end="\n"), days=60), **BY)
    assert (again.written, again.already_on, again.created, again.unchanged) == (False, None, 0, 2)
    assert record() == before


def test_a_later_file_adds_what_is_new_and_tells_what_was_paid_since(inside):
    import_fec(file(), **BY)
    later = import_fec(
        file(
            *PAID,
            Line("F2", 30_000, on="20260120", label="Photos"),
            Line("F2", -5_000, journal="BQ", on="20260201"),
            Line("F2", -10_000, journal="BQ", on="20260301"),
            Line("F3", 8_050, on="20260210", lettering="B", **ACME),
            Line("R3", -8_050, journal="BQ", on="20260314", lettering="B", **ACME),
            Line("F4", 900, on="20260301", **ACME),
        ),
        **BY,
    )
    assert (later.written, later.created, later.unchanged, later.new_clients) == (True, 1, 1, 0)
    assert "import_fec_paid_since" in told(later)
    paid = [notice for notice in later.notices if notice.code == "import_fec_paid_since"]
    assert [(one.line, one.value, one.facts["amount"], one.facts["left"]) for one in paid] == [
        (6, "F2", euros(10_000), euros(25_000)),
        (12, "F3", euros(8_050), euros(8_050)),
    ]
    assert dict(Instalment.objects.values_list("invoice__number", "remaining_minor")) == {
        "F2": 25_000,
        "F3": 8_050,
        "F4": 900,
    }
    assert examine() == []


def test_the_next_year_s_opening_balances_are_the_invoices_of_this_year(inside):
    import_fec(file(), **BY)
    an = {"journal": "AN", "on": "20270101"}
    report = import_fec(
        file(
            Line("F2", 25_000, **an),
            Line("F3", 8_050, issued="20260210", **an, **ACME),
            Line("F9", 100, on="20270110"),
            name="732829320FEC20271231.txt",
        ),
        on=date(2027, 1, 15),
        actor=CAMILLE,
    )
    assert (report.problems, report.created, report.unchanged) == ((), 1, 2)
    assert told(report).isdisjoint(
        {"import_fec_known_differs", "import_fec_paid_since", "import_fec_opening_day"}
    )
    assert dict(Instalment.objects.values_list("invoice__number", "remaining_minor"))["F2"] == 25_000


def test_a_payment_that_the_books_do_not_know_yet_is_told(inside):
    import_fec(file(), **BY)
    a_payment(Client.objects.get(number="C0009").id, "80.50")
    report = import_fec(of(fec(*BOOKS, end="\n")), **BY)
    (notice,) = [notice for notice in report.notices if notice.code == "import_fec_paid_here"]
    assert (notice.value, notice.facts) == ("F3", {"amount": euros(8_050), "left": euros(0)})


def test_a_known_invoice_stays_as_it_is(inside):
    client = a_client("Dupont SARL", number="C0001")
    an_invoice(client, "F2", "250.00", total="310.00", issued_on=date(2026, 1, 21))
    report = import_fec(file(), **BY)
    assert (report.created, report.unchanged) == (1, 1)
    differing = [
        (one.line, one.facts["field"]) for one in report.notices if one.code == "import_fec_known_differs"
    ]
    assert differing == [(6, "amount"), (6, "issued_on")]
    assert Invoice.objects.get(number="F2").total_minor == 31_000


# --- whose it is


def test_clients_are_known_by_number_else_by_name(inside):
    by_number = a_client("Dupont & Fils", number="c0001")
    by_name = a_client("Acme Conseil", email="compta@acme.example")
    report = import_fec(file(), **BY)
    assert (report.new_clients, report.updated_clients) == (0, 1)
    assert dict(Invoice.objects.values_list("number", "client_id")) == {"F2": by_number, "F3": by_name}
    assert Client.objects.get(id=by_name).number == "C0009"
    assert "import_client_name_differs" in told(report)


def test_a_namesake_under_another_number_is_told(inside):
    a_client("Acme Conseil", number="ACM")
    report = import_fec(file(), **BY, preview=True)
    assert report.new_clients == 2
    assert (10, "import_fec_namesake") in codes(report.notices)


def test_a_known_invoice_shows_whose_a_code_is(inside):
    """Codes of an accounting program are not those of the invoicing tool; the same invoice and name are proof."""
    client = a_client("Acme Conseil", number="ACM")
    an_invoice(client, "F3", "80.50", issued_on=date(2026, 2, 10))
    report = import_fec(file(*BOOKS, Line("F5", 700, on="20260301", **ACME)), **BY)
    assert (report.problems, report.unchanged, report.new_clients) == ((), 1, 1)
    assert Invoice.objects.get(number="F5").client_id == client
    assert Client.objects.get(id=client).number == "ACM"


def test_a_known_invoice_of_somebody_else_keeps_the_file_out(inside):
    an_invoice(a_client("Maison Berthier"), "F3", "80.50")
    report = import_fec(file(), **BY)
    assert codes(report.problems) == [(10, "import_fec_other_client")]
    assert not report.written
    assert Invoice.objects.count() == 1


def test_an_account_for_each_client(inside):
    line = Line("F1", 100, client="", account="411ACME", account_label="Acme Conseil", on="20260301")
    import_fec(file(line), **BY)
    assert Client.objects.get().number == "411ACME"


# --- when it is due


def test_due_by_the_client_s_terms_where_they_are_known(inside):
    a_client("Dupont", number="C0001", payment_days=45, payment_end_of_month=True)
    report = import_fec(file(days=10), **BY)
    due = dict(Instalment.objects.values_list("invoice__number", "due_on"))
    # 20 January + 45 days = 6 March, to its end; 10 February + 10 days.
    assert due == {"F2": date(2026, 3, 31), "F3": date(2026, 2, 20)}
    assert [one.due_by for one in report.fec.invoices] == [DueBy.TERMS, DueBy.DAYS]
    assert report.notices[0].facts == {"days": 10, "count": 1, "others": 1}


def test_a_day_that_no_invoice_has_is_a_problem(inside):
    report = import_fec(file(Line("F1", 100, on="20260105", issued="19850105")), **BY)
    assert (2, "import_date_implausible") in codes(report.problems)


# --- what keeps the file out

FAULTS = [
    ("a cut line", lambda t: t + "VE\tVentes\tVE000009\t2026", (12, "fec_column_count")),
    ("an amount of a client", lambda t: t.replace("300,00\t0,00", "300,00 €\t0,00", 1), (6, "fec_amount_wrong")),
    ("the day of a client's line", lambda t: t.replace("20260120\t411", "2026\t411", 1), (6, "fec_date_wrong")),
    ("the day of an open document", lambda t: t.replace("F2\t20260120", "F2\t2026", 1), (6, "fec_date_wrong")),
    ("an entry of a client's journal", lambda t: t.replace("0,00\t300,00", "0,00\t299"), (6, "fec_entry_unbalanced")),
    ("the same entry twice", lambda t: t + "\n".join(t.splitlines()[5:7]) + "\n", (12, "fec_number_used_again")),
    ("no lettering", lambda t: t.replace("EcritureLet", "Lettre"), (1, "fec_field_missing")),
    ("a spreadsheet", lambda t: "PK\0\0" + t, (None, "fec_not_text")),
    ("nothing", lambda t: "", (None, "fec_empty")),
    ("xml", lambda t: "<?xml version='1.0'?><comptabilite/>", (None, "fec_xml")),
    ("only a header", lambda t: t.splitlines()[0] + "\n", (None, "fec_no_line")),
    ("no header", lambda t: t.split("\n", 1)[1], (None, "import_file_no_fec")),
    ("an open line without number", lambda t: t.replace("\tF3\t", "\t\t"), (10, "import_value_missing")),
    ("an unreadable name", lambda t: t.replace("ACME", "AC\x07ME"), (10, "import_character_unusable")),
    ("a name without end", lambda t: t.replace("ACME", "ACME" * 90), (10, "import_text_too_long")),
    ("an absurd amount", lambda t: t.replace("80,50", "9" * 14 + ",50"), (10, "amount_too_large")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "expected"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_a_fault_in_what_is_read_stops_the_import(inside, spoil, expected):
    report = import_fec(of(spoil(fec(*BOOKS).decode()).encode()), **BY)
    assert expected in codes(report.problems)
    assert not report.written
    assert record() == (0, 0, 0, 0)


def test_faults_elsewhere_are_only_told(inside):
    purchase = "HA\tAchats\tHA000001\t20260105\t6O7\tAchats\t\t\tA1\t20260105\tBloc\t10,00\t0,00\t\t\t20271231\t\t\r\n"
    odd = purchase.replace("10,00", "9.00").replace("6O7", "401").replace("HA000001", "HA000003")
    report = import_fec(of(fec(*BOOKS) + (purchase + odd).encode()), **BY)
    assert report.written
    found = codes(report.notices)
    assert {(12, "fec_account_wrong"), (13, "fec_amount_point"), (12, "fec_entry_unbalanced")} <= set(found)
    assert (None, "import_fec_more_faults") in found  # HA000002 is missing: a point to explain


def test_each_harmless_fault_is_told_five_times_then_counted(inside):
    line = "HA\tAchats\tHA{0:06}\t20260105\t6O7\tAchats\t\t\tA1\t20260105\tBloc\t0,00\t0,00\t\t\t20271231\t\t\r\n"
    report = import_fec(of(fec(*BOOKS) + "".join(line.format(n) for n in range(1, 10)).encode()), **BY)
    assert [code for _, code in codes(report.notices)].count("fec_account_wrong") == 5
    (more,) = [notice for notice in report.notices if notice.code == "import_fec_more_faults"]
    assert more.facts == {"errors": 4, "warnings": 9}


def test_the_file_of_another_firm_is_not_for_this_one(inside):
    report = import_fec(file(name="552100554FEC20261231.txt"), **BY)
    assert codes(report.problems) == [(None, "import_fec_other_firm")]
    assert import_fec(file(name="export.txt"), **BY).written


def test_books_in_another_currency_take_no_fec(inside):
    Organisation.objects.update(currency="CHF")
    assert (None, "import_fec_not_in_euros") in codes(import_fec(file(), **BY).problems)


@pytest.mark.parametrize("content", [b"Num\xc3\xa9ro;Client\nF1;Dupont\n", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_fec_has_that_one_problem(inside, content):
    assert codes(import_fec(of(content), **BY).problems) == [(None, "import_file_no_fec")]


@pytest.mark.parametrize("take_in", [import_invoices, import_clients])
def test_a_fec_is_no_table_of_invoices(inside, take_in):
    with pytest.raises(Refused) as refused:
        take_in(ImportFile(fec(*BOOKS), NAME), **BY)
    assert (refused.value.code, refused.value.facts) == ("import_file_is_fec", {"file": NAME})


@pytest.mark.parametrize(
    "content",
    [
        fec(*BOOKS, Line("F7", 100, on="20260301", label="Été"), encoding="iso-8859-15"),
        fec(*BOOKS, Line("F7", 100, on="20260301", label="Été – œuvre"), encoding="cp1252"),
        fec(*BOOKS, Line("F7", 100, on="20260301", label="Été"), encoding="utf-8-sig"),
        fec(*BOOKS, Line("F7", 100, on="20260301", label="Été"), end="\r"),
    ],
)
def test_encodings_of_the_past(inside, content):
    import_fec(of(content), **BY)
    assert Invoice.objects.get(number="F7").label.startswith("Été")


def test_hostile_texts_are_only_texts(inside):
    report = import_fec(
        file(
            Line("=F1", 100, on="20260301", label='=HYPERLINK("http://x")\x07', client="@C", name="+cmd|' /C calc'!A0"),
            Line("<b>F2</b>", 100, on="20260301", name="'; DROP TABLE clients_client; --", client="C2"),
        ),
        **BY,
    )  # fmt: skip
    assert report.written
    assert dict(Client.objects.values_list("number", "name")) == {
        "@C": "+cmd|' /C calc'!A0",
        "C2": "'; DROP TABLE clients_client; --",
    }
    assert Invoice.objects.get(number="=F1").label == '=HYPERLINK("http://x")'


def test_another_firm_s_record_is_not_seen(organisation):
    other = Organisation.objects.create(name="Autre", siren="552100554")
    with tenant(other.id):
        an_invoice(a_client("Dupont", number="C0001"), "F2", "1.00")
    with tenant(organisation.id):
        report = import_fec(file(), **BY)
        assert (report.created, report.new_clients, report.unchanged) == (2, 2, 0)
    with tenant(other.id):
        assert (Invoice.objects.count(), Client.objects.count()) == (1, 1)


def test_header_names_in_small_letters_and_columns_after_the_eighteen(inside):
    lines = fec(*BOOKS, header=HEADER.lower()).decode().splitlines()
    assert import_fec(of("".join(f"{line}\tx\r\n" for line in lines).encode()), **BY).created == 2
