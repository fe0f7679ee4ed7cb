"""What the text below a movement says, whichever way banks write it: label, other side, reference."""

import pytest

from tests.adapters.bank.mt_files import TEN, mt940
from tests.adapters.bank.reading import lines_of

IBAN = "DE42100100100043921105"


def told(words: str, line: str = TEN) -> tuple[str, str | None, str | None, str | None]:
    (found,) = lines_of(mt940(line, f":86:{words}"))
    return found.label, found.counterparty, found.iban, found.reference


@pytest.mark.parametrize(
    ("case", "words", "expected"),
    [
        ("plain", "166?00GUTSCHRIFT?109399?20Rechnung 12?30PBNKDEFF?31" + IBAN + "?32Muster?33 GmbH",
         ("Rechnung 12", "Muster GmbH", IBAN, None)),
        ("SEPA", "166?00GUTSCHRIFT?20EREF+E2E-1?21KREF+K-1?22SVWZ+FA-12?31" + IBAN + "?32Muster GmbH",
         ("FA-12", "Muster GmbH", IBAN, "E2E-1")),
        ("all markers in one subfield", "166?00X?20EREF+E2E-1 MREF+M-1 CRED+DE98 SVWZ+FA-12",
         ("FA-12", None, None, "E2E-1")),
        ("not provided", "166?00X?20EREF+NOTPROVIDED?21KREF+K-1?22SVWZ+FA-12", ("FA-12", None, None, "K-1")),
        ("a number cut by 27", "166?00X?20SVWZ+Rechnung FA-2026-00001?2123 vom Mai",
         ("Rechnung FA-2026-0000123 vom Mai", None, None, None)),
        ("a subfield that is not full", "166?00X?20SVWZ+Rechnung?21FA-12", ("Rechnung FA-12", None, None, None)),
        ("a marker cut by 27", "166?00X?20EREF+12345678901234567890 S?21VWZ+FA-12",
         ("FA-12", None, None, "12345678901234567890")),
        ("words behind a reference", "166?00X?20EREF+E2E-1?21FA-12", ("FA-12", None, None, "E2E-1")),
        ("words before the markers", "166?00X?20Mein Text?21EREF+E2E-1?22SVWZ+FA-12",
         ("Mein Text FA-12", None, None, "E2E-1")),
        ("a gap in the numbers", "166?00X?20EREF+123/123/12345-----L110?60FA-12",
         ("FA-12", None, None, "123/123/12345-----L110")),
        ("29 goes on in 60", "166?00X?28A?29SVWZ+Rechnung FA-2026-00001?6023", ("A Rechnung FA-2026-0000123",
                                                                               None, None, None)),
        ("a bank's width of 35", "166?00X?20" + "1" * 35 + "?21" + "2" * 27 + "?22end",
         ("1" * 35 + "2" * 27 + " end", None, None, None)),
        ("another payer", "166?00X?20SVWZ+FA-12?21ABWA+Enkelin", ("FA-12", "Enkelin", None, None)),
        ("another payer beside the account's", "166?00X?20SVWZ+FA-12?21ABWA+Enkelin?32Oma",
         ("FA-12", "Oma", None, None)),
        ("the account as a marker", "166?00X?20SVWZ+FA-12?21IBAN+" + IBAN + "?22BIC+PBNKDEFF",
         ("FA-12", None, IBAN, None)),
        ("an account of old", "166?00X?20FA-12?3010020030?310001234567", ("FA-12", None, None, None)),
        ("the bank's words", "159?00RETOURE?20EREF+E2E-1?21MTLG:Konto gesperrt",
         ("Konto gesperrt", None, None, "E2E-1")),
        ("the bank's text", "805?00ABSCHLUSS?109399", ("ABSCHLUSS", None, None, None)),
        ("no code", "?00X?20FA-12", ("FA-12", None, None, None)),
        ("a blank before the code", " 020?00X?20FA-12?38PL08106000760000777777777777",
         ("FA-12", None, "PL08106000760000777777777777", None)),
        ("a question", "166?00X?20Ist das recht?", ("Ist das recht?", None, None, None)),
        ("signs before no subfield", "166?00X?20A?BC?99D", ("A?BC?99D", None, None, None)),
        ("Poland", "020~00X~20FA-12~32Jan Nowak", ("FA-12", "Jan Nowak", None, None)),
        ("Triodos", "000>100987654321\n>20FA-12>21VAN 01-10", ("FA-12 VAN 01-10", None, None, None)),
        ("one in each line", "229\n?00X\n?20SVWZ+FA-12\n?21Mai\n?32Muster", ("FA-12 Mai", "Muster", None, None)),
        ("a marker cut by the line", "166?00X?20Rechnung?2\n1FA-12?32Mu\nster",
         ("Rechnung FA-12", "Muster", None, None)),
        ("empty subfields", "166?00?20?21?30?31?32?33", ("NTRF", None, None, None)),
    ],
)  # fmt: skip
def test_numbered_subfields(case: str, words: str, expected) -> None:
    assert told(words) == expected, case


@pytest.mark.parametrize(
    ("case", "words", "expected"),
    [
        ("ABN AMRO", "/TRTP/SEPA OVERBOEKING/IBAN/NL57INGB0001212121/BIC/INGBNL2A/NAME/ CAFE MON AMI\n/REMI/FA-12"
         "/EREF/NOTPROVIDED", ("FA-12", "CAFE MON AMI", "NL57INGB0001212121", None)),
        ("ING", "/EREF/E2E-1//CNTP/NL32INGB0000012345/INGBNL2A/ING BANK NV/AMSTERDAM//REMI/USTD//FA-12/",
         ("FA-12", "ING BANK NV", "NL32INGB0000012345", "E2E-1")),
        ("ING, structured", "/EREF/E2E-1//CNTP/NL32INGB0000012345/INGBNL2A/J.Janssen///REMI/STRD/CUR/9001123412341234/",
         ("9001123412341234", "J.Janssen", "NL32INGB0000012345", "9001123412341234")),
        ("ING, a batch", "/PREF/M000000003333333//REMI/USTD//TOTAAL 1 VZ/",
         ("TOTAAL 1 VZ", None, None, "M000000003333333")),
        ("ING, cut", "/EREF/500411584454//MARF/1.15791632//CSID/NL93ZZZ332656790051\n//CNTP/NL12COBA0733959555/"
         "COBANL2XXXX/Muster Netherlands B.V.///R\nEMI/USTD//Factuurnummer 901258406560//PURP/OTHR/",
         ("Factuurnummer 901258406560", "Muster Netherlands B.V.", "NL12COBA0733959555", "500411584454")),
        ("Rabobank", "/EREF/E2E-1/ORDP//NAME/Jane Example/IBAN/NL91ABNA0417164300/REMI/FA-12/ISDT/2026-01-05",
         ("FA-12", "Jane Example", "NL91ABNA0417164300", "E2E-1")),
        ("Rabobank, cut before a code", "/EREF/E2E-1/ORDP/\n/NAME/Jane Example/REMI/FA-12/ISDT/2026-01-05",
         ("FA-12", "Jane Example", None, "E2E-1")),
        ("no words of the payer", "/BENM//NAME/CONTRA\n/REMI//ISDT/2026-01-05",
         ("/BENM//NAME/CONTRA /REMI//ISDT/2026-01-05", "CONTRA", None, None)),
        ("both sides", "/ORDP//NAME/Payer/IBAN/NL91ABNA0417164300/BENM//NAME/Us/REMI/FA-12",
         ("FA-12", "Payer", "NL91ABNA0417164300", None)),
        ("on whose behalf", "/ORDP//ULTD//NAME/Granddaughter/REMI/FA-12", ("FA-12", "Granddaughter", None, None)),
        ("a return", "/MARF/M-1/EREF/E2E-1/RTRN/AM04/BENM//NAME/Muster/", (
            "/MARF/M-1/EREF/E2E-1/RTRN/AM04/BENM//NAME/Muster/", "Muster", None, "E2E-1")),
        ("slashes in words", "/REMI/FACTUUR 12/34 /INV/56", ("FACTUUR 12/34 /INV/56", None, None, None)),
        ("a code in words", "/REMI/KLANT/ID/56/ID/78", ("KLANT/ID/56/ID/78", None, None, None)),
        ("an unknown code", "/EREF/E2E-1/XYZW/12/REMI/FA-12/XYZW/34", ("FA-12/XYZW/34", None, None, "E2E-1")),
        ("a name that looks like a code", "/CNTP/NL32INGB0000012345/INGBNL2A/JANS/AMST//REMI/USTD//FA-12/",
         ("FA-12", "JANS", "NL32INGB0000012345", None)),
        ("a party's number", "/ORDP//NAME/Payer/ID/4711/REMI/FA-12", ("FA-12", "Payer", None, None)),
        ("Goldman", "/EREF/E2E-1\n/CRNM/MUSTER BANK\n/CACT/107045863\n/REMI/Payment", (
            "Payment", "MUSTER BANK", None, "E2E-1")),
    ],
)  # fmt: skip
def test_code_words(case: str, words: str, expected) -> None:
    assert told(words) == expected, case


def test_the_other_side_of_money_paid_is_the_beneficiary() -> None:
    words = "/ORDP//NAME/Us/BENM//NAME/Supplier/IBAN/NL91ABNA0417164300/REMI/FA-12"
    debit = ":61:2601050105D10,00NTRFNONREF"
    assert told(words, debit) == ("FA-12", "Supplier", "NL91ABNA0417164300", None)
    ours = "166?00X?20SVWZ+FA-12?21ABWA+Enkelin?22ABWE+Lieferant"
    assert told(ours, debit)[1] == "Lieferant"


@pytest.mark.parametrize(
    ("case", "line", "words", "expected"),
    [
        ("lines that are not full", TEN, "VIR SEPA RECU\nDE: DUPONT\nMOTIF: FA-12",
         ("VIR SEPA RECU DE: DUPONT MOTIF: FA-12", None, None, None)),
        ("a number cut at the 65th character", TEN, "X" * 63 + "FA\n-0012",
         ("X" * 63 + "FA-0012", None, None, None)),
        ("the tag counts in the first line", TEN, "X" * 61 + "\n" + "Y" * 65 + "\nZ",
         ("X" * 61 + "Y" * 65 + "Z", None, None, None)),
        ("blanks up to the width", TEN, "ONE".ljust(65) + "\n" + " " * 65 + "\nTWO", ("ONE TWO", None, None, None)),
        ("markers without subfields", TEN, "EREF+E2E-1\nSVWZ+FA-12", ("FA-12", None, None, "E2E-1")),
        ("ASN: the other side twice", ":61:2601050105C10,00NIOBNL56ASNB9999999999\njansen g j",
         "NL56ASNB9999999999 jansen g j\n\nFA-12", ("FA-12", "jansen g j", "NL56ASNB9999999999", None)),
        ("SNS: an account of old", ":61:2601050105C10,00NIOB0987654321\njansen g j", "0987654321 jansen g j\nFA-12",
         ("FA-12", "jansen g j", None, "0987654321")),
        ("Rabobank: the account below", ":61:2601050105C10,00NTRFNONREF\nNL56ASNB9999999999", "FA-12",
         ("FA-12", None, "NL56ASNB9999999999", None)),
        ("a reference like an IBAN", ":61:2601050105C10,00NTRFRF18539007547034", "FA-12",
         ("FA-12", None, None, "RF18539007547034")),
        ("nothing", TEN, "", ("NTRF", None, None, None)),
    ],
)  # fmt: skip
def test_free_text(case: str, line: str, words: str, expected) -> None:
    assert told(words, line) == expected, case


def test_the_lines_of_ns() -> None:
    ns = ":NS:01Rechnung\n02FA-12\n15Muster GmbH und Compagnie i\n16m Osten\n17GUTSCHRIFT\n1812345\n340001234567"
    (line,) = lines_of(mt940(":NS:22Our firm\n23Our account", TEN, ns))
    assert (line.label, line.counterparty) == ("Rechnung FA-12", "Muster GmbH und Compagnie im Osten")
    (line,) = lines_of(mt940(TEN, ":NS:17GUTSCHRIFT\n1812345"))
    assert (line.label, line.counterparty) == ("GUTSCHRIFT", None)


def test_ns_beside_a_text() -> None:
    (line,) = lines_of(mt940(TEN, ":86:FA-12", ":NS:01Mai\n15Muster"))
    assert (line.label, line.counterparty) == ("FA-12 Mai", "Muster")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "latin-1", "cp850"])
def test_letters_of_any_encoding(encoding: str) -> None:
    content = mt940(TEN, ":86:166?00X?20Überweisung für Café?32Müller & Söhne, Besançon").decode()
    (line,) = lines_of(content.encode(encoding))
    assert (line.label, line.counterparty) == ("Überweisung für Café", "Müller & Söhne, Besançon")


def test_a_letter_cut_by_the_line() -> None:
    content = mt940(TEN, ":86:" + "X" * 64 + "é end").replace(
        "é".encode(), "é".encode()[:1] + b"\r\n" + "é".encode()[1:]
    )
    (line,) = lines_of(content)
    assert line.label == "X" * 64 + "é end"


def test_a_label_is_no_longer_than_the_record() -> None:
    (line,) = lines_of(mt940(TEN, ":86:" + "\n".join(["word " * 13] * 200)))
    assert len(line.label) <= 2_000
