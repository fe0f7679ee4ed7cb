"""What each field of a line is taken from, version by version."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from quitus.domain.banking.statement import LineStatus
from tests.adapters.bank.camt_files import ACCOUNT, Account, Bal, Entry, Tx, Version, camt
from tests.adapters.bank.reading import lines_of, read
from tests.samples import samples

PAYER = "DE89370400440532013000"
VERSIONS = [
    Version(f"{message}.001.{number:02d}") for message in ("052", "053", "054") for number in range(1, 14)
]
WITH_SCHEMA = [
    *(f"052.001.{number}" for number in ("02", "06", "08")),
    *(f"053.001.{number}" for number in ("02", "03", "04", "06", "08", "10", "13")),
    *(f"054.001.{number}" for number in ("02", "04", "08", "13")),
]
PLAIN = Entry()
BALANCES = (Bal("OPBD", "-50.00", "2026-01-04"), Bal("CLBD", "1150.00"))
TRANSFER = Entry(
    amount="1200.00",
    bank_id="BANK-1",
    remark="VIR SEPA RECU",
    details=(
        Tx(
            amount="1200.00",
            debtor="Dupont & Fils",
            debtor_iban=PAYER,
            creditor="Studio Marelle",
            creditor_iban=ACCOUNT,
            end_to_end="E2E-7",
            words=("FACTURE", "FA-2026-0012"),
            document="FA-2026-0012",
            reference="RF18539007547034",
        ),
    ),
)


def statement(version: Version) -> Account:
    """A notification (camt.054) has no balances."""
    return Account((TRANSFER,), () if version.name.startswith("054") else BALANCES)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)
def test_every_version_says_the_same(version: Version) -> None:
    file = read(camt(statement(version), version=version))
    (found,) = file.statements
    (line,) = found.lines
    assert file.format == f"camt.{version.name[:3]}"
    assert (found.account, found.currency) == (ACCOUNT, "EUR")
    assert (line.booked, line.value_date) == (date(2026, 1, 5), date(2026, 1, 5))
    assert (line.amount.decimal, line.amount.currency) == (Decimal("1200.00"), "EUR")
    assert line.label == "FACTURE FA-2026-0012 FA-2026-0012"
    assert (line.counterparty, line.iban) == ("Dupont & Fils", PAYER)
    assert (line.reference, line.bank_id) == ("RF18539007547034", "BANK-1")
    assert line.status is LineStatus.BOOKED
    assert found.balanced is (None if version.name.startswith("054") else True)
    assert found.problems == ()


@pytest.mark.parametrize("name", WITH_SCHEMA)
def test_what_is_read_above_is_what_the_standard_describes(name: str) -> None:
    schema = etree.XMLSchema(etree.parse(samples(f"iso20022/xsd/camt.{name}.xsd")))
    version = Version(name)
    # Notifications and reports may do without balances, statements may not.
    document = etree.fromstring(camt(statement(version), version=version))
    schema.assertValid(document)


def prefixed(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    other = etree.Element(root.tag, nsmap={"ns2": etree.QName(root).namespace})
    other.extend(list(root))
    return etree.tostring(other)


def enveloped(xml: bytes) -> bytes:
    inner = xml.partition(b"?>")[2]
    return (
        b"<e:Envelope xmlns:e='urn:bank:envelope'><e:AppHdr><Fr>X</Fr></e:AppHdr>" + inner + b"</e:Envelope>"
    )


def recoded(xml: bytes, encoding: str) -> bytes:
    return xml.decode().replace("UTF-8", encoding).encode(encoding)


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("prefixed names", prefixed),
        ("a bank's own namespace", lambda xml: xml.replace(b"urn:iso:std:iso:20022:tech:xsd", b"urn:bank:x")),
        (
            "no namespace",
            lambda xml: xml.replace(b' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"', b""),
        ),
        ("in an envelope", enveloped),
        ("UTF-8 with a mark", lambda xml: b"\xef\xbb\xbf" + xml),
        ("UTF-16", lambda xml: recoded(xml, "UTF-16")),
        ("Latin-1", lambda xml: recoded(xml, "ISO-8859-1")),
        ("Windows", lambda xml: recoded(xml, "windows-1252")),
        ("indented", lambda xml: etree.tostring(etree.fromstring(xml), pretty_print=True)),
        ("comments everywhere", lambda xml: xml.replace(b"00.00", b"00<!-- x -->.00<?y z?>")),
    ],
)
def test_how_the_same_document_is_written_does_not_matter(case: str, change) -> None:
    plain = camt(statement(Version()))
    assert change(plain) != plain, case
    assert read(change(plain)) == read(plain), case


def of(details: Tx, entry: Entry = PLAIN):
    """The line of an entry of one transaction."""
    (line,) = lines_of(camt(Account((replace(entry, details=(details,)),))))
    return line


@pytest.mark.parametrize(
    ("case", "entry", "details", "counterparty", "iban"),
    [
        ("credit: the debtor", "CRDT", Tx(debtor="P", debtor_iban=PAYER, creditor="Us"), "P", PAYER),
        ("debit: the creditor", "DBIT", Tx(debtor="Us", creditor="S", creditor_iban=PAYER), "S", PAYER),
        ("credit without debtor", "CRDT", Tx(creditor="Us"), None, None),
        ("on behalf of", "CRDT", Tx(ultimate_debtor="Daughter"), "Daughter", None),
        ("both", "CRDT", Tx(debtor="Mother", ultimate_debtor="Daughter"), "Mother", None),
        ("a bounced collection", "DBIT", Tx(debtor="P", debtor_iban=PAYER, returned=True), "P", PAYER),
        ("a returned transfer", "CRDT", Tx(creditor="S", creditor_iban=PAYER, returned=True), "S", PAYER),
        (
            "a return that only our own IBAN betrays",
            "CRDT",
            Tx(debtor="Us", debtor_iban=ACCOUNT, creditor="S", creditor_iban=PAYER),
            "S",
            PAYER,
        ),
        ("an account that is no IBAN", "CRDT", Tx(debtor="P", debtor_iban="0011223344"), "P", None),
        ("an IBAN with wrong digits", "CRDT", Tx(debtor_iban="FR0030006000011234567890189"), None,
         "FR0030006000011234567890189"),
        ("an IBAN in groups", "CRDT", Tx(debtor_iban="DE89 3704 0044 0532 0130 00"), None, PAYER),
    ],
)  # fmt: skip
def test_who_is_the_other_side(case, entry, details, counterparty, iban) -> None:
    line = of(details, Entry(direction=entry))
    assert (line.counterparty, line.iban) == (counterparty, iban), case


def test_a_reversed_entry_keeps_the_parties_of_what_it_reverses() -> None:
    line = of(Tx(debtor="Payer", creditor="Us"), Entry(direction="DBIT", reversal="true"))
    assert (line.counterparty, line.amount.decimal) == ("Payer", Decimal("-10.00"))


@pytest.mark.parametrize(
    ("case", "details", "remark", "label"),
    [
        ("lines of the payer", Tx(words=("FACTURE 12", "MERCI")), "VIR", "FACTURE 12 MERCI"),
        ("cut by count at 35", Tx(words=("REGLEMENT DE VOTRE FACTURE FA-2026-", "0012 DU 5 JANVIER")), "",
         "REGLEMENT DE VOTRE FACTURE FA-2026-0012 DU 5 JANVIER"),
        ("document numbers", Tx(document="FA-12"), "VIR", "FA-12"),
        ("the bank's words on it", Tx(remark="PRLV ACME"), "VIR", "PRLV ACME"),
        ("the bank's words on the entry", Tx(end_to_end="X"), "VIR SEPA", "VIR SEPA"),
        ("nothing", Tx(end_to_end="X"), "", ""),
        ("control characters, spaces", Tx(words=("A\u009b2J\u202eB", "  C\u00a0 D "),), "", "A2JB C D"),
    ],
)  # fmt: skip
def test_label(case: str, details: Tx, remark: str, label: str) -> None:
    assert of(details, Entry(remark=remark)).label == label, case


@pytest.mark.parametrize(
    ("case", "details", "reference"),
    [
        ("structured first", Tx(reference="RF18539007547034", end_to_end="E2E"), "RF18539007547034"),
        ("else end to end", Tx(end_to_end="FA-2026-0012"), "FA-2026-0012"),
        ("not provided", Tx(end_to_end="NOTPROVIDED"), None),
        ("not provided, in words", Tx(end_to_end="Not provided"), None),
        ("none", Tx(words=("X",)), None),
    ],
)
def test_reference(case: str, details: Tx, reference: str | None) -> None:
    assert of(details).reference == reference, case


@pytest.mark.parametrize(
    ("case", "entry", "details", "bank_id"),
    [
        ("the account servicer's", Entry(bank_id="B1", number="1"), Tx(bank_id="T1", tx_id="X1"), "B1"),
        ("else the transaction's", Entry(number="1"), Tx(bank_id="T1", tx_id="X1"), "T1"),
        ("else the one of the clearing", Entry(), Tx(tx_id="X1"), "X1"),
        ("a place in the statement identifies nothing", Entry(number="1"), Tx(words=("X",)), None),
        ("a word for none", Entry(bank_id="NONREF"), Tx(words=("X",)), None),
    ],
)
def test_bank_id(case: str, entry: Entry, details: Tx, bank_id: str | None) -> None:
    assert of(details, entry).bank_id == bank_id, case


@pytest.mark.parametrize(
    ("status", "expected"),
    [("BOOK", "booked"), ("PDNG", "pending"), ("INFO", "pending"), ("FUTR", "pending")],
)
@pytest.mark.parametrize("version", [Version("053.001.02"), Version("053.001.08")], ids=lambda v: v.name)
def test_status(version: Version, status: str, expected: str) -> None:
    entries = (Entry(amount="70.00"), Entry(amount="5.00", status=status))
    closing = "75.00" if status == "BOOK" else "70.00"
    (found,) = read(
        camt(Account(entries, (Bal("OPBD", "0"), Bal("CLBD", closing))), version=version)
    ).statements
    assert [line.status.value for line in found.lines] == ["booked", expected]
    assert found.balanced is True


@pytest.mark.parametrize(
    ("case", "entry", "booked", "value"),
    [
        ("both", Entry(booked="2026-01-05", value="2026-01-07"), date(2026, 1, 5), date(2026, 1, 7)),
        ("a moment, as written", Entry(booked="", booked_at="2026-01-05T23:30:00-05:00", value=""),
         date(2026, 1, 5), None),
        ("a moment in UTC", Entry(booked="", booked_at="2026-01-05T23:30:00Z", value=""), date(2026, 1, 5), None),
        ("a date with zone", Entry(booked="2026-01-05+01:00", value=""), date(2026, 1, 5), None),
        ("value only", Entry(booked="", value="2026-01-07"), date(2026, 1, 7), date(2026, 1, 7)),
        ("announced without date: the report's", Entry(booked="", value="", status="PDNG"),
         date(2026, 1, 6), None),
        ("leap day", Entry(booked="2024-02-29", value=""), date(2024, 2, 29), None),
    ],
)  # fmt: skip
def test_dates(case: str, entry: Entry, booked: date, value: date | None) -> None:
    (line,) = lines_of(camt(Account((entry,))))
    assert (line.booked, line.value_date) == (booked, value), case


@pytest.mark.parametrize(
    ("written", "currency", "amount"),
    [
        ("12.3", "EUR", "12.30"),
        ("105.75000", "EUR", "105.75"),
        (" 7 ", "EUR", "7.00"),
        (".5", "EUR", "0.50"),
        ("+1.", "EUR", "1.00"),
        ("0", "EUR", "0.00"),
        ("2700", "JPY", "2700"),
        ("1.234", "TND", "1.234"),
        ("0001.00", "EUR", "1.00"),
    ],
)
def test_amounts(written: str, currency: str, amount: str) -> None:
    (line,) = lines_of(camt(Account((Entry(amount=written, currency=currency),), currency=currency)))
    assert f"{line.amount.decimal:f}" == amount


def test_a_german_account_without_iban_keeps_its_number() -> None:
    (found,) = read(camt(Account((Entry(),), account="50000000054910000003"))).statements
    assert found.account == "50000000054910000003"
    assert found.problems == ()


def test_an_account_with_wrong_check_digits_is_kept_and_mentioned() -> None:
    (found,) = read(
        camt(
            Account((Entry(),), (Bal("OPBD", "0"), Bal("CLBD", "10")), account="FR0030006000011234567890189")
        )
    ).statements
    assert found.account == "FR0030006000011234567890189"
    assert [(problem.code, problem.blocks) for problem in found.problems] == [
        ("bank_account_check_digits", False)
    ]
    assert found.balanced is True


@pytest.mark.parametrize(
    ("case", "account", "expected"),
    [
        ("the account's", Account((Entry(),)), "EUR"),
        ("else its balance's", Account((Entry(),), (Bal("OPBD", "0"),), currency=""), "EUR"),
        ("else its lines'", Account((Entry(currency="CHF"),), currency=""), "CHF"),
        ("lines that disagree", Account((Entry(), Entry(currency="CHF")), currency=""), None),
        ("nothing at all", Account(currency=""), None),
    ],
)
def test_currency_of_the_account(case: str, account: Account, expected: str | None) -> None:
    (found,) = read(camt(account)).statements
    assert found.currency == expected, case


def test_several_statements_and_accounts_stay_apart() -> None:
    other = "FR7610107001011234567890129"
    file = read(
        camt(
            Account((Entry(amount="1.00"),), (Bal("OPBD", "0"), Bal("CLBD", "1.00"))),
            Account((Entry(amount="2.00"),), (Bal("OPBD", "0"), Bal("CLBD", "3.00")), account=other),
            Account((), (Bal("OPBD", "1.00"), Bal("CLBD", "1.00"))),
        )
    )
    assert [(found.account, len(found.lines), found.balanced) for found in file.statements] == [
        (ACCOUNT, 1, True),
        (other, 1, False),
        (ACCOUNT, 0, True),
    ]
