"""What each field of a CODA line is taken from."""

from datetime import date

import pytest

from quitus.domain.banking.statement import LineStatus, StatementLine
from tests.adapters.bank.coda_files import IBAN, NUMBER, Move, account_field, coda, header, statement, text
from tests.adapters.bank.reading import lines_of, read

PAYER = "DE89370400440532013000"
LONG = "REGLEMENT DE VOS FACTURES DE NOVEMBRE ET DECEMBRE: FA-2026-0012 ET FA-2026-0013 MOINS VOTRE AVOIR NO AV-2026-07"
assert " " not in LONG[52:54] + LONG[105:107], "each record ends within a number"
DIRECT_DEBIT = f"127050126120{'BE68ZZZ0403019261':35}{'MANDAT-17':35}{{words:62}}{{kind:1}}{{reason:4}}"


def of(move: Move) -> StatementLine:
    """The line of a file of one movement."""
    (line,) = lines_of(coda(move))
    return line


def test_a_transfer_as_banks_tell_it() -> None:
    file = read(
        coda(
            Move(
                "1200.00",
                structured="101123456789002",
                name="BOULANGERIE DE LA PLACE",
                account=PAYER,
                customer="E2E-7",
                valued="060126",
                information=(("1", f"001{'BOULANGERIE DE LA PLACE':70}{'PLACE 1':35}{'4000 LIEGE':35}"),),
            ),
            Move("-35.00", "FRAIS DE TENUE DE COMPTE", code="03537000"),
            opening="-50.00",
        )
    )
    (found,) = file.statements
    assert file.format == "CODA"
    assert (found.account, found.currency, found.balanced, found.problems) == (IBAN, "EUR", True, ())
    assert (str(found.opening.amount), found.opening.day) == ("-50.00 EUR", date(2026, 1, 4))
    assert (str(found.closing.amount), found.closing.day) == ("1115.00 EUR", date(2026, 1, 5))
    line, cost = found.lines
    assert (line.booked, line.value_date) == (date(2026, 1, 5), date(2026, 1, 6))
    assert (str(line.amount), line.label) == ("1200.00 EUR", "+++123/4567/89002+++")
    assert (line.counterparty, line.iban) == ("BOULANGERIE DE LA PLACE", PAYER)
    assert (line.reference, line.bank_id) == ("+++123/4567/89002+++", "BANK-REFERENCE-000001")
    assert line.status is LineStatus.BOOKED
    assert (str(cost.amount), cost.label) == ("-35.00 EUR", "FRAIS DE TENUE DE COMPTE")
    assert (cost.counterparty, cost.iban, cost.reference) == (None, None, None)


@pytest.mark.parametrize(
    ("case", "move", "label", "reference"),
    [
        ("free words over three records", Move(words=LONG), LONG, None),
        ("a printed reference amid words", Move(words="FACTURE +++123/4567/89002+++ MERCI"),
         "FACTURE +++123/4567/89002+++ MERCI", "+++123/4567/89002+++"),
        ("printed with stars and blanks", Move(words="*** 123/4567/89002 ***"), "*** 123/4567/89002 ***",
         "+++123/4567/89002+++"),
        ("printed with a wrong check", Move(words="+++123/4567/89003+++"), "+++123/4567/89003+++", None),
        ("structured", Move(structured="101090933755493"), "+++090/9337/55493+++", "+++090/9337/55493+++"),
        ("structured by the bank", Move(structured="102090933755493"), "+++090/9337/55493+++", "+++090/9337/55493+++"),
        ("a remainder of none is 97", Move(structured="101000000009797"), "+++000/0000/09797+++",
         "+++000/0000/09797+++"),
        ("structured with a wrong check", Move(structured="101090933755494"), "+++090/9337/55494+++", None),
        ("structured without digits", Move(structured="101UNKNOWN"), "UNKNOWN", None),
        ("an ISO reference", Move(structured="100RF18539007547034"), "RF18539007547034", "RF18539007547034"),
        ("a foreign transfer with one", Move(structured=f"105{'0' * 45}090933755493BE{'0' * 15}"),
         "+++090/9337/55493+++", "+++090/9337/55493+++"),
        ("a cheque's number", Move(structured="103000000123456"), "000000123456", None),
        ("a terminal", Move(structured="1140123456001000123050126120050LE HERON LIEGE     LIEGE"),
         "0123456001000123050126120050LE HERON LIEGE LIEGE", None),
        ("the structured one before the customer's", Move(structured="101090933755493", customer="E2E"),
         "+++090/9337/55493+++", "+++090/9337/55493+++"),
        ("the customer's", Move(words="FA-12", customer="E2E-7"), "FA-12", "E2E-7"),
        ("none provided", Move(words="FA-12", customer="NOT PROVIDED"), "FA-12", None),
        ("zeros for none", Move(words="FA-12", customer="0000000"), "FA-12", None),
        ("the bank's words where the payer has none",
         Move(information=(("0", "VIREMENT EUROPEEN DE BOULANGERIE"),)), "VIREMENT EUROPEEN DE BOULANGERIE", None),
        ("the bank's words over three records", Move(information=(("0", f"{LONG} {LONG} ET FIN"),)),
         f"{LONG} {LONG} ET FIN", None),
        ("figures are no words: the name", Move(structured=f"106{'1' * 45}", name="BANQUE"), "BANQUE", None),
        ("nothing but a reference", Move(customer="E2E-7"), "E2E-7", "E2E-7"),
        ("nothing but a purpose", Move(purpose="    SALA"), "SALA", None),
        ("nothing but both purposes", Move(purpose="SUPPGDDS"), "SUPP GDDS", None),
        ("nothing at all: the code", Move(), "00150000", None),
        ("invisible characters", Move(words="A\tB\x07C"), "A B C", None),
    ],
)  # fmt: skip
def test_label_and_reference(case: str, move: Move, label: str, reference: str | None) -> None:
    line = of(move)
    assert (line.label, line.reference) == (label, reference), case


@pytest.mark.parametrize(
    ("case", "move", "label"),
    [
        ("its words", Move(structured=DIRECT_DEBIT.format(words="ABONNEMENT JANVIER", kind="0", reason="")),
         "ABONNEMENT JANVIER"),
        ("else its mandate", Move(structured=DIRECT_DEBIT.format(words="", kind="0", reason="")), "MANDAT-17"),
        ("why it came back", Move("-10.00", structured=DIRECT_DEBIT.format(words="FA-12", kind="2", reason="AM04")),
         "FA-12 RETURN AM04"),
        ("why it was not paid", Move("-10.00", structured=DIRECT_DEBIT.format(words="FA-12", kind="0", reason="")
                                     .replace("127050126120", "127050126123")), "FA-12 DEBTOR DISAGREES"),
        ("told in the second record", Move("-10.00", "FA-12", returned="3MD06"), "FA-12 REFUND MD06"),
        ("an unknown kind", Move("-10.00", "FA-12", returned="9MD06"), "FA-12"),
    ],
)  # fmt: skip
def test_a_direct_debit(case: str, move: Move, label: str) -> None:
    assert of(move).label == label, case


INFORMED = ("1", f"001{'BOULANGERIE ET PATISSERIE DE LA PLACE DU MARCHE SPRL':70}{'PLACE 1':35}")


@pytest.mark.parametrize(
    ("case", "move", "counterparty", "iban"),
    [
        ("name and account", Move(name="DUPONT", account=PAYER), "DUPONT", PAYER),
        ("the whole name stands in the information", Move(name="BOULANGERIE ET PATISSERIE DE LA PLA",
                                                          information=(INFORMED,)),
         "BOULANGERIE ET PATISSERIE DE LA PLACE DU MARCHE SPRL", None),
        ("nowhere else", Move(information=(INFORMED,)), "BOULANGERIE ET PATISSERIE DE LA PLACE DU MARCHE SPRL", None),
        ("another name in the information", Move(name="DUPONT", information=(INFORMED,)), "DUPONT", None),
        ("on behalf of, received", Move(information=(("1", "009DAUGHTER"), ("1", "008US"))), "DAUGHTER", None),
        ("on behalf of, paid", Move("-1.00", information=(("1", "009US"), ("1", "008DAUGHTER"))), "DAUGHTER", None),
        ("an old Belgian number", Move(account=NUMBER), None, IBAN),
        ("one with wrong digits", Move(account="539007547035"), None, None),
        ("zeros", Move(account="0" * 12), None, None),
        ("a foreign number", Move(account="0011223344"), None, None),
        ("nobody", Move(), None, None),
    ],
)  # fmt: skip
def test_who_is_the_other_side(case: str, move: Move, counterparty: str | None, iban: str | None) -> None:
    line = of(move)
    assert (line.counterparty, line.iban) == (counterparty, iban), case


@pytest.mark.parametrize(
    ("case", "move", "booked", "value"),
    [
        ("both", Move(booked="050126", valued="070126"), date(2026, 1, 5), date(2026, 1, 7)),
        ("no value date", Move(booked="050126", valued="000000"), date(2026, 1, 5), None),
        ("value only", Move(booked="000000", valued="070126"), date(2026, 1, 7), date(2026, 1, 7)),
        ("the last century", Move(booked="311299", valued="000000"), date(1999, 12, 31), None),
    ],
)
def test_dates(case: str, move: Move, booked: date, value: date | None) -> None:
    line = of(move)
    assert (line.booked, line.value_date) == (booked, value), case


def test_a_value_date_that_is_no_day_costs_no_line() -> None:
    (found,) = read(coda(Move(valued="300226"))).statements
    assert [(line.value_date, str(line.amount)) for line in found.lines] == [(None, "10.00 EUR")]
    assert [(problem.code, problem.blocks) for problem in found.problems] == [
        ("bank_value_date_unreadable", False)
    ]
    assert found.balanced is True


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("0000000000123450", "123.45"),
        ("1000000000123450", "-123.45"),
        ("0000000000000000", "0.00"),
        ("0999999999999990", "999999999999.99"),
    ],
)
def test_amounts(written: str, amount: str) -> None:
    assert f"{of(Move(amount, written=written)).amount.decimal:f}" == amount


@pytest.mark.parametrize(
    ("case", "structure", "account", "identification", "currency"),
    [
        ("a Belgian IBAN", "2", account_field(), IBAN, "EUR"),
        ("a Belgian number", "0", account_field("0", NUMBER), IBAN, "EUR"),
        ("one with wrong digits", "0", account_field("0", "539007547035"), "539007547035", "EUR"),
        ("a foreign IBAN", "3", account_field("3", PAYER, "CHF"), PAYER, "CHF"),
        ("a foreign number", "1", account_field("1", "12 34-567"), "1234-567", "EUR"),
        ("no currency", "2", account_field("2", IBAN, ""), IBAN, None),
    ],
)
def test_account(
    case: str, structure: str, account: str, identification: str, currency: str | None
) -> None:  # fmt: skip
    (found,) = read(coda(Move(), structure=structure, account=account)).statements
    assert (found.account, found.currency, found.balanced) == (identification, currency, True), case
    assert found.lines[0].amount.currency == (currency or "EUR")
    assert found.problems == ()


def test_an_account_with_wrong_check_digits_is_kept_and_mentioned() -> None:
    (found,) = read(coda(Move(), account=account_field("2", "BE69539007547034"))).statements
    assert (found.account, found.balanced) == ("BE69539007547034", True)
    assert [(problem.code, problem.blocks) for problem in found.problems] == [
        ("bank_account_check_digits", False)
    ]


def test_equal_movements_stay_two_in_the_file_s_order() -> None:
    lines = lines_of(coda(Move("1.00", "B"), Move("1.00", "A"), Move("1.00", "B"), Move("0.00", "C")))
    assert [(line.label, line.amount.minor) for line in lines] == [
        ("B", 100),
        ("A", 100),
        ("B", 100),
        ("C", 0),
    ]


def test_several_statements_in_a_file() -> None:
    other = account_field("3", PAYER)
    file = read(
        text(
            *statement(Move("1.00")),
            *statement(Move("2.00"), opening="5.00", structure="3", account=other),
            *statement(Move("3.00"), opening="1.00", first="050126", head=header(duplicate="D")),
        )
    )
    assert [(found.account, len(found.lines), found.balanced) for found in file.statements] == [
        (IBAN, 1, True),
        (PAYER, 1, True),
        (IBAN, 1, True),
    ]
    assert list(file.every_problem()) == []
