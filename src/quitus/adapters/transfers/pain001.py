"""Transfer orders as pain.001.001.09, which French banks take since the SEPA rulebooks of 2023.

sepaxml builds the message; its clock, its random numbers and its batch booking are replaced, so that the same order is
the same file, each transfer is a line of its own on the statement, and instant ones say so. What comes out is checked
against the schema of ISO 20022.
"""

from functools import cache
from pathlib import Path

import sepaxml
from lxml import etree

from quitus.domain.outgoing.orders import Address
from quitus.domain.outgoing.sepa_text import sepa_text
from quitus.ports.transfer_files import Transfer, TransferFile

SCHEMA = "pain.001.001.09"
_NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
_NAME_LENGTH = 70


class Pain001:
    """Writes pain.001.001.09."""

    def write(self, order: TransferFile) -> bytes:
        config = {
            "name": sepa_text(order.debtor, _NAME_LENGTH),
            "IBAN": order.iban,
            "batch": True,
            "currency": "EUR",
            **({"BIC": order.bic} if order.bic else {}),
        }
        built = sepaxml.SepaTransfer(config, schema=SCHEMA, clean=False)
        for transfer in order.transfers:
            built.add_payment(_payment(transfer, order))
        root = etree.fromstring(built.export(validate=False), parser=_parser())
        _say(root, "GrpHdr/MsgId", order.message_id)
        _say(root, "GrpHdr/CreDtTm", order.created.strftime("%Y-%m-%dT%H:%M:%S"))
        _say(root, "PmtInf/PmtInfId", order.message_id)
        _say(root, "PmtInf/BtchBookg", "false")
        _name_agent(_one(root, "PmtInf/DbtrAgt/FinInstnId"))
        if order.instant:
            kind = _one(root, "PmtInf/PmtTpInf")
            local = etree.SubElement(kind, f"{{{_NAMESPACE}}}LclInstrm")
            etree.SubElement(local, f"{{{_NAMESPACE}}}Cd").text = "INST"
        _schema().assertValid(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _payment(transfer: Transfer, order: TransferFile) -> dict[str, object]:
    payee = transfer.payee
    return {
        "name": payee.name,
        "IBAN": payee.iban,
        "amount": payee.amount.minor,
        "execution_date": order.execution_on,
        "description": payee.remittance or transfer.end_to_end_id,
        "endtoend_id": transfer.end_to_end_id,
        "address": _address(payee.address),
    }


def _address(address: Address) -> dict[str, object]:
    if not address:
        return {}
    told = {"postcode": address.postcode, "town": address.town, "country": address.country}
    return {**{name: words for name, words in told.items() if words}, "lines": list(address.lines)}


def _name_agent(agent: etree._Element) -> None:
    """A bank whose BIC is not known is told so, as the EPC's guidelines want it; an empty element is refused."""
    if not len(agent):
        other = etree.SubElement(agent, f"{{{_NAMESPACE}}}Othr")
        etree.SubElement(other, f"{{{_NAMESPACE}}}Id").text = "NOTPROVIDED"


def _say(root: etree._Element, path: str, words: str) -> None:
    _one(root, path).text = words


def _one(root: etree._Element, path: str) -> etree._Element:
    steps = "/".join(f"{{{_NAMESPACE}}}{step}" for step in ("CstmrCdtTrfInitn", *path.split("/")))
    (found,) = root.findall(steps)
    return found


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


@cache
def _schema() -> etree.XMLSchema:
    folder = Path(sepaxml.__file__).parent / "schemas"
    return etree.XMLSchema(etree.parse(folder / f"{SCHEMA}.xsd", parser=_parser()))
