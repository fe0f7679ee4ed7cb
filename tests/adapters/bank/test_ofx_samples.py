"""OFX files of other programs: each is read with the totals that plain expressions find, or refused clearly."""

import re
from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.refused import Refused
from tests.adapters.bank.reading import booked_totals, read
from tests.samples import SAMPLES, samples

FOLDER = "statements/ofx"
REFUSED = {
    "ofxparse_bank_small.ofx": "bank_statement_missing",
    "ofxparse_error_message.ofx": "bank_answer_failed",
    "ofxparse_fidelity-savings.ofx": "bank_investments_only",
    "ofxparse_signon_fail.ofx": "bank_answer_failed",
    "ofxparse_signon_success.ofx": "bank_statement_missing",
    "ofxparse_signon_success_no_message.ofx": "bank_statement_missing",
}
# Codes of what is told of the others.
TOLD = {
    "bankfile_unnamed-bank_empty-tags-curdef-fitid-name.ofx": ["bank_currency_untold"],
    "oca_test_ofx_wrong.ofx": ["bank_amount_unreadable", "bank_currency_untold"],
    "ofxparse_date_missing.ofx": ["bank_date_missing", "bank_date_missing", "bank_date_unreadable"],
    "ofxparse_decimal_error.ofx": ["bank_amount_unreadable"],
}
NAMES = sorted(path.name for path in (SAMPLES / FOLDER).glob("*.[oq]fx")) or ["(absent)"]


def independent(content: bytes) -> list[tuple[int, dict[str, Decimal], str]]:
    """Each statement's movements, their sum and the balance, by expressions that share nothing with the reader."""
    text = re.sub(r"<!--.*?-->", "", content.decode("latin-1"), flags=re.DOTALL)
    found = []
    for statement in re.findall(r"<(?:CC)?STMTRS>(.*?)</(?:CC)?STMTRS>", text, flags=re.DOTALL):
        movements = statement.split("<STMTTRN>")[1:]
        currency = (re.findall(r"<(?:CURDEF|CURSYM)>([A-Z]{3})", statement) or ["EUR"])[0]
        dated = [
            one
            for one in movements
            if re.search(r"<DTPOSTED>20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", one)
        ]
        amounts = [re.findall(r"<TRNAMT>([^<\n]+)", one) for one in dated]
        exact = [Decimal(one[0].replace(" ", "").replace(",", ".").strip()) for one in amounts if one]
        balance = re.findall(r"<LEDGERBAL>\s*<BALAMT>([-0-9.,]+)", statement)
        money = {currency: sum(exact, Decimal())} if exact else {}
        found.append((len(movements), money, balance[0].replace(",", ".") if balance else ""))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_read_with_its_totals_or_refused(name: str) -> None:
    content = samples(f"{FOLDER}/{name}").read_bytes()
    if name in REFUSED:
        with pytest.raises(Refused) as refusal:
            read(content)
        assert refusal.value.code == REFUSED[name]
        return
    file = read(content)
    assert file.format == "OFX"
    codes = [problem.code for problem in file.every_problem()]
    assert codes == TOLD.get(name, [])
    expected = independent(content.replace(b"20120231", b""))
    unread = sum(problem.blocks for problem in file.every_problem())
    assert sum(len(one.lines) for one in file.statements) + unread == sum(count for count, _, _ in expected)
    assert booked_totals(file) == [money for _, money, _ in expected]
    balances = [one.closing.amount.decimal if one.closing else None for one in file.statements]
    assert balances == [Decimal(balance) if balance else None for _, _, balance in expected]
    assert all(one.opening is None and one.balanced is None for one in file.statements)


def test_the_samples_were_all_tried() -> None:
    if NAMES == ["(absent)"]:
        pytest.skip("samples not present: shared/samples/statements/ofx")
    assert len(NAMES) == 32


@pytest.mark.parametrize(
    ("name", "accounts"),
    [
        ("oca_test_ofx_iban.ofx", ["FR7630001007941234567890185", "123412341234"]),
        ("oca_test_ofx.ofx", ["123456", "123412341234"]),
        ("ofxparse_multiple_accounts.ofx", ["9100", "9200"]),
        ("ofxparse_bank_medium.ofx", ["12300000012345678"]),
        ("ofxparse_checking.ofx", ["1452687~7"]),
        ("oca_test_ofx_wrong.ofx", [None, "123412341234"]),
    ],
)
def test_the_accounts_of_a_sample(name: str, accounts: list[str | None]) -> None:
    assert [one.account for one in read(samples(f"{FOLDER}/{name}").read_bytes()).statements] == accounts


@pytest.mark.parametrize(
    ("name", "label", "amount", "reference"),
    [
        ("bankfile_lcl_check-without-payee.ofx", "CHECK 1090381", "-10.00", "1090381"),
        ("bankfile_chase_non-ascii-byte-declared-usascii.qfx", "ANON ¦ MERCHANT ANON MEMO", "-10.00", None),
        ("bankfile_unnamed-bank_character-outside-latin1.ofx", "ANON UPRAVA č ANON MEMO", "-10.00", None),
        ("bankfile_unnamed-bank_amount-plus-sign-and-space.ofx", "ANON MERCHANT ANON MEMO", "1006.60", None),
        ("bankfile_unnamed-bank_chknum-instead-of-checknum.ofx", "ANON MERCHANT ANON MEMO", "-10.00", "1932"),
        ("ofxparse_suncorp.ofx", "EFTPOS WDL HANDYWAY ALDI STORE GEELONG WEST VICAU", "-16.85", None),
    ],
)
def test_the_words_of_a_sample(name: str, label: str, amount: str, reference: str | None) -> None:
    ((line,),) = [one.lines for one in read(samples(f"{FOLDER}/{name}").read_bytes()).statements]
    assert (line.label, str(line.amount.decimal), line.reference) == (label, amount, reference)


def test_no_time_zone_moves_the_day_of_a_card() -> None:
    """Midnight in Brazil is the evening before in America, and a program that converts books a day off."""
    ((*lines,),) = [
        one.lines for one in read(samples(f"{FOLDER}/ofxtools_br_nubank_cc.ofx").read_bytes()).statements
    ]
    assert [line.booked.day for line in lines] == [23, 23, 23, 22, 22, 22]
    assert lines[0].booked == date(2024, 3, 23)


def test_the_bank_s_own_words_are_in_the_refusal() -> None:
    with pytest.raises(Refused) as refusal:
        read(samples(f"{FOLDER}/ofxparse_error_message.ofx").read_bytes())
    assert refusal.value.facts == {"bank_code": "2000", "message": "General Server Error"}
