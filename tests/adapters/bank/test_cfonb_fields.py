"""What each field of a CFONB line is taken from."""

from datetime import date

import pytest

from quitus.domain.banking.statement import LineStatus, StatementLine
from tests.adapters.bank.cfonb_files import IBAN, OURS, Account, Move, cfonb, statement, text
from tests.adapters.bank.reading import lines_of, read

PAYER = "DE89370400440532013000"
WIDE = "REGLEMENT DE VOS FACTURES DE NOVEMBRE ET DE DECEMBRE SUIVANTES FA-2026-"
assert len(WIDE) == 71


def of(move: Move) -> StatementLine:
    """The line of a file of one movement."""
    (line,) = lines_of(cfonb(move))
    return line


def test_a_transfer_as_banks_tell_it() -> None:
    file = read(
        cfonb(
            Move(
                "1200.00",
                "DUPONT ET FILS",
                (
                    ("NPY", "DUPONT ET FILS SARL"),
                    ("IPY", "FR7610107001011234567890129BREDFRPPXXX"),
                    ("LCC", "FACTURE FA-2026-0012"),
                    ("RCN", f"{'VIR-2026-7':35}SUPP"),
                    ("PDO", "FR FRANCE"),
                ),
                number="0004711",
                valued="060126",
                reference="VIR-2026-7",
            ),
            Move("-35.00", "COTISATION", code="62"),
            opening="-50.00",
        )
    )
    (found,) = file.statements
    assert file.format == "CFONB120"
    assert (found.account, found.currency, found.balanced, found.problems) == (IBAN, "EUR", True, ())
    assert (str(found.opening.amount), found.opening.day) == ("-50.00 EUR", date(2026, 1, 4))
    assert (str(found.closing.amount), found.closing.day) == ("1115.00 EUR", date(2026, 1, 5))
    line, cost = found.lines
    assert (line.booked, line.value_date, str(line.amount)) == (
        date(2026, 1, 5), date(2026, 1, 6), "1200.00 EUR",
    )  # fmt: skip
    assert (line.label, line.counterparty) == ("FACTURE FA-2026-0012", "DUPONT ET FILS SARL")
    assert (line.iban, line.reference) == ("FR7610107001011234567890129", "VIR-2026-7")
    assert (line.bank_id, line.status) == ("0004711", LineStatus.BOOKED)
    assert (cost.label, cost.counterparty, cost.iban, cost.reference, cost.bank_id) == (
        "COTISATION", None, None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "move", "label"),
    [
        ("the bank's words", Move(label="VIR DE DUPONT"), "VIR DE DUPONT"),
        ("with further labels", Move(label="VIR", complements=(("LIB", "DUPONT"), ("LIB", "FA-12"))),
         "VIR DUPONT FA-12"),
        ("the payer's, when a field says who", Move(complements=(("NPY", "DUPONT"), ("LCC", "FA-12"))), "FA-12"),
        ("both, when none does", Move(label="VIR DUPONT", complements=(("LCC", "FA-12"),)), "VIR DUPONT FA-12"),
        ("cut by count at 70", Move(complements=(("NPY", "D"), ("LCC", WIDE[:70]), ("LC2", WIDE[70:] + "0012"))),
         WIDE + "0012"),
        ("further labels cut by count", Move(label="VIR", complements=(("LIB", WIDE[:70]), ("LIB", "-0012"))),
         f"VIR {WIDE[:70]}-0012"),
        ("structured words", Move(complements=(("NPY", "D"), ("LCS", "RF18539007547034"))), "RF18539007547034"),
        ("words that go on in the label's columns, cut at 31",
         Move(label="VIREMENT BANCAIRE EN VOTRE FAVE", complements=(("126", "UR N 52924 FACTURE FA-2026-0012"),
              ("126", "3 MERCI"))), "VIREMENT BANCAIRE EN VOTRE FAVEUR N 52924 FACTURE FA-2026-00123 MERCI"),
        ("a complement without qualifier", Move(label="CB", complements=(("", "STATION"),)), "CB STATION"),
        ("a rejection with its reason", Move("-10.00", "REJET PRLV", (("NPY", "DUPONT"), ("LCC", "FA-12")),
              reason="04"), "REJET PRLV FA-12 MOTIF DE REJET 04"),
        ("a return with its reason in words", Move("-10.00", "IMPAYE", (("RET", "AM04 PROVISION"),), code="B3"),
         "IMPAYE AM04 PROVISION"),
        ("nothing but a name", Move(label="", complements=(("NPY", "DUPONT"),)), "DUPONT"),
        ("nothing but an unknown qualifier", Move(label="", complements=(("ZZZ", "SOMETHING"),)), "SOMETHING"),
        ("nothing at all: the codes", Move(label=""), "18 0568"),
        ("invisible characters", Move(label="VIR\tDUPONT\x07FA"), "VIR DUPONT FA"),
    ],
)  # fmt: skip
def test_label(case: str, move: Move, label: str) -> None:
    assert of(move).label == label, case


NAMES = (("NPY", "PAYER"), ("NBE", "PAYEE"))
ACCOUNTS = (("IPY", PAYER), ("IBE", IBAN))


@pytest.mark.parametrize(
    ("case", "move", "counterparty", "iban"),
    [
        ("money received: who paid", Move("10.00", complements=(*NAMES, *ACCOUNTS)), "PAYER", PAYER),
        ("money paid: to whom", Move("-10.00", complements=(*NAMES, *ACCOUNTS)), "PAYEE", IBAN),
        ("a debit that bounces", Move("-10.00", complements=(*NAMES, *ACCOUNTS), code="B3"), "PAYER", PAYER),
        ("told by its reason", Move("-10.00", complements=(*NAMES, *ACCOUNTS), reason="91"), "PAYER", PAYER),
        ("a transfer that comes back", Move("10.00", complements=(*NAMES, *ACCOUNTS), code="12"), "PAYEE", IBAN),
        ("on behalf of", Move("10.00", complements=(("NPO", "DAUGHTER"),)), "DAUGHTER", None),
        ("both", Move("10.00", complements=(("NPO", "DAUGHTER"), ("NPY", "MOTHER"))), "MOTHER", None),
        ("received, we alone are named", Move("10.00", complements=(("NBE", "US"),)), None, None),
        ("paid, banks that know one name only", Move("-10.00", complements=(("NPY", "SHOP"),)), "SHOP", None),
        ("the payee's account", Move("-10.00", complements=(("CBE", "BE68 5390 0754 7034 GEBABEBB"),)), None,
         "BE68539007547034"),
        ("a creditor's identifier is none", Move("-10.00", complements=(("IBE", "FR46ZZZ005002"),)), None, None),
        ("nor is a German one", Move("-10.00", complements=(("IBE", "DE98ZZZ09999999999"),)), None, None),
        ("nor a company's number", Move(complements=(("IPY", f"{'732829320':35}SIREN"),)), None, None),
    ],
)  # fmt: skip
def test_who_is_the_other_side(case: str, move: Move, counterparty: str | None, iban: str | None) -> None:
    line = of(move)
    assert (line.counterparty, line.iban) == (counterparty, iban), case


@pytest.mark.parametrize(
    ("case", "move", "reference"),
    [
        ("structured first", Move(complements=(("RCN", "E2E"), ("LCS", "RF18539007547034"))), "RF18539007547034"),
        ("end to end, without its purpose", Move(complements=(("REF", "LOT"), ("RCN", f"{'E2E':35}SUPP"))), "E2E"),
        ("not provided: that of the order", Move(complements=(("RCN", "NOTPROVIDED"), ("REF", "LOT-7"))), "LOT-7"),
        ("in the movement itself", Move(reference="VIR-2026-000712"), "VIR-2026-000712"),
        ("a number of pieces is none", Move(reference="000070"), None),
        ("nor the creditor's identifier", Move("-1.00", complements=(("IBE", "FR46ZZZ005002"),),
                                               reference="FR46ZZZ005002"), None),
        ("a word for none", Move(complements=(("RCN", "NON REF"),)), None),
        ("none", Move(), None),
    ],
)  # fmt: skip
def test_reference(case: str, move: Move, reference: str | None) -> None:
    assert of(move).reference == reference, case


@pytest.mark.parametrize("flags", ["", "10", "01"])
@pytest.mark.parametrize(("number", "bank_id"), [("0004711", "0004711"), ("0000000", None), ("", None)])
def test_number_of_the_writing(number: str, bank_id: str | None, flags: str) -> None:
    assert of(Move(number=number, flags=flags)).bank_id == bank_id


@pytest.mark.parametrize(
    ("case", "move", "booked", "value"),
    [
        ("both", Move(booked="050126", valued="070126"), date(2026, 1, 5), date(2026, 1, 7)),
        ("no value date", Move(booked="050126", valued=""), date(2026, 1, 5), None),
        ("zeros for none", Move(booked="050126", valued="000000"), date(2026, 1, 5), None),
        ("value only", Move(booked="", valued="070126"), date(2026, 1, 7), date(2026, 1, 7)),
        ("leap day", Move(booked="290224", valued=""), date(2024, 2, 29), None),
        ("the last century", Move(booked="311299", valued=""), date(1999, 12, 31), None),
    ],
)
def test_dates(case: str, move: Move, booked: date, value: date | None) -> None:
    line = of(move)
    assert (line.booked, line.value_date) == (booked, value), case


def test_a_value_date_that_is_no_day_costs_no_line() -> None:
    (found,) = read(cfonb(Move(valued="300226"))).statements
    assert [(line.value_date, str(line.amount)) for line in found.lines] == [(None, "10.00 EUR")]
    assert [(problem.code, problem.blocks) for problem in found.problems] == [
        ("bank_value_date_unreadable", False)
    ]
    assert found.balanced is True


@pytest.mark.parametrize(
    ("written", "decimals", "currency", "amount"),
    [
        ("0000000001234E", "2", "EUR", "123.45"),
        ("0000000001234N", "2", "EUR", "-123.45"),
        ("0000000000000{", "2", "EUR", "0.00"),
        ("0000000000000}", "2", "EUR", "0.00"),
        ("0000000000001I", "2", "EUR", "0.19"),
        ("0000000000001R", "2", "EUR", "-0.19"),
        ("         1234A", "2", "EUR", "123.41"),
        ("0000000012345{", "3", "EUR", "123.45"),
        ("0000000012345F", "3", "TND", "123.456"),
        ("0000000012345A", "1", "EUR", "12345.10"),
        ("0000000166587J", "0", "XPF", "-1665871"),
        ("0000000166587A", "0", "EUR", "1665871.00"),
        ("0000000001234é", "2", "EUR", "123.40"),  # { and } in the French alphabet of mainframes
        ("0000000001234è", "2", "EUR", "-123.40"),
    ],
)
def test_amounts(written: str, decimals: str, currency: str, amount: str) -> None:
    account = Account(currency=currency, decimals=decimals)
    (line,) = lines_of(text(*statement(Move(amount, account=account, written=written), account=account)))
    assert f"{line.amount.decimal:f}" == amount
    assert line.amount.currency == currency


@pytest.mark.parametrize(
    ("case", "account"),
    [
        ("the registry's example, with a letter", Account("20041", "01005", "0500013M026")),
        ("letters", Account("18020", "00001", "00410GXLT01")),
        ("letters from S on", Account("18020", "00001", "0000000STYZ")),
        ("overseas", Account("17499", "12345", "02011111111", "XPF", "0")),
        ("Monaco, which nothing tells", Account("12739", "00070", "00001234567")),
    ],
)
def test_account(case: str, account: Account) -> None:
    (found,) = read(text(*statement(account=account))).statements
    assert found.account == independent_iban(account), case
    assert found.problems == ()


def test_an_account_that_makes_no_iban_keeps_its_number() -> None:
    (found,) = read(text(*statement(account=Account("30006", "00001", "1234567")))).statements
    assert found.account == "30006000011234567"


def independent_iban(account: Account) -> str:
    """RIB key: 97 less the remainder of 89 banks, 15 branches and 3 accounts; then ISO 7064."""
    table = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789", strict=True))
    digits = int("".join(table.get(letter, letter) for letter in account.number))
    key = 97 - (89 * int(account.bank) + 15 * int(account.branch) + 3 * digits) % 97
    body = f"{account.bank}{account.branch}{account.number}{key:02d}"
    spelt = int("".join(str(int(letter, 36)) for letter in body + "FR00"))
    return f"FR{98 - spelt % 97:02d}{body}"


def test_equal_movements_stay_two_in_the_file_s_order() -> None:
    lines = lines_of(cfonb(Move("10.00", "B"), Move("10.00", "A"), Move("10.00", "B"), Move("0.00", "C")))
    assert [(line.label, line.amount.minor) for line in lines] == [
        ("B", 1000),
        ("A", 1000),
        ("B", 1000),
        ("C", 0),
    ]


def test_several_accounts_and_days_stay_apart() -> None:
    other = Account(number="98765432101")
    file = read(
        text(
            *statement(Move("1.00"), closing="1.00"),
            *statement(Move("2.00", account=other), opening="5.00", account=other),
            *statement(Move("3.00", booked="060126"), opening="1.00", first="050126", last="060126"),
        )
    )
    assert [(found.account, len(found.lines), found.balanced) for found in file.statements] == [
        (IBAN, 1, True),
        (independent_iban(other), 1, True),
        (IBAN, 1, True),
    ]
    assert list(file.every_problem()) == []


def test_a_day_without_movement() -> None:
    record = statement(opening="7.00")[0]
    quiet = record[:48] + "** PAS DE MOUVEMENT CE JOUR **".ljust(42) + record[90:]
    (found,) = read(text(quiet, statement(opening="7.00")[1])).statements
    assert (found.lines, found.balanced, OURS.currency) == ((), True, found.currency)
