"""Rows of a file of clients: what each says, and what is wrong with it."""

import re
from dataclasses import dataclass, field, fields

from quitus.domain.importing.cells import Cells, readable_rows
from quitus.domain.importing.columns import Columns, check_mapping
from quitus.domain.importing.countries import read_country
from quitus.domain.importing.header_words import Field, Kind
from quitus.domain.importing.identifiers import (
    company_number_valid,
    read_company_number,
    read_vat_number,
    vat_number_valid,
)
from quitus.domain.importing.plan import ImportPlan, in_line_order
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Table
from quitus.domain.importing.text import name_key
from quitus.domain.importing.values import (
    ClientClass,
    PaymentDelay,
    read_client_class,
    read_emails,
    read_language,
    read_payment_delay,
)

_FIELD_OF = {
    "emails": Field.EMAIL,
    "phones": Field.PHONE,
    "address_lines": Field.ADDRESS,
    "payment_delay": Field.PAYMENT_TERMS,
}
_PHONE = re.compile(r"(?:[ ().\-/]*\+?[0-9]){6,15}[ ().\-/]*")
_POSTCODE_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{3}")


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client as the file has it. "" and None mean that the file does not say.

    Two rows that say the same are equal, whatever their line.
    """

    line: int = field(compare=False)
    name: str
    reference: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    country: str = ""  # two letters, ISO 3166
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    language: str = ""  # "fr", "en"
    contact_name: str = ""
    payment_delay: PaymentDelay | None = None
    client_class: ClientClass | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes two rows the same client: the reference, else the name."""
        if self.reference:
            return "reference", self.reference.casefold()
        return "name", name_key(self.name)


def plan_clients(table: Table, columns: Columns) -> ImportPlan[ClientRow]:
    """Each row as a client, or its problems. An equal row comes twice in `rows`, with a notice.

    Raises Refused when the mapping cannot be used (see `check_mapping`).
    """
    check_mapping(columns, table.headers, Kind.CLIENTS)
    problems: list[Problem] = []
    notices = list(table.notices)
    rows: list[ClientRow] = []
    first_seen: dict[tuple[str, str], ClientRow] = {}
    for row in readable_rows(table, problems):
        cells = Cells(row, table, columns, problems, notices)
        client = _client(cells)
        _check_repetition(cells, client, first_seen.setdefault(client.key, client))
        if cells.sound:
            rows.append(client)
    return ImportPlan(tuple(rows), in_line_order(problems), in_line_order(notices), len(table.rows))


def _client(cells: Cells) -> ClientRow:
    country = cells.read(Field.COUNTRY, read_country) or ""
    siren, siret = _company_number(cells)
    return ClientRow(
        line=cells.line,
        name=cells.required(Field.NAME),
        reference=cells.text(Field.REFERENCE),
        emails=cells.read_each(Field.EMAIL, read_emails),
        phones=_phones(cells),
        address_lines=cells.texts(Field.ADDRESS),
        postcode=_postcode(cells, country),
        city=cells.text(Field.CITY),
        country=country,
        siren=siren,
        siret=siret,
        vat_number=_vat_number(cells, siren),
        language=cells.read_leniently(Field.LANGUAGE, read_language) or "",
        contact_name=cells.text(Field.CONTACT_NAME),
        payment_delay=cells.read_leniently(Field.PAYMENT_TERMS, read_payment_delay),
        client_class=cells.read(Field.CLIENT_CLASS, read_client_class),
    )


def _company_number(cells: Cells) -> tuple[str, str]:
    """SIREN and SIRET from either column; doubts about them are notices."""
    siren = siret = ""
    for column in (Field.SIREN, Field.SIRET):
        number = cells.read_leniently(column, read_company_number)
        if number is None:
            continue
        if number.zeros_restored:
            cells.notice("import_zeros_restored", column, restored=number.siret or number.siren)
        if not company_number_valid(number):
            cells.notice("import_company_number_check", column)
        if siren and number.siren != siren:
            cells.notice("import_company_numbers_differ", column, siren=siren)
        siren, siret = siren or number.siren, siret or number.siret
    return siren, siret


def _vat_number(cells: Cells, siren: str) -> str:
    number = cells.read_leniently(Field.VAT_NUMBER, read_vat_number) or ""
    if number and not vat_number_valid(number):
        cells.notice("import_vat_number_check", Field.VAT_NUMBER)
    elif siren and number.startswith("FR") and not number.endswith(siren):
        cells.notice("import_company_numbers_differ", Field.VAT_NUMBER, siren=siren)
    return number


def _phones(cells: Cells) -> tuple[str, ...]:
    phones = cells.texts(Field.PHONE)
    if any(not _PHONE.fullmatch(phone) for phone in phones):
        cells.notice("import_phone_unusual", Field.PHONE)
    return phones


def _postcode(cells: Cells, country: str) -> str:
    """Spreadsheets take 01000 Bourg-en-Bresse for the number 1000."""
    postcode = cells.text(Field.POSTCODE)
    if country == "FR" and _POSTCODE_WITHOUT_ZERO.fullmatch(postcode):
        cells.notice("import_zeros_restored", Field.POSTCODE, restored=f"0{postcode}")
        return f"0{postcode}"
    return postcode


def _check_repetition(cells: Cells, client: ClientRow, first: ClientRow) -> None:
    if first is client or not client.name:
        return
    if first == client:
        cells.notice("import_client_repeated", Field.NAME, first_line=first.line)
        return
    differing = next(
        _FIELD_OF.get(column.name) or Field(column.name)
        for column in fields(ClientRow)
        if column.compare and getattr(first, column.name) != getattr(client, column.name)
    )
    cells.problem("import_client_twice", Field.NAME, first_line=first.line, difference=differing)
