"""Transfer files: valid by the schema of ISO 20022, whatever the names; taken by a bank that others wrote."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from lxml import etree

from quitus.adapters.transfers.pain001 import Pain001
from quitus.domain.money import Money
from quitus.domain.outgoing.orders import Address, checked_payee
from quitus.ports.transfer_files import Transfer, TransferFile
from tests.mock_bank import mock_bank
from tests.samples import samples

OWN = "FR7630006000011234567890189"
PAYEE = "DE89370400440532013000"
NOWHERE = Address()
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def transfer(number=1, name="Papeterie du Port", minor=12_345, remittance="Facture 118", address=NOWHERE):
    return Transfer(f"QT{number:06}", checked_payee(name, PAYEE, Money(minor, "EUR"), remittance, address))


def order(*transfers, instant=False, debtor="Studio Marelle", bic=""):
    return TransferFile(
        message_id="QT-20261124-0001",
        created=datetime(2026, 11, 24, 9, 30),  # noqa: DTZ001 - the firm's own time
        debtor=debtor,
        iban=OWN,
        bic=bic,
        execution_on=date(2026, 11, 25),
        instant=instant,
        transfers=transfers or (transfer(),),
    )


def read(content):
    return etree.fromstring(content)


def texts(content, path):
    return [found.text for found in read(content).iterfind(f".//{path}", NS)]


def test_what_the_bank_reads():
    content = Pain001().write(order(transfer(1), transfer(2, minor=1, remittance="")))
    assert texts(content, "p:MsgId") == texts(content, "p:PmtInfId") == ["QT-20261124-0001"]
    assert texts(content, "p:CreDtTm") == ["2026-11-24T09:30:00"]
    assert texts(content, "p:NbOfTxs") == ["2", "2"]
    assert texts(content, "p:CtrlSum") == ["123.46", "123.46"]
    assert texts(content, "p:InstdAmt") == ["123.45", "0.01"]
    assert texts(content, "p:EndToEndId") == ["QT000001", "QT000002"]
    assert texts(content, "p:Ustrd") == ["Facture 118", "QT000002"]
    assert texts(content, "p:ReqdExctnDt/p:Dt") == ["2026-11-25"]
    assert texts(content, "p:IBAN") == [OWN, PAYEE, PAYEE]
    assert texts(content, "p:BtchBookg") == ["false"]
    assert texts(content, "p:SvcLvl/p:Cd") == ["SEPA"]
    assert texts(content, "p:LclInstrm/p:Cd") == []


def test_the_same_order_is_the_same_file():
    assert Pain001().write(order()) == Pain001().write(order())


def test_instant_transfers_say_so():
    assert texts(Pain001().write(order(instant=True)), "p:LclInstrm/p:Cd") == ["INST"]


def test_an_address_is_structured_or_hybrid():
    address = Address("Köln", "de", "50667", ("Domstraße 1", "Hinterhof"))
    content = Pain001().write(order(transfer(address=address)))
    (found,) = read(content).iterfind(".//p:Cdtr/p:PstlAdr", NS)
    assert [(etree.QName(part).localname, part.text) for part in found] == [
        ("PstCd", "50667"),
        ("TwnNm", "Koln"),
        ("Ctry", "DE"),
        ("AdrLine", "Domstrasse 1"),
        ("AdrLine", "Hinterhof"),
    ]
    assert texts(Pain001().write(order()), "p:PstlAdr") == []


HOSTILE = [
    "</Nm><Evil/>",
    "]]><!--",
    "&amp; &lt;script&gt;",
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
    "=HYPERLINK(1)",
    "名前 Étoile",
    "A" * 500,
    "a//b//",
    "\u202eabc\u200b",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text(text):
    content = Pain001().write(order(transfer(name=f"X {text}", remittance=text[:100]), debtor=text))
    root = read(content)
    assert len(root.findall(".//p:CdtTrfTxInf", NS)) == 1
    assert not root.findall(".//p:Evil", NS)
    for found in (*texts(content, "p:Nm"), *texts(content, "p:Ustrd")):
        assert found.isascii()
        assert not set(found) & set("<>&=[]\n")


def test_the_largest_order():
    many = [transfer(number, minor=99_999_999_999) for number in range(1000)]
    content = Pain001().write(order(*many))
    assert texts(content, "p:CtrlSum")[0] == "999999999990.00"


def test_valid_by_the_published_schema():
    schema = etree.XMLSchema(etree.parse(samples("iso20022/xsd/pain.001.001.09.xsd")))
    address = Address("Nantes", "FR", "44000", ("2 rue X",))
    content = Pain001().write(order(transfer(1, address=address), transfer(2), instant=True, bic="AGRIFRPP"))
    schema.assertValid(read(content))


def test_a_bank_takes_it_and_tells_it_by_its_end_to_end_id():
    monday = date(2026, 3, 2)
    with mock_bank(monday) as bank:
        order_of_monday = replace(
            order(transfer(1), transfer(2)), iban="NL41MOCK0000000001", execution_on=monday
        )
        bank.pay(Pain001().write(order_of_monday))
        bank.ask("POST", "/_mock/advance?days=1")
        (report,) = bank.documents("pain.002")
        statement = b"".join(bank.documents("camt.053"))
    assert b"RJCT" not in report
    assert statement.count(b"QT000001") == statement.count(b"QT000002") > 0


@pytest.mark.parametrize(
    ("bic", "named", "other"), [("", [], ["NOTPROVIDED"]), ("AGRIFRPP", ["AGRIFRPP"], [])]
)
def test_a_bank_is_named_by_its_bic_or_said_not_to_be(bic, named, other):
    content = Pain001().write(order(bic=bic))
    assert texts(content, "p:DbtrAgt/p:FinInstnId/p:BICFI") == named
    assert texts(content, "p:DbtrAgt/p:FinInstnId/p:Othr/p:Id") == other
    assert texts(content, "p:CdtrAgt") == []
