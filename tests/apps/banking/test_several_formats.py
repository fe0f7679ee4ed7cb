"""One account told by several kinds of files: each movement is on record once, and booked once."""

import pytest

from quitus.apps.banking.models import BankAccount, BankLine, Statement
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances
from quitus.domain.refused import Refused
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY

pytestmark = pytest.mark.usefixtures("inside")

DAY = "2026-11-12"


def bring(content: bytes, name: str = "releve", account_id: int | None = None):
    return import_bank_file(content, name, on=TODAY, actor="Camille", account_id=account_id)


def amounts() -> list[int]:
    return sorted(BankLine.objects.values_list("amount_minor", flat=True))


def ofx(
    *movements: tuple[str, str, str], bank: str = "30006", branch: str = "00001", account: str = "12345678901"
):
    """A French bank's OFX of one account: (number, amount, name) of movements, all of one day."""
    told = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{DAY.replace('-', '')}<TRNAMT>{amount}<FITID>{number}<NAME>{name}</STMTTRN>"
        for number, amount, name in movements
    )
    return (
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
        "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20261113<LANGUAGE>FRA"
        "</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS>"
        f"<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>{bank}<BRANCHID>{branch}<ACCTID>{account}<ACCTTYPE>CHECKING"
        f"</BANKACCTFROM><BANKTRANLIST><DTSTART>20261112<DTEND>20261112{told}</BANKTRANLIST>"
        "<LEDGERBAL><BALAMT>0.00<DTASOF>20261112</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode("cp1252")


def test_what_the_statement_told_is_known_when_another_format_tells_it_again():
    bring(
        camt053(
            [
                credit("120.00", "VIR SEPA RECU FA-7", payer="DUPONT", day=DAY),
                credit("30.00", "MARTIN", day=DAY),
            ]
        )
    )
    done = bring(
        ofx(("A1", "120.00", "VIREMENT DUPONT FA-7"), ("A2", "30.00", "VIR MARTIN"), ("A3", "9.00", "CB"))
    )
    assert (done.new, done.known) == (1, 2)
    assert amounts() == [900, 3000, 12000]
    assert account_balances()["512000"] == 15_900
    assert BankAccount.objects.count() == 1


def test_the_order_of_the_files_does_not_matter():
    bring(ofx(("A1", "120.00", "VIREMENT DUPONT FA-7"), ("A2", "120.00", "VIREMENT DUPONT FA-7")))
    done = bring(camt053([credit("120.00", "VIR SEPA RECU FA-7", payer="DUPONT", day=DAY)]))
    assert (done.new, done.known) == (0, 1)
    assert amounts() == [12000, 12000]


def test_a_second_transfer_of_the_afternoon_is_another_one():
    """The same words again, in a statement that begins where the morning's ended."""
    twin = credit("50.00", "VIR DUPONT", day=DAY)
    bring(camt053([twin], opening="0.00", until=DAY), "matin.xml")
    done = bring(camt053([twin], opening="50.00", until=DAY), "apres-midi.xml")
    assert (done.new, done.known) == (1, 0)
    assert amounts() == [5000, 5000]


@pytest.mark.parametrize("entry", ["-12.00", "12.00"])
def test_a_file_that_does_not_say_its_account_goes_to_the_one_that_was_chosen(entry):
    bring(camt053([credit("1.00", "X", day=DAY)]))
    account = BankAccount.objects.get()
    qif = f"!Type:Bank\nD12/11/2026\nT{entry}\nPDUPONT\n^\n".encode()
    with pytest.raises(Refused) as refused:
        bring(qif)
    assert refused.value.code == "statement_without_account"
    assert Statement.objects.count() == 1
    done = bring(qif, account_id=account.id)
    assert (done.new, BankLine.objects.filter(bank_account=account).count()) == (1, 2)


def test_a_file_that_says_its_account_is_never_put_to_another_one():
    bring(camt053([credit("1.00", "X", day=DAY)]))
    other = BankAccount.objects.create(iban="FR7610107001011234567890129", currency="EUR")
    bring(ofx(("A1", "5.00", "DUPONT")), account_id=other.id)
    assert BankLine.objects.filter(bank_account=other).count() == 0


def test_one_number_at_two_banks_is_two_accounts():
    one = {"branch": "", "account": "12345678901"}
    bring(ofx(("A1", "5.00", "DUPONT"), bank="30006", **one))
    bring(ofx(("A1", "5.00", "DUPONT"), bank="10107", **one), "other.ofx")
    assert sorted(BankAccount.objects.values_list("iban", flat=True)) == [
        "10107/12345678901",
        "30006/12345678901",
    ]
    assert amounts() == [500, 500]
    bring(camt053([credit("5.00", "DUPONT", day=DAY)]))  # its IBAN names the first of them
    bring(ofx(("A2", "7.00", "MARTIN"), bank="30006", **one), "third.ofx")
    assert amounts() == [500, 500, 700]
    assert sorted(BankAccount.objects.values_list("iban", flat=True)) == ["10107/12345678901", STUDIO]
