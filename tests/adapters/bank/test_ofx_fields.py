"""What each field of an OFX file becomes, in SGML without ends, with ends, and in XML."""

from datetime import date

import pytest

from quitus.domain.banking.statement import Balance, LineStatus, StatementLine
from quitus.domain.money import Money
from tests.adapters.bank.ofx_files import OK, OWN, OWN_IBAN, Node, Ofx, moved, sgml, xml
from tests.adapters.bank.reading import lines_of, read


def line(**changes: object) -> StatementLine:
    """The one line of a file with this movement, the same in each writing."""
    told = Ofx((moved(**changes),))
    (first,) = lines_of(sgml(told).encode())
    assert lines_of(sgml(told, ends=True).encode()) == (first,)
    assert lines_of(xml(told).encode()) == (first,)
    return first


def problems(told: Ofx) -> list[tuple[str, str, bool]]:
    """Each problem of the file: where, which, and whether it blocks."""
    found = [(one.where, one.code, one.blocks) for one in read(sgml(told).encode()).every_problem()]
    in_xml = [(one.code, one.blocks) for one in read(xml(told).encode()).every_problem()]
    assert in_xml == [(code, blocks) for _, code, blocks in found]
    return found


def test_a_whole_file() -> None:
    file = read(sgml(Ofx()).encode())
    (statement,) = file.statements
    assert (file.format, file.problems) == ("OFX", ())
    assert (statement.account, statement.currency) == (OWN_IBAN, "EUR")
    assert (statement.opening, statement.balanced) == (None, None)
    assert statement.closing == Balance(Money(125000, "EUR"), date(2026, 1, 31))
    assert statement.lines == (
        StatementLine(
            booked=date(2026, 1, 5),
            value_date=None,
            amount=Money(125000, "EUR"),
            label="VIR DUPONT SARL FACTURE FA-2026-0012",
            bank_id="T1",
        ),
    )
    assert read(xml(Ofx()).encode()) == read(sgml(Ofx(), ends=True).encode())


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"NAME": "VIR DUPONT", "MEMO": None}, "VIR DUPONT"),
        ({"NAME": "", "MEMO": "FA-1"}, "FA-1"),
        ({"NAME": None, "EXTDNAME": "Dupont et fils, entreprise générale", "MEMO": "FA-1"},
         "Dupont et fils, entreprise générale FA-1"),
        ({"NAME": "DIVIDEND FOR PERIOD OF 03", "MEMO": "DIVIDEND FOR PERIOD OF 03/01 TO 03/31"},
         "DIVIDEND FOR PERIOD OF 03/01 TO 03/31"),
        ({"NAME": "CAFE DU PORT", "MEMO": "CARTE;CAFE DU PORT"}, "CARTE;CAFE DU PORT"),
        ({"NAME": "VIR", "MEMO": "VIR"}, "VIR"),
        ({"NAME": "VIREMENT DE DUPONT SARL FA-2026-", "MEMO": "0012"}, "VIREMENT DE DUPONT SARL FA-2026-0012"),
        ({"NAME": "VIREMENT DE DUPONT SARL FA-2026", "MEMO": "0012"}, "VIREMENT DE DUPONT SARL FA-2026 0012"),
        ({"NAME": "A &amp; B", "MEMO": "1 < 2 > 0"}, "A &amp; B 1 < 2 > 0"),
        ({"NAME": None, "MEMO": None, "CHECKNUM": "1090381", "TRNTYPE": "CHECK"}, "CHECK 1090381"),
        ({"NAME": None, "MEMO": None, "TRNTYPE": "Credit"}, "Credit"),
        ({"NAME": None, "MEMO": None, "PAYEE": {"NAME": "Dupont", "CITY": "Lyon"}}, "Dupont"),
        ({"NAME": None, "MEMO": "x" * 3_000}, "x" * 2_000),
        ({"NAME": "\x1b[31mred\u202e", "MEMO": "a\tb\x07"}, "[31mred a b"),
    ],
)  # fmt: skip
def test_the_label(changes: Node, label: str) -> None:
    assert line(**changes).label == label


def test_only_the_field_for_a_payee_holds_a_name() -> None:
    assert line().counterparty is None
    found = line(NAME=None, PAYEE={"NAME": "Éditions du Phare", "ADDR1": "1 quai", "CITY": "Brest"})
    assert (found.counterparty, found.label) == ("Éditions du Phare", "FACTURE FA-2026-0012")


@pytest.mark.parametrize(
    ("changes", "booked", "value"),
    [
        ({"DTPOSTED": "20260105"}, "2026-01-05", None),
        ({"DTPOSTED": "20260105235959.999[-12:XXX]"}, "2026-01-05", None),
        ({"DTPOSTED": "20260105000000[+14]"}, "2026-01-05", None),
        ({"DTPOSTED": "20260105000000.000[0:GMT]"}, "2026-01-05", None),
        ({"DTPOSTED": "2026010512"}, "2026-01-05", None),
        ({"DTPOSTED": "20260105093914:014"}, "2026-01-05", None),
        ({"DTPOSTED": "20260105 09:39:14"}, "2026-01-05", None),
        ({"DTPOSTED": "2026-01-05"}, "2026-01-05", None),
        ({"DTPOSTED": "2026-01-05T23:59:59-11:00"}, "2026-01-05", None),
        ({"DTAVAIL": "20260107"}, "2026-01-05", "2026-01-07"),
        ({"VALUEDATE": "20260107"}, "2026-01-05", "2026-01-07"),
        ({"DTAVAIL": "00000000", "DTUSER": "20260103"}, "2026-01-05", None),
        ({"DTPOSTED": None, "DTAVAIL": "20260107"}, "2026-01-07", "2026-01-07"),
        ({"DTPOSTED": "", "DTAVAIL": "20260107"}, "2026-01-07", "2026-01-07"),
        ({"DTPOSTED": "00000000", "DTAVAIL": "20260107"}, "2026-01-07", "2026-01-07"),
    ],
)  # fmt: skip
def test_dates_whatever_hour_and_zone(changes: Node, booked: str, value: str | None) -> None:
    found = line(**changes)
    assert found.booked == date.fromisoformat(booked)
    assert found.value_date == (value and date.fromisoformat(value))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"TRNAMT": None}, "bank_amount_unreadable"),
        ({"TRNAMT": ""}, "bank_amount_unreadable"),
        ({"TRNAMT": "$120"}, "bank_amount_unreadable"),
        ({"TRNAMT": "1,234"}, "bank_amount_unreadable"),
        ({"TRNAMT": "10.005"}, "bank_amount_unreadable"),
        ({"TRNAMT": "12\u00a3"}, "bank_amount_unreadable"),
        ({"TRNAMT": "1e3"}, "bank_amount_unreadable"),
        ({"TRNAMT": "9" * 30}, "bank_amount_unreadable"),
        ({"TRNAMT": ["1.00", "2.00"]}, "bank_movement_twofold"),
        ({"DTPOSTED": ["20260105", "20260106"]}, "bank_movement_twofold"),
        ({"FITID": ["T1", "T2"]}, "bank_movement_twofold"),
        ({"CORRECTFITID": "T0", "CORRECTACTION": "DELETE"}, "bank_movement_corrects"),
        ({"DTPOSTED": None, "DTUSER": "20260103"}, "bank_date_missing"),
        ({"DTPOSTED": ""}, "bank_date_missing"),
        ({"DTPOSTED": "00000000"}, "bank_date_missing"),
        ({"DTPOSTED": "20260230"}, "bank_date_unreadable"),
        ({"DTPOSTED": "201120000000"}, "bank_date_unreadable"),
        ({"DTPOSTED": "05/01/2026"}, "bank_date_unreadable"),
        ({"DTPOSTED": "050126"}, "bank_date_unreadable"),
        ({"DTPOSTED": "2026"}, "bank_date_unreadable"),
        ({"DTPOSTED": "20260105 20260106"}, "bank_date_unreadable"),
        ({"DTPOSTED": "today"}, "bank_date_unreadable"),
        ({"CURRENCY": {"CURRATE": "1", "CURSYM": "US$"}}, "bank_amount_unreadable"),
    ],
)  # fmt: skip
def test_a_movement_that_cannot_be_read_is_a_problem_that_blocks(changes: Node, code: str) -> None:
    told = Ofx((moved(FITID="before"), moved(**changes), moved(FITID="after")))
    ((where, found, blocks),) = problems(told)
    assert (found, blocks) == (code, True)
    assert where.startswith("STMTRS[1]/STMTTRN[2] l.")
    assert [one.bank_id for one in lines_of(sgml(told).encode())] == ["before", "after"]


def test_where_a_problem_is_in_the_file() -> None:
    text = sgml(Ofx((moved(), moved(TRNAMT="?"))))
    (problem,) = read(text.encode()).every_problem()
    number = int(problem.where.rpartition("l.")[2])
    assert text.splitlines()[number - 1] == "<STMTTRN>"
    assert text.splitlines()[number + 2] == "<TRNAMT>?"
    assert problem.facts["line"] == "20260105 ? VIR DUPONT SARL FACTURE FA-2026-0012 T1"


def test_an_unreadable_value_date_is_told_and_the_line_kept() -> None:
    told = Ofx((moved(DTAVAIL="20260230"),))
    assert problems(told) == [("STMTRS[1]/STMTTRN[1] l.40", "bank_value_date_unreadable", False)]
    (found,) = lines_of(sgml(told).encode())
    assert (found.booked, found.value_date) == (date(2026, 1, 5), None)


@pytest.mark.parametrize(
    ("changes", "bank_id", "reference"),
    [
        ({"FITID": "A 1", "SRVRTID": "S1"}, "A 1", None),
        ({"FITID": "", "SRVRTID": "S1"}, "S1", None),
        ({"FITID": "000", "SRVRTID": None}, None, None),
        ({"FITID": "NONREF"}, None, None),
        ({"CHECKNUM": "0"}, "T1", None),
        ({"CHECKNUM": "0001001"}, "T1", "0001001"),
        ({"CHKNUM": "1932"}, "T1", "1932"),
        ({"REFNUM": "RF18539007547034", "CHECKNUM": "7"}, "T1", "RF18539007547034"),
        ({"REFNUM": "NOTPROVIDED"}, "T1", None),
    ],
)
def test_numbers(changes: Node, bank_id: str | None, reference: str | None) -> None:
    found = line(**changes)
    assert (found.bank_id, found.reference) == (bank_id, reference)


@pytest.mark.parametrize(
    ("changes", "iban"),
    [
        ({"BANKACCTTO": {"BANKID": "X", "ACCTID": "DE89 3704 0044 0532 0130 00"}}, "DE89370400440532013000"),
        ({"BANKACCTTO": {"BANKID": "20041", "BRANCHID": "01005", "ACCTID": "0500013M026"}},
         "FR1420041010050500013M02606"),
        ({"BANKACCTTO": {"BANKID": "121099999", "ACCTID": "999988"}}, None),
        ({"CCACCTTO": {"ACCTID": "4970101122223333"}}, None),
        ({"BANKACCTTO": OWN}, None),
        ({"BANKACCTFROM": {"ACCTID": "DE89370400440532013000"}}, "DE89370400440532013000"),
    ],
)  # fmt: skip
def test_the_other_side_s_account(changes: Node, iban: str | None) -> None:
    assert line(**changes).iban == iban
    (statement,) = read(sgml(Ofx((moved(**changes),))).encode()).statements
    assert statement.account == OWN_IBAN


@pytest.mark.parametrize(
    ("own", "account"),
    [
        (OWN, OWN_IBAN),
        (OWN | {"ACCTID": "123 4567 8901"}, OWN_IBAN),
        (OWN | {"ACCTID": "1234567890189"}, OWN_IBAN),  # with its key
        (OWN | {"ACCTID": "1234567890188"}, "1234567890188"),  # of which this is none
        (OWN | {"BANKID": "20041", "BRANCHID": "01005", "ACCTID": "0500013m026"}, "FR1420041010050500013M02606"),
        (OWN | {"BRANCHID": "1"}, "12345678901"),
        (OWN | {"BANKID": "NPBS", "BRANCHID": "", "ACCTID": "12300 000012345678"}, "12300000012345678"),
        ({"ACCTID": "FR76 3000 6000 0112 3456 7890 189"}, OWN_IBAN),
        ({"ACCTID": "x" * 40}, "x" * 34),
        ({"ACCTID": ""}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_the_account(own: Node, account: str | None) -> None:
    (statement,) = read(sgml(Ofx(own=own)).encode()).statements
    assert (statement.account, statement.problems) == (account, ())


def test_a_wrong_iban_is_told() -> None:
    told = Ofx(own={"ACCTID": "FR7730006000011234567890189"})
    assert problems(told) == [("STMTRS[1]/BANKACCTFROM", "bank_account_check_digits", False)]


@pytest.mark.parametrize(
    ("ledger", "closing", "day", "expected"),
    [
        ({"BALAMT": "-2 000,50", "DTASOF": "20260131235959[-5:EST]"}, "-2000.50 EUR", "2026-01-31", []),
        ({"BALAMT": "1", "DTASOF": "00000000"}, "1.00 EUR", None, []),
        ({"BALAMT": "1"}, "1.00 EUR", None, []),
        ({"BALAMT": "1", "DTASOF": "310126"}, "1.00 EUR", None, [("bank_balance_day_unreadable", False)]),
        ({"BALAMT": "", "DTASOF": "20260131"}, None, None, []),
        ({"BALAMT": "N/A", "DTASOF": "20260131"}, None, None, [("bank_balance_unreadable", True)]),
        (None, None, None, []),
    ],
)  # fmt: skip
def test_the_balance(
    ledger: Node | None, closing: str | None, day: str | None, expected: list[tuple[str, bool]]
) -> None:
    told = Ofx(ledger=ledger)
    assert [(code, blocks) for _, code, blocks in problems(told)] == expected
    (statement,) = read(sgml(told).encode()).statements
    assert (statement.closing and str(statement.closing.amount)) == closing
    assert (statement.closing and statement.closing.day) == (day and date.fromisoformat(day))


def currencies(told: Ofx) -> tuple[str | None, list[str], str | None]:
    (statement,) = read(sgml(told).encode()).statements
    closing = statement.closing and statement.closing.amount.currency
    return statement.currency, [one.amount.currency for one in statement.lines], closing


AUD = {"CURRENCY": {"CURRATE": "1.0", "CURSYM": "AUD"}}


@pytest.mark.parametrize(
    ("told", "expected", "codes"),
    [
        (Ofx(currency="usd"), ("USD", ["USD"], "USD"), []),
        (Ofx(currency="EUR", movements=(moved(ORIGCURRENCY={"CURRATE": "0.9", "CURSYM": "USD"}),)),
         ("EUR", ["EUR"], "EUR"), []),
        (Ofx(currency="EUR", movements=(moved(), moved(**AUD))), ("EUR", ["EUR", "AUD"], "EUR"),
         ["bank_currency_differs"]),
        (Ofx(currency="", movements=(moved(**AUD),)), ("AUD", ["AUD"], "AUD"), []),
        (Ofx(currency=None), (None, ["EUR"], "EUR"), ["bank_currency_untold"]),
        (Ofx(currency="", movements=(moved(**AUD), moved())), (None, ["AUD", "EUR"], "EUR"),
         ["bank_currency_untold"]),
        (Ofx(currency=None, movements=(), ledger=None), (None, [], None), []),
        (Ofx(currency="US$"), (None, [], None), ["bank_amount_unreadable", "bank_balance_unreadable"]),
        (Ofx(currency="EURO"), (None, [], None), ["bank_amount_unreadable", "bank_balance_unreadable"]),
    ],
)  # fmt: skip
def test_the_currency(
    told: Ofx, expected: tuple[str | None, list[str], str | None], codes: list[str]
) -> None:
    assert currencies(told) == expected
    assert [code for _, code, _ in problems(told)] == codes


def test_a_currency_told_behind_the_movements_is_no_proof_of_theirs() -> None:
    text = sgml(Ofx(currency=None)).replace("<LEDGERBAL>", "<CURDEF>USD\n<LEDGERBAL>")
    (statement,) = read(text.encode()).statements
    assert (statement.currency, statement.lines[0].amount.currency) == ("USD", "EUR")
    assert [(one.code, one.blocks) for one in statement.problems] == [("bank_currency_differs", True)]


@pytest.mark.parametrize(
    ("told", "booked"),
    [
        (moved(DTPOSTED=None, DTTRAN="20260130"), "2026-01-30"),
        (moved(DTPOSTED=None, DTUSER="20260129"), "2026-01-29"),
        (moved(), "2026-01-05"),
    ],
)
def test_pending_movements(told: Node, booked: str) -> None:
    for content in (sgml(Ofx(pending=(told,))), sgml(Ofx(pending=(told,))).replace("STMTTRNP>", "STMTTRN>")):
        first, second = lines_of(content.encode())
        assert (first.status, second.status) == (LineStatus.BOOKED, LineStatus.PENDING)
        assert second.booked == date.fromisoformat(booked)


def test_a_pending_movement_that_cannot_be_read_moves_no_balance() -> None:
    ((_, code, blocks),) = problems(Ofx(pending=(moved(TRNAMT="?"),)))
    assert (code, blocks) == ("bank_amount_unreadable", False)


def test_several_accounts_and_a_card() -> None:
    told = (
        Ofx(),
        Ofx((), own={"ACCTID": "9200"}),
        Ofx((moved(TRNAMT="-5"),), own={"ACCTID": "4970"}, card=True),
    )
    for content in (sgml(*told), sgml(*told, ends=True), xml(*told)):
        file = read(content.encode())
        assert [(one.account, len(one.lines)) for one in file.statements] == [
            (OWN_IBAN, 1),
            ("9200", 0),
            ("4970", 1),
        ]
        assert list(file.every_problem()) == []


def test_equal_movements_stay_two_and_in_order() -> None:
    first, second, third = lines_of(sgml(Ofx((moved(), moved(), moved(TRNAMT="-1250.00")))).encode())
    assert first == second != third


def test_a_zero_amount_is_a_line() -> None:
    assert line(TRNAMT="0.00").amount == Money(0, "EUR")
    assert line(TRNAMT="-0").amount == Money(0, "EUR")


def test_status_ok_is_no_news() -> None:
    assert problems(Ofx(status=OK | {"MESSAGE": "OK"})) == []
