"""Which balances frame a statement, and what keeps it from being confirmed."""

from datetime import date

import pytest

from tests.adapters.bank.camt_files import Account, Bal, Entry, Version, camt
from tests.adapters.bank.reading import read

TEN = (Entry(amount="10.00"),)


def only(account: Account, message: str = "053"):
    (found,) = read(camt(account, version=Version(f"{message}.001.08"))).statements
    return found


def framed(found) -> tuple[str | None, str | None]:
    return tuple(
        None if balance is None else f"{balance.amount.decimal}" for balance in (found.opening, found.closing)
    )


@pytest.mark.parametrize(
    ("case", "balances", "frame", "balanced"),
    [
        ("opening and closing", (Bal("OPBD", "5"), Bal("CLBD", "15")), ("5.00", "15.00"), True),
        ("closing first", (Bal("CLBD", "15"), Bal("OPBD", "5")), ("5.00", "15.00"), True),
        ("previous closing", (Bal("PRCD", "5"), Bal("CLBD", "15")), ("5.00", "15.00"), True),
        ("opening before previous closing", (Bal("PRCD", "4"), Bal("OPBD", "5"), Bal("CLBD", "15")),
         ("5.00", "15.00"), True),
        ("overdrawn", (Bal("OPBD", "-30"), Bal("CLBD", "-20")), ("-30.00", "-20.00"), True),
        ("zero", (Bal("OPBD", "-10"), Bal("CLBD", "0")), ("-10.00", "0.00"), True),
        ("off by a cent", (Bal("OPBD", "5"), Bal("CLBD", "15.01")), ("5.00", "15.01"), False),
        ("available ones are not booked", (Bal("OPAV", "5"), Bal("CLAV", "15"), Bal("FWAV", "15")),
         (None, None), None),
        ("no opening", (Bal("CLBD", "15"),), (None, "15.00"), None),
        ("no closing", (Bal("OPBD", "5"), Bal("CLAV", "15")), ("5.00", None), None),
        ("first page", (Bal("OPBD", "5"), Bal("ITBD", "15")), ("5.00", "15.00"), True),
        ("middle page", (Bal("ITBD", "5"), Bal("ITBD", "15")), ("5.00", "15.00"), True),
        ("last page", (Bal("ITBD", "5"), Bal("CLBD", "15")), ("5.00", "15.00"), True),
        ("a page with a gap", (Bal("ITBD", "5"), Bal("ITBD", "16")), ("5.00", "16.00"), False),
        ("one for each day", (Bal("OPBD", "5", "2026-01-05"), Bal("CLBD", "9", "2026-01-05"),
                              Bal("OPBD", "9", "2026-01-06"), Bal("CLBD", "15", "2026-01-06")),
         ("5.00", "15.00"), True),
        ("latest day first", (Bal("CLBD", "15", "2026-01-06"), Bal("OPBD", "9", "2026-01-06"),
                              Bal("CLBD", "9", "2026-01-05"), Bal("OPBD", "5", "2026-01-05")),
         ("5.00", "15.00"), True),
        ("repeated in other currencies", (Bal("OPBD", "5"), Bal("OPBD", "6", currency="USD"), Bal("CLBD", "15"),
                                          Bal("CLBD", "17", currency="USD")),
         ("5.00", "15.00"), True),
    ],
)  # fmt: skip
def test_frame_of_a_statement(case, balances, frame, balanced) -> None:
    found = only(Account(TEN, balances))
    assert (framed(found), found.balanced, found.problems) == (frame, balanced, ()), case


def test_the_days_of_the_balances() -> None:
    found = only(Account(TEN, (Bal("OPBD", "5", "2026-01-04"), Bal("CLBD", "15", "2026-01-05"))))
    assert (found.opening.day, found.closing.day) == (date(2026, 1, 4), date(2026, 1, 5))


@pytest.mark.parametrize(
    ("case", "balances", "balanced"),
    [
        ("the whole day so far", (Bal("OPBD", "5"), Bal("ITBD", "15")), True),
        ("only what is new", (Bal("OPBD", "5"), Bal("ITBD", "95")), None),
        ("no opening", (Bal("ITBD", "15"),), None),
        ("none", (), None),
        ("the day is over", (Bal("OPBD", "5"), Bal("CLBD", "95")), False),
    ],
)
def test_a_report_made_during_the_day_may_list_only_what_is_new(case, balances, balanced) -> None:
    assert only(Account(TEN, balances), "052").balanced is balanced, case


def test_a_notification_has_nothing_to_balance() -> None:
    found = only(Account(TEN), "054")
    assert (framed(found), found.balanced) == ((None, None), None)


UNREADABLE = [
    ("amount", {"amount": "12,30"}, "bank_amount_unreadable", "12,30 EUR"),
    ("amount with a letter", {"amount": "1O.00"}, "bank_amount_unreadable", "1O.00 EUR"),
    ("negative amount", {"amount": "-5.00"}, "bank_amount_unreadable", "-5.00 EUR"),
    ("exponent", {"amount": "1e3"}, "bank_amount_unreadable", "1e3 EUR"),
    ("not a number", {"amount": "NaN"}, "bank_amount_unreadable", "NaN EUR"),
    ("Arabic digits", {"amount": "١٢"}, "bank_amount_unreadable", "١٢ EUR"),
    ("thousandths of a euro", {"amount": "1.005"}, "bank_amount_unreadable", "1.005 EUR"),
    ("absurd amount", {"amount": "9" * 25}, "bank_amount_unreadable", "9" * 25 + " EUR"),
    ("currency", {"currency": "euro"}, "bank_amount_unreadable", "10.00 euro"),
    ("side", {"direction": "CREDIT"}, "bank_direction_unreadable", "CREDIT"),
    ("no side", {"direction": ""}, "bank_direction_unreadable", ""),
    ("status", {"status": "DONE"}, "bank_status_unknown", "DONE"),
    ("no status", {"status": ""}, "bank_status_unknown", ""),
    ("booking date", {"booked": "2026-02-30"}, "bank_date_unreadable", "2026-02-30"),
    ("French date", {"booked": "05/01/2026"}, "bank_date_unreadable", "05/01/2026"),
    ("compact date", {"booked": "20260105"}, "bank_date_unreadable", "20260105"),
    ("value date", {"value": "soon"}, "bank_date_unreadable", "soon"),
]


@pytest.mark.parametrize(("case", "change", "code", "text"), UNREADABLE, ids=lambda value: str(value)[:20])
def test_an_unreadable_line_is_kept_shown_and_blocks_the_balance(case, change, code, text) -> None:
    entries = (Entry(amount="10.00"), Entry(remark="VIR DUPONT", **change))
    found = only(Account(entries, (Bal("OPBD", "0"), Bal("CLBD", "10"))))
    assert [str(line.amount) for line in found.lines] == ["10.00 EUR"]
    (problem,) = found.problems
    assert (problem.code, problem.facts["text"], problem.blocks) == (code, text, True)
    assert "VIR DUPONT" in problem.facts["line"]
    assert problem.where.startswith("Stmt[1]/Ntry[2] l.")
    assert found.balanced is None


def test_an_amount_with_something_inside_is_not_read_up_to_it() -> None:
    content = camt(Account(TEN)).replace(b"10.00", b"10<b/>0.00")
    (found,) = read(content).statements
    assert found.lines == ()
    assert [problem.code for problem in found.problems] == ["bank_amount_unreadable"]


def test_an_unreadable_line_that_moves_nothing_does_not_block() -> None:
    entries = (Entry(amount="10.00"), Entry(amount="?", status="FUTR"))
    found = only(Account(entries, (Bal("OPBD", "0"), Bal("CLBD", "10"))))
    assert [(problem.code, problem.blocks) for problem in found.problems] == [
        ("bank_amount_unreadable", False)
    ]
    assert found.balanced is True


def test_a_line_in_another_currency_is_listed_and_not_summed() -> None:
    entries = (Entry(amount="10.00"), Entry(amount="7.00", currency="CHF"))
    found = only(Account(entries, (Bal("OPBD", "0"), Bal("CLBD", "17"))))
    assert [str(line.amount) for line in found.lines] == ["10.00 EUR", "7.00 CHF"]
    assert [problem.code for problem in found.problems] == ["bank_currency_differs"]
    assert found.balanced is None


@pytest.mark.parametrize(
    ("case", "balance"),
    [
        ("amount", Bal("CLBD", "1O.00")),
        ("date", Bal("CLBD", "10.00", "2026-13-01")),
        ("currency", Bal("CLBD", "10.00", currency="E")),
    ],
)
def test_an_unreadable_balance_is_said(case: str, balance: Bal) -> None:
    found = only(Account(TEN, (Bal("OPBD", "0"), balance)))
    assert [(problem.code, problem.facts["kind"]) for problem in found.problems] == [
        ("bank_balance_unreadable", "CLBD")
    ], case
    assert (found.closing, found.balanced) == (None, None)


def test_a_closing_only_in_another_currency_is_said() -> None:
    found = only(Account(TEN, (Bal("OPBD", "0"), Bal("CLBD", "10", currency="SEK"))))
    assert [problem.code for problem in found.problems] == ["bank_currency_differs"]
    assert (found.closing, found.balanced) == (None, None)
