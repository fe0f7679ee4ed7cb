"""From the tags of messages to statements: accounts, balances, pages, envelopes, and what is out of place."""

import pytest

from quitus.domain.refused import Refused
from tests.adapters.bank.mt_files import ACCOUNT, CLOSING, TEN, mt940, swift, text
from tests.adapters.bank.reading import read

OPENING = ":60F:C260104EUR0,00"


def only(content: bytes):
    (found,) = read(content).statements
    return found


def codes(found) -> list[str]:
    return [problem.code for problem in found.problems]


def framed(found) -> list[str | None]:
    return [str(one.amount) if one else None for one in (found.opening, found.closing)]


@pytest.mark.parametrize(
    ("written", "account"),
    [
        (ACCOUNT, ACCOUNT),
        ("FR76 3000 6000 0112 3456 7890 189", ACCOUNT),
        (f"{ACCOUNT}EUR", ACCOUNT),
        (f"{ACCOUNT} EUR", ACCOUNT),
        (f"{ACCOUNT}/EUR", ACCOUNT),
        (f"AGRIFRPP/{ACCOUNT}", ACCOUNT),
        (f"AGRIFRPPXXX/{ACCOUNT}EUR", ACCOUNT),
        (f"{ACCOUNT}\nAGRIFRPP", ACCOUNT),
        (f"\n{ACCOUNT}", ACCOUNT),
        (ACCOUNT.lower(), ACCOUNT),
        ("30006000011234567890189", ACCOUNT),  # with its RIB key
        ("30006/00001/12345678901/89", ACCOUNT),
        ("30006000011234567890188", "30006000011234567890188"),  # which is wrong here
        ("10020030/1234567", "10020030/1234567"),
        ("10020030/1234567EUR", "10020030/1234567"),
        ("12345678/0123456789/EUR", "12345678/0123456789"),
        ("BPHKPLPK/320000546101", "BPHKPLPK/320000546101"),
        ("UBRTHUHB/123456789150ABCDEF002/EUR", "UBRTHUHB/123456789150ABCDEF002"),
        ("//AT39364/12345678912/EUR", "AT39364/12345678912"),
        ("0123456789", "0123456789"),
        ("1234EUROPA", "1234EUROPA"),
        ("9" * 40, "9" * 34),
    ],
)
def test_account(written: str, account: str) -> None:
    found = only(mt940(TEN, account=written))
    assert (found.account, found.currency, codes(found)) == (account, "EUR", [])


def test_the_check_digits_of_the_account_are_told_wrong_and_kept() -> None:
    found = only(mt940(TEN, account="NL81ASNB9999999999"))
    assert (found.account, found.balanced) == ("NL81ASNB9999999999", True)
    assert codes(found) == ["bank_account_check_digits"]


@pytest.mark.parametrize(
    ("case", "opening", "closing", "expected"),
    [
        ("plain", OPENING, CLOSING, (["0.00 EUR", "10.00 EUR"], True, [])),
        ("overdrawn", ":60F:D260104EUR30,", ":62F:D260105EUR20,00", (["-30.00 EUR", "-20.00 EUR"], True, [])),
        ("off by a cent", OPENING, ":62F:C260105EUR10,01", (["0.00 EUR", "10.01 EUR"], False, [])),
        ("closing without currency", OPENING, ":62F:C26010510,00", (["0.00 EUR", "10.00 EUR"], True, [])),
        ("opening without currency", ":60F:C2601040,00", CLOSING,
         ([None, "10.00 EUR"], None, ["bank_balance_unreadable"])),
        ("cut in two", ":60F:C260104EUR\n0,00", CLOSING, (["0.00 EUR", "10.00 EUR"], True, [])),
        ("blanks", ":60F:C260104 EUR 0,00", CLOSING, (["0.00 EUR", "10.00 EUR"], True, [])),
        ("no day", ":60F:C000000EUR0,00", CLOSING, (["0.00 EUR", "10.00 EUR"], True, [])),
        ("30 February", ":60F:C260230EUR0,00", CLOSING,
         (["0.00 EUR", "10.00 EUR"], True, ["bank_balance_day_unreadable"])),
        ("unreadable", OPENING, ":62F:C260105EUR1O,00", (["0.00 EUR", None], None, ["bank_balance_unreadable"])),
        ("no mark", OPENING, ":62F:260105EUR10,00", (["0.00 EUR", None], None, ["bank_balance_unreadable"])),
        ("without comma", OPENING, ":62F:C260105EUR10", (["0.00 EUR", None], None, ["bank_balance_unreadable"])),
        ("another currency", OPENING, ":62F:C260105CHF10,00",
         (["0.00 EUR", "10.00 CHF"], None, ["bank_currency_differs"])),
        ("no opening", "", CLOSING, ([None, "10.00 EUR"], None, ["bank_tag_missing"])),
        ("twice the same", OPENING, f"{CLOSING}\n{CLOSING}", (["0.00 EUR", "10.00 EUR"], True, [])),
        ("two closings", OPENING, f"{CLOSING}\n:62F:C260105EUR11,00",
         (["0.00 EUR", "10.00 EUR"], None, ["bank_tag_misplaced"])),
        ("two openings", f"{OPENING}\n:60F:C260104EUR1,00", CLOSING,
         (["0.00 EUR", "10.00 EUR"], None, ["bank_tag_misplaced"])),
    ],
)  # fmt: skip
def test_balances(case, opening, closing, expected) -> None:
    found = only(mt940(TEN, opening=opening, closing=closing))
    assert (framed(found), found.balanced, codes(found)) == expected, case
    assert [str(line.amount) for line in found.lines] == ["10.00 EUR"]


def test_without_any_currency_no_line_is_invented() -> None:
    found = only(mt940(TEN, opening=":60F:C2601040,00", closing=":62F:C26010510,00"))
    assert (found.lines, found.currency, found.balanced) == ((), None, None)
    assert codes(found) == ["bank_balance_unreadable", "bank_balance_unreadable", "bank_currency_missing"]


def test_the_account_tells_the_currency_where_no_balance_does() -> None:
    found = only(mt940(TEN, account=f"{ACCOUNT}CHF", opening=":60F:C2601040,00", closing=":62F:C26010510,00"))
    assert (str(found.lines[0].amount), found.currency, found.balanced) == ("10.00 CHF", "CHF", True)


def test_other_balances_and_words_at_the_end_move_nothing() -> None:
    found = only(
        mt940(TEN, closing=f"{CLOSING}\n:64:C260105EUR5,00\n:65:C260106EUR7,00\n:86:NEW TERMS\nFROM MAY")
    )
    assert (framed(found), found.balanced, codes(found)) == (["0.00 EUR", "10.00 EUR"], True, [])
    assert found.lines[0].label == "NTRF"


PAGE_1 = mt940(TEN, closing=":62M:C260105EUR10,00")
PAGE_2 = mt940(TEN, TEN, number="1/2", opening=":60M:C260105EUR10,00", closing=":62M:C260105EUR30,00")
PAGE_3 = mt940(TEN, number="1/3", opening=":60M:C260105EUR30,00", closing=":62F:C260105EUR40,00")


def test_pages_are_one_statement() -> None:
    found = only(PAGE_1 + PAGE_2 + PAGE_3)
    assert (framed(found), len(found.lines), found.balanced, codes(found)) == (
        ["0.00 EUR", "40.00 EUR"], 4, True, [],
    )  # fmt: skip


def test_pages_of_two_accounts_that_alternate() -> None:
    other = [page.replace(ACCOUNT.encode(), b"10020030/1234567") for page in (PAGE_1, PAGE_2, PAGE_3)]
    both = [page for pair in zip((PAGE_1, PAGE_2, PAGE_3), other, strict=True) for page in pair]
    statements = read(b"".join(both)).statements
    assert [(one.account, len(one.lines), one.balanced) for one in statements] == [
        (ACCOUNT, 4, True),
        ("10020030/1234567", 4, True),
    ]


@pytest.mark.parametrize(
    ("case", "content", "lines", "told"),
    [
        ("the last is missing", PAGE_1 + PAGE_2, [3], ["bank_pages_missing"]),
        ("the first is missing", PAGE_2 + PAGE_3, [3], ["bank_pages_missing"]),
        ("the middle is missing", PAGE_1 + PAGE_3, [2], ["bank_pages_apart"]),
        ("a wrong step", PAGE_1 + PAGE_2.replace(b":60M:C260105EUR10", b":60M:C260105EUR11") + PAGE_3, [4],
         ["bank_pages_apart"]),
        ("errors that outweigh each other", PAGE_1.replace(b"EUR10,", b"EUR11,")
         + PAGE_2.replace(b":60M:C260105EUR10", b":60M:C260105EUR11") + PAGE_3, [4],
         ["bank_page_unbalanced", "bank_page_unbalanced"]),
    ],
)  # fmt: skip
def test_pages_that_do_not_join(case, content, lines, told) -> None:
    statements = read(content).statements
    assert [len(one.lines) for one in statements] == lines, case
    assert [code for one in statements for code in codes(one)] == told, case
    assert [one.balanced for one in statements] == [None]


def test_a_first_page_may_open_with_the_mark_of_a_page() -> None:
    found = only(mt940(TEN, opening=":60M:C260104EUR0,00", number="7/1"))
    assert (found.balanced, codes(found)) == (True, [])


def test_pages_whose_balances_bear_the_wrong_mark_are_joined_by_their_numbers() -> None:
    second = mt940(TEN, number="1/2", opening=":60F:C260105EUR10,00", closing=":62F:C260105EUR20,00")
    found = only(PAGE_1 + second)
    assert (framed(found), found.balanced) == (["0.00 EUR", "20.00 EUR"], True)


TWO = [":20:A", f":25:{ACCOUNT}", ":28C:1/1", OPENING, TEN, CLOSING, "-", ":20:B", f":25:{ACCOUNT}", ":28C:2/1",
       ":60F:C260105EUR10,00", TEN, ":62F:C260106EUR20,00", "-"]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("a dash between", text(*TWO)),
        ("nothing between", text(*(line for line in TWO if line != "-"))),
        ("no second :20:", text(*(line for line in TWO if line not in ("-", ":20:B")))),
        ("only the balance again", text(*(line for line in TWO if line not in ("-", ":20:B", ":28C:2/1")))),
        ("empty lines", text(*TWO).replace(b"-\r\n", b"\r\n-\r\n\r\n")),
        ("a mark around each", b"\x01" + text(*TWO).replace(b"-\r\n", b"-\x03\r\n\x01")),
        ("a bank's heading", b"BANKFRPP\r\n940\r\nBANKFRPP\r\n" + text(*TWO)),
        ("a heading that looks like a tag", b":940:\r\n" + text(*TWO)),
        ("a line end of LF", text(*TWO, newline="\n")),
        ("a line end of CR", text(*TWO, newline="\r")),
        ("UTF-8 with mark", b"\xef\xbb\xbf" + text(*TWO)),
        ("UTF-16", text(*TWO).decode().encode("utf-16")),
        ("UTF-16, big end first, without mark", text(*TWO).decode().encode("utf-16-be")),
        ("envelopes", swift(text(*TWO[:7])) + b"{5:{CHK:0123}}\r\n" + swift(text(*TWO[7:]))),
        ("envelopes on one line", (swift(text(*TWO[:7])) + swift(text(*TWO[7:])))),
        ("an envelope and none", swift(text(*TWO[:7])) + b"\r\n" + text(*TWO[7:])),
        ("the tag behind the envelope's bracket", swift(text(*TWO[:7])).replace(b"{4:\r\n", b"{4:") + b"\r\n"
         + text(*TWO[7:])),
        ("MT950", swift(text(*TWO[:7]), "950") + swift(text(*TWO[7:]), "950")),
    ],
)  # fmt: skip
def test_statements_that_follow_each_other(case: str, content: bytes) -> None:
    file = read(content)
    assert (file.format, file.problems) == ("MT940", ()), case
    assert [
        (one.account, framed(one), len(one.lines), one.balanced, codes(one)) for one in file.statements
    ] == [
        (ACCOUNT, ["0.00 EUR", "10.00 EUR"], 1, True, []),
        (ACCOUNT, ["10.00 EUR", "20.00 EUR"], 1, True, []),
    ], case


@pytest.mark.parametrize(
    ("case", "words", "label"),
    [
        (
            "a time cut before its minutes",
            ":86:PAID 2026-01-05T13\n:20:11 AT SHOP",
            "PAID 2026-01-05T13 :20:11 AT SHOP",
        ),
        ("an unknown tag", ":86:PAID 2026-01-05T13\n:12:11", "PAID 2026-01-05T13 :12:11"),
        ("a dash alone", ":86:TEN BAGS\n-\nTEN BOXES", "TEN BAGS - TEN BOXES"),
        ("a colon alone", ":86:TO BE PAID\n:\nTEN", "TO BE PAID : TEN"),
        ("a tag cut behind its colon", ":\n86:WORDS", "WORDS"),
        ("empty lines", ":86:ONE\n\n\nTWO", "ONE TWO"),
        ("binary", ":86:ONE\x00\x01 T\x7fWO\x02", "ONE TWO"),
        ("two texts", ":86:ONE\n:86:TWO", "ONE TWO"),
    ],
)
def test_words_that_look_like_something_else(case: str, words: str, label: str) -> None:
    found = only(mt940(TEN, words, ":61:2601050105C0,00NTRFNONREF"))
    assert ([line.label for line in found.lines], found.balanced, codes(found)) == (
        [label, "NTRF"],
        True,
        [],
    ), case


@pytest.mark.parametrize(
    ("case", "hidden"),
    [
        ("a damaged tag", ":6!:2601050105C5,00NTRFNONREF"),
        ("a tag cut in two", ":6\n1:2601050105C5,00NTRFNONREF"),
        ("a blank before the tag", " :61:2601050105C5,00NTRFNONREF"),
        ("an unknown tag", ":66:2601050105C5,00NTRFNONREF"),
        ("no tag", "2601050105RC5,00NTRFNONREF"),
    ],
)
@pytest.mark.parametrize("before", [":86:WORDS", ":13:1200", ":64:C260105EUR5,00"])
def test_a_movement_that_hides_elsewhere_is_told(case: str, hidden: str, before: str) -> None:
    found = only(mt940(before, hidden, TEN))
    assert "bank_line_not_understood" in codes(found), case
    assert found.balanced is None
    assert [str(line.amount) for line in found.lines] == ["10.00 EUR"]


def test_a_movement_outside_of_any_statement_is_told() -> None:
    file = read(mt940(TEN) + b"61:2601050105C5,00NTRFNONREF\r\n" + mt940(TEN))
    assert [(one.code, one.blocks) for one in file.problems] == [("bank_line_not_understood", True)]


@pytest.mark.parametrize("header", [":25:10020030/1234567", ":28C:2/1"])
def test_a_header_amid_movements_is_told(header: str) -> None:
    found = only(mt940(TEN, header, TEN))
    assert (found.account, len(found.lines), codes(found)) == (ACCOUNT, 2, ["bank_tag_misplaced"])
    assert found.balanced is None


def test_a_statement_amid_others_that_has_no_end_is_told() -> None:
    first, second = read(mt940(TEN, closing="", end="") + mt940(TEN)).statements
    assert (codes(first), first.balanced, len(first.lines)) == (["bank_tag_missing"], None, 1)
    assert (codes(second), second.balanced) == ([], True)


def test_other_messages_are_left_aside_and_mentioned_once() -> None:
    advice = b"{1:F01BANK}{2:O910BANK}{4:\r\n:20:X\r\n:25:1\r\n:32A:260105EUR7,00\r\n-}\r\n"
    file = read(swift(mt940(TEN)) + b"\r\n" + advice * 2)
    assert [(one.code, one.facts["kind"], one.blocks) for one in file.problems] == [
        ("bank_message_other", "MT910", False)
    ]
    assert [one.balanced for one in file.statements] == [True]


def test_a_file_of_other_messages_is_no_statement() -> None:
    with pytest.raises(Refused) as refusal:
        read(swift(mt940(TEN), "920"))
    assert refusal.value.code == "bank_statement_missing"
