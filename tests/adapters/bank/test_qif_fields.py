"""What each field of a QIF file becomes: dates and amounts as the file writes them, splits, accounts, sections."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.banking.statement import Balance, BankFile, Statement, StatementLine
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.reading import read

MOVED = "D25/01/2026\nT1 250,00\nPVIR DUPONT SARL\nMFACTURE FA-2026-0012\n^\n"
BANK = "!Type:Bank\n"


def file(text: str, encoding: str = "utf-8") -> BankFile:
    return read(text.encode(encoding))


def statement(text: str) -> Statement:
    (only,) = file(text).statements
    return only


def codes(text: str) -> list[tuple[str, bool]]:
    return [(problem.code, problem.blocks) for problem in file(text).every_problem()]


def record(date_written: str = "25/01/2026", amount: str = "10.00", more: str = "") -> str:
    return f"D{date_written}\nT{amount}\nPVIR\n{more}^\n"


def refusal_of(text: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        file(text)
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")
    return refusal.value


def test_a_whole_file() -> None:
    found = file(BANK + MOVED)
    assert (found.format, list(found.every_problem())) == ("QIF", [])
    assert found.statements == (
        Statement(
            account=None,
            currency=None,
            opening=None,
            closing=None,
            lines=(
                StatementLine(
                    booked=date(2026, 1, 25),
                    value_date=None,
                    amount=Money(125000, "EUR"),
                    label="VIR DUPONT SARL FACTURE FA-2026-0012",
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("written", "expected", "told"),
    [
        # a number above twelve decides for the whole file
        (["01/02/2026", "25/01/2026"], ["2026-02-01", "2026-01-25"], []),
        (["01/02/2026", "01/25/2026"], ["2026-01-02", "2026-01-25"], []),
        (["2026-02-01", "2026-01-25"], ["2026-02-01", "2026-01-25"], []),
        (["2026/2/1"], ["2026-02-01"], []),
        (["20260201"], ["2026-02-01"], []),
        (["25.01.2026"], ["2026-01-25"], []),
        (["25-1-26"], ["2026-01-25"], []),
        (["1/25'26", "2/ 1'26"], ["2026-01-25", "2026-02-01"], []),
        (["25/ 1' 6"], ["2006-01-25"], []),
        (["25/1'99"], ["2099-01-25"], []),
        (["25/1/99"], ["1999-01-25"], []),
        (["25/1/69", "25/1/70"], ["2069-01-25", "1970-01-25"], []),
        (["99-12-31", "98-01-02"], ["1999-12-31", "1998-01-02"], []),
        (["25/01/2026 23:59"], ["2026-01-25"], []),
        # nothing decides: the day first, which is told unless it makes no difference
        (["01/02/2026", "03/04/2026"], ["2026-02-01", "2026-04-03"], [("bank_dates_ambiguous", False)]),
        (["01/02'26"], ["2026-02-01"], [("bank_dates_ambiguous", False)]),
        (["01/01/2026", "02/02/2026"], ["2026-01-01", "2026-02-02"], []),
        # what contradicts the rest is a problem of its own
        (["25/01/2026", "26/01/2026", "01/27/2026"], ["2026-01-25", "2026-01-26"], [("bank_date_unreadable", True)]),
        (["01/25/2026", "01/26/2026", "27/01/2026"], ["2026-01-25", "2026-01-26"], [("bank_date_unreadable", True)]),
    ],
)  # fmt: skip
def test_dates_as_the_file_writes_them(
    written: list[str], expected: list[str], told: list[tuple[str, bool]]
) -> None:
    text = BANK + "".join(map(record, written))
    assert [line.booked.isoformat() for line in statement(text).lines] == expected
    assert codes(text) == told


@pytest.mark.parametrize(
    "written",
    ["", "31/02/2026", "00/01/2026", "25/01", "25/01/026", "2501/2026", "25 janvier 2026", "25/01/2026x", "0/0/0",
     "99/99/9999", "25//2026", "٢٥/٠١/٢٠٢٦", "9" * 50],
)  # fmt: skip
def test_what_is_no_date(written: str) -> None:
    text = BANK + record(written) + record()
    assert codes(text) == [("bank_date_unreadable" if written else "bank_date_missing", True)]
    assert len(statement(text).lines) == 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["1,234.56", "1,234"], ["1234.56", "1234"]),
        (["1.234,56", "1.234"], ["1234.56", "1234"]),
        (["1 234,56", "-1,5"], ["1234.56", "-1.5"]),
        (["1'234.56"], ["1234.56"]),
        (["12.50", "1,234"], ["12.50", "1234"]),
        (["12,50", "1.234"], ["12.50", "1234"]),
        (["1,234,567"], ["1234567"]),
        (["-0.01", "+5", "0.00", "-7"], ["-0.01", "5", "0", "-7"]),
        (["12.500", "0.25"], ["12.5", "0.25"]),
    ],
)
def test_amounts_as_the_file_writes_them(written: list[str], expected: list[str]) -> None:
    text = BANK + "".join(record(amount=amount) for amount in written)
    assert [line.amount.decimal for line in statement(text).lines] == list(map(Decimal, expected))
    assert codes(text) == []


@pytest.mark.parametrize(
    "written",
    [
        ["1,234"],
        ["1.234"],
        ["12.50", "12,50", "1,234"],
        ["12,50", "1,234"],
        ["?"],
        [""],
        ["10 €"],
        ["9" * 30],
    ],
)
def test_what_is_no_amount(written: list[str]) -> None:
    """Both writings in one file decide nothing: what is sure by itself is read, the rest told."""
    text = BANK + "".join(record(amount=amount) for amount in written)
    assert codes(text) == [("bank_amount_unreadable", True)]
    assert len(statement(text).lines) == len(written) - 1


@pytest.mark.parametrize(
    ("fields", "label", "reference"),
    [
        ("PVIR DUPONT\n", "VIR DUPONT", None),
        ("MFA-1\n", "FA-1", None),
        ("PVIR\nMVIR DUPONT\n", "VIR DUPONT", None),
        (f"M{'x' * 35}\nM{'y' * 5}\n", "x" * 35 + "y" * 5, None),
        ("PVIR\nN1932\n", "VIR", "1932"),
        ("PVIR\nNATM\n", "VIR", None),
        ("PVIR\nN0\n", "VIR", None),
        ("N1932\nLClients\n", "Clients 1932", "1932"),
        ("L[Compte épargne]\nATour 1\nAParis\n", "Tour 1 Paris [Compte épargne]", None),
        ("CX\n", "", None),
        ("P\x1b[31mred\u202e\tb\n", "[31mred b", None),
        ("Ztour\nFx\nXy\nPVIR\n", "VIR", None),
    ],
)
def test_words(fields: str, label: str, reference: str | None) -> None:
    (line,) = statement(f"{BANK}D25/01/2026\nT1.00\n{fields}^\n").lines
    assert (line.label, line.reference) == (label, reference)
    assert (line.counterparty, line.iban, line.bank_id) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("T-10.00\nU-10.00\n", []),
        ("U-10.00\n", []),
        ("T-10.00\nSA\n$-4.00\nSB\n$-6.00\n", []),
        ("T-10.00\nSA\nD24/12/2025\n$-4.00\nSB\nD\n$-6.00\n", []),  # a split may have a date
        ("T-10.00\nSA\n%40.0\nSB\n%60.0\n", []),
        ("T-10.00\nSA\n$-4.00\nSB\n", []),
        ("T-10.00\nSA\n$-4.00\nSB\n$-5.99\n", [("bank_split_differs", True)]),
        ("T-10.00\nSA\n$-4.00\nSB\n$?\n", [("bank_split_differs", True)]),
    ],
)
def test_splits(fields: str, told: list[tuple[str, bool]]) -> None:
    text = f"{BANK}D25/01/2026\n{fields}PVIR\n^\n"
    assert codes(text) == told
    assert [line.amount.minor for line in statement(text).lines] == [-1000]


def test_what_splits_amount_to_is_told() -> None:
    (problem,) = file(f"{BANK}D25/01/2026\nT-10.00\nPVIR\nSA\n$-4.00\nSB\n$-5.99\n^\n").every_problem()
    assert (problem.where, problem.facts) == (
        "!Type:Bank l.2",
        {"text": "-9.99 EUR", "line": "25/01/2026 -10.00 VIR"},
    )


@pytest.mark.parametrize(
    "twofold",
    [
        "D25/01/2026\nT1.00\nD26/01/2026\nT2.00\n^\n",
        "D25/01/2026\nT1.00\nU2.00\n^\n",
        "D25/01/2026\nT1.00\nD26/01/2026\n^\n",
    ],
)
def test_two_records_in_one_are_told(twofold: str) -> None:
    text = BANK + record() + twofold + record()
    assert codes(text) == [("bank_movement_twofold", True)]
    assert len(statement(text).lines) == 2


def test_equal_records_stay_two_and_in_order() -> None:
    first, second, third = statement(BANK + record() * 2 + record(amount="-10.00")).lines
    assert first == second != third


OPENING = "D01/01/2026\nT100.00\nPOpening Balance\nCX\nL[Courant]\n^\n"


@pytest.mark.parametrize(
    "words",
    ["Opening Balance", "OPENING  BALANCE", "Solde d'ouverture", "Solde d’ouverture", "Solde initial"],
)
def test_the_opening_balance_is_no_movement(words: str) -> None:
    found = statement(BANK + OPENING.replace("Opening Balance", words) + record())
    assert found.opening == Balance(Money(10000, "EUR"), date(2026, 1, 1))
    assert len(found.lines) == 1
    assert (found.account, found.balanced) == (None, None)


def test_only_the_first_record_may_be_an_opening_balance() -> None:
    found = statement(BANK + record() + OPENING)
    assert (found.opening, len(found.lines)) == (None, 2)


def test_an_opening_balance_that_cannot_be_read() -> None:
    text = BANK + OPENING.replace("100.00", "?") + record()
    assert codes(text) == [("bank_balance_unreadable", True)]
    assert (statement(text).opening, len(statement(text).lines)) == (None, 1)


def account(name: str = "Courant", more: str = "") -> str:
    return f"!Account\nN{name}\nTBank\nDmon compte\n{more}^\n"


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        (account() + BANK + record(), ["Courant"]),
        (account("FR76 3000 6000 0112 3456 7890 189") + BANK + record(), ["FR7630006000011234567890189"]),
        (account("x" * 50) + BANK + record(), ["x" * 34]),
        (account("A") + BANK + record() + account("B") + "!Type:CCard\n" + record(), ["A", "B"]),
        (account("A") + BANK + record() + account("B") + BANK + record() + account("A") + BANK, ["A", "B", "A"]),
        ("!Option:AutoSwitch\n" + account("A") + "NB\nTBank\n^\n!Clear:AutoSwitch\n" + account("B") + BANK + record(),
         ["B"]),
        ("!Option:AutoSwitch\n" + account("A") + "!Clear:AutoSwitch\n" + BANK + record(), [None]),
        (account("A") + "NB\nTBank\n^\n" + BANK + record(), [None]),
        (BANK + record() + BANK + record(), [None]),  # some programs repeat the section
        (BANK + record() + "!type: bank \n" + record(), [None]),
        (BANK + record() + "!Type:Cash\n" + record(), [None, None]),
        (BANK + OPENING + record() + BANK + OPENING + record(), [None, None]),
        ("!Type:Oth A\n" + record() + "!Type:Oth L\n" + record(), [None, None]),
        ("!Type:Banque\n" + record(), [None]),
        (BANK, [None]),
    ],
)  # fmt: skip
def test_accounts(text: str, accounts: list[str | None]) -> None:
    found = file(text)
    assert [one.account for one in found.statements] == accounts
    assert sum(len(one.lines) for one in found.statements) == text.count("PVIR\n")
    assert list(found.every_problem()) == []


@pytest.mark.parametrize(
    ("told", "balanced"),
    [
        ("$110.00\n/25/01/2026\n", True),
        ("$110.01\n/25/01/2026\n", False),
        ("$110.01\n/24/01/2026\n", None),  # of a day before the last movement
        ("$110.00\n/24/01/2026\n", True),
        ("$110.00\n", True),
        ("$0.00\n", None),  # of no day at all
        ("$?\n", None),
        ("$110.00\n/?\n", None),
        ("", None),
    ],
)
def test_the_balance_of_an_account(told: str, balanced: bool | None) -> None:
    found = statement(account(more=told) + BANK + OPENING + record())
    assert found.balanced is balanced
    assert [one.code for one in found.problems] == (["bank_balance_unreadable"] if "?" in told else [])


LISTS = "!Type:Cat\nNLoyer\nD\nE\n^\n!Type:Class\nNA\n^\n!Type:Memorized\nKC\nT5.00\nPLoyer\n^\n"
INVESTMENTS = "!Type:Invst\nD25/01/2026\nNBuy\nYACME\nQ1\nT5.00\n^\n"


def test_lists_and_investments_are_left_aside_and_told_once() -> None:
    found = file(LISTS + BANK + record() + INVESTMENTS + LISTS + '!Type:Prices\n"A",1,"1/1/26"\n^\n')
    assert [len(one.lines) for one in found.statements] == [1]
    ((where, code, facts, blocks),) = [(one.where, one.code, one.facts, one.blocks) for one in found.problems]
    assert (where, code, blocks) == ("l.1", "bank_sections_left_aside", False)
    assert facts == {"kinds": "Cat, Class, Memorized, Invst, Prices"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LISTS, "bank_statement_missing"),
        (account(), "bank_statement_missing"),
        ("!Option:AutoSwitch\n!Clear:AutoSwitch\n", "bank_statement_missing"),
        (account() + INVESTMENTS, "bank_investments_only"),
        (LISTS + INVESTMENTS, "bank_investments_only"),
        ("!Type:Mystery\n" + record(), "bank_section_unknown"),
        ("!Account\nD25/01/2026\nT10.00\nPVIR\n^\n", "bank_movement_stray"),
    ],
)
def test_a_file_without_an_account_s_movements(text: str, code: str) -> None:
    assert refusal_of(text).code == code


def test_an_unknown_section_may_hold_movements() -> None:
    found = file(BANK + record() + "!Type:Mystery\n" + record() * 2 + "!Vendor\nNx\n^\n")
    assert [(one.where, one.code, one.facts["title"], one.blocks) for one in found.problems] == [
        ("!Type:Mystery l.7", "bank_section_unknown", "!Type:Mystery", True),
        ("!Vendor l.16", "bank_section_unknown", "!Vendor", True),
    ]
