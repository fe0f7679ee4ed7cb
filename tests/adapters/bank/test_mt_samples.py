"""Files of other programs: each is read with the totals that a plain walk over its lines finds, or refused."""

import re
from decimal import Decimal

import pytest

from quitus.adapters.bank.mt.reader import MtReader
from quitus.domain.banking.statement import Balance
from quitus.domain.refused import Refused
from tests.adapters.bank.reading import read
from tests.samples import SAMPLES, samples

FOLDER = "statements/mt940"
NAMES = sorted(path.name for path in (SAMPLES / FOLDER).glob("*")) or ["(absent)"]
# Torn pieces of messages, and one that ends before its closing balance.
CUT = {
    "betterplace_amount_formats.sta": ":20:",
    "cmxl_statement_details.sta": ":20:",
    "cmxl_statement_line.sta": ":20:",
    "self-provided_gv_codes.sta": ":62F:",
    "self-provided_sparkassen.sta": ":20:",
}
# Their publishers changed amounts; or money is missing in them on purpose.
OTHER_VERDICTS = {
    "betterplace_sepa_snippet.sta": [True, False],
    "betterplace_sepa_snippet_broken.sta": [None],
    "mBank_mt942.sta": [None],
    "mBank_with_newline_in_tnr.sta": [False],
    "self-provided_details_60-63.sta": [False],
    "self-provided_malformed_details.sta": [False],
    "self-provided_mt942.sta": [None],
    "self-provided_overly_long_details.sta": [False],
    "self-provided_raiffeisen-cmi.sta": [False],
    "self-provided_whitespace.sta": [False],
}
OTHER_PROBLEMS = {
    "betterplace_sepa_snippet_broken.sta": ["bank_tag_misplaced"],
    "self-provided_february_30.sta": ["bank_value_date_unreadable"],
    "self-provided_mt942.sta": ["bank_totals_differ"],
    "self-provided_transaction_details_wrapped.sta": ["bank_value_date_unreadable"],
    "self-provided_wrapped_timestamp.sta": ["bank_value_date_unreadable"],
}


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_read_with_its_totals_or_refused(name: str) -> None:
    content = samples(f"{FOLDER}/{name}").read_bytes()
    if name in CUT:
        with pytest.raises(Refused) as refusal:
            read(content)
        assert (refusal.value.code, refusal.value.facts) == ("bank_file_cut_short", {"missing": CUT[name]})
        return
    file = read(content)
    assert file.format == ("MT942" if "mt942" in name else "MT940")
    found = [
        (
            signed(statement.opening),
            sum((line.amount.decimal for line in statement.lines if line.amount.minor > 0), Decimal(0)),
            sum((line.amount.decimal for line in statement.lines if line.amount.minor < 0), Decimal(0)),
            len(statement.lines),
            signed(statement.closing),
        )
        for statement in file.statements
    ]
    assert found == independent_totals(content)
    assert [statement.balanced for statement in file.statements] == OTHER_VERDICTS.get(
        name, [True] * len(found)
    )
    problems = [one.code for one in file.every_problem() if one.code != "bank_account_check_digits"]
    assert problems == OTHER_PROBLEMS.get(name, [])


def test_the_samples_were_all_tried() -> None:
    if NAMES == ["(absent)"]:
        pytest.skip(f"samples not present: shared/samples/{FOLDER}")
    assert len(NAMES) == 26


def signed(balance: Balance | None) -> Decimal | None:
    return balance.amount.decimal if balance else None


def independent_totals(content: bytes) -> list[tuple[object, ...]]:
    """(opening, credits, debits, movements, closing) of each statement; a page is added to the one before it."""
    totals: list[tuple[object, ...]] = []
    for block in re.split(r"^:20:", content.decode("latin-1"), flags=re.MULTILINE)[1:]:
        amounts = [
            number(amount) * (1 if mark in ("C", "RD") else -1)
            for mark, amount in re.findall(r"^:61:\d{6}(?:\d{4})?(R?[CD])[A-Z]?([\d,]+)", block, re.MULTILINE)
        ]
        credits, debits = (sum((a for a in amounts if a * side > 0), Decimal(0)) for side in (1, -1))
        opening, closing = balance("60", block), balance("62", block)
        if re.search(r"^:60M:", block, re.MULTILINE):
            before = totals.pop()
            assert before[4] == opening
            totals.append(
                (before[0], before[1] + credits, before[2] + debits, before[3] + len(amounts), closing)
            )
        else:
            totals.append((opening, credits, debits, len(amounts), closing))
    return totals


def balance(tag: str, block: str) -> Decimal | None:
    found = re.search(rf"^:{tag}[FM]:([CD])\d{{6}}(?:[A-Z]{{3}})?([\d,]+)", block, re.MULTILINE)
    return number(found[2]) * (1 if found[1] == "C" else -1) if found else None


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def test_the_pages_of_a_sample_are_one_statement() -> None:
    statements = read(samples(f"{FOLDER}/self-provided_raphaelm.sta").read_bytes()).statements
    assert [(one.account, len(one.lines), one.balanced) for one in statements] == [
        ("1222333444", 8, True),
        ("3346780111", 1, True),
    ]


def test_a_february_of_thirty_days_keeps_its_booking_date() -> None:
    (statement,) = read(samples(f"{FOLDER}/self-provided_february_30.sta").read_bytes()).statements
    (line,) = statement.lines
    assert (str(line.booked), line.value_date, line.label) == ("2016-03-01", None, "Pauschalen")


@pytest.mark.parametrize(
    ("name", "words", "counterparty", "account", "numbers"),
    [
        ("ASNB_0708271685_09022020_164516.940.txt", "Betaling sieraden", "hr gjlm paulissen", "NL47INGB9999999999",
         (None, None)),
        ("betterplace_sepa_snippet.sta", "Verw CTSc-01 BC-PPP TFNr 22 004", "KARL KAUFMANN",
         "DE14508800500194785000", ("EndToEndId TFNR 22 004 00001", "0724710333343453")),
        ("betterplace_with_binary_character.sta", "QQW53T2245ZGY46J ABBUCHUNG VOM PAYPAL-KONTO 100318P3TX1433EV",
         "PAYPAL", None, ("100323-03-100323", "32-P1-TCS49518")),
        ("mBank_mt940.sta", "911 TRANSAKCJA COLLECT; ID IPH: XX000000000001; Z RACH.: 56114010810000267002001001; "
         "OD: JAN NOWAK UL. NIJAKA 1 M 2 31-234 KRAKOW; TYT.: PRZELEW SRODKOW ; TNR: 179171073864111.010001",
         None, None, (None, "MB170119012058")),
        ("sberbank_171011_01234945.sta", "526715 A12596785 201709260001001366 526715 Tranzakci\ufffds "
         "Illet\ufffdk:7.21HUF", "ERGO Versicherung AG Fioktelep", None, (None, None)),
        ("self-provided_details_60-63.sta", "000000012345 BIC: BYLADEMM ABWA: Finanzamt Muenchen",
         "Finanzamt Muenchen Abteilung Erhebung", "DE99700500000000012345", ("123/123/12345-----L110", None)),
        ("self-provided_malformed_details.sta", "STEUERNR 123/123/12345 KOERPST 3VJ.17 233,15EUR EREF: "
         "123/123/12345-----L1112345678912345 MREF: BYA12345678901 CRED: DE99ZZZ00000012345 IBAN: "
         "DE00700500000000012345 BIC: BYLADEMM ABWA: Finanzamt Muenchen", "Finanzamt Muenchen Abteilung Erhebung",
         "DE99700500000000012345", ("123/123/12345-----L1101234567890123", None)),
        ("self-provided_raiffeisen-cmi.sta", "CAB18D1700041116 109876543210000012345678 HUNGARY KFT. UV, napi "
         "összevont utánvét, 2018.04 .17, A13947109201804175000000097, X", None, None, (None, None)),
        ("self-provided_raphaelm.sta", "Verwendungszweck 1 Verwendungszweck 2", "Empfänger", None, ("68790452", None)),
        ("self-provided_transaction_details_wrapped.sta", "Pauschalen 2017-01-01T13:12:11", None, None, (None, None)),
        ("self-provided_whitespace.sta", "ERSTATTUNG AUSLANDSEINSATZENTGELT FUER VISA 4998 XXXX XXXX 1234",
         "DEUTSCHE KREDITBANK AG", None, (None, None)),
        ("self-provided_wrapped_timestamp.sta", "ABCDEFGHIJKLMNOPQRSTUVW /PL 12-09-2014T16:26:37 Fo lgenr. 007", None,
         None, ("VZ0000000000000000", None)),
    ],
)  # fmt: skip
def test_the_first_line_of_a_sample(name, words, counterparty, account, numbers) -> None:
    line = read(samples(f"{FOLDER}/{name}").read_bytes()).statements[0].lines[0]
    found = (line.label, line.counterparty, line.iban, (line.reference, line.bank_id))
    assert found == (words, counterparty, account, numbers)


OTHERS = sorted(
    path
    for folder in ("statements", "iso20022", "email", "fec", "identifiers", "einvoice")
    for path in (SAMPLES / folder).rglob("*")
    if path.is_file() and path.parent.name != "mt940"
)


def test_no_sample_of_another_format_is_taken_for_one() -> None:
    if not OTHERS:
        pytest.skip("samples not present: shared/samples")
    reader = MtReader()
    taken = []
    for path in OTHERS:
        with path.open("rb") as file:
            if reader.recognises(file.read(64 * 1024)):
                taken.append(path.name)
    assert (taken, len(OTHERS) > 300) == ([], True)
