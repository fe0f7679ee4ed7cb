"""Whatever a file holds, each of its rows is taken or named, and nothing but a refusal is ever raised."""

from datetime import date

from hypothesis import event, given
from hypothesis import strategies as st

from quitus.domain.importing.clients import plan_clients
from quitus.domain.importing.columns import check_mapping, propose_columns
from quitus.domain.importing.debtors import KnownClient, new_clients
from quitus.domain.importing.header_words import FIELDS, Field, Kind
from quitus.domain.importing.invoices import Assumptions, plan_invoices
from quitus.domain.importing.plan import file_fingerprint, row_fingerprint
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Row, Table
from quitus.domain.refused import Refused

HOSTILE = st.one_of(
    st.text(alphabet=st.characters(), max_size=12),
    st.text(alphabet="0123456789.,-/ €()E+'\u00a0", max_size=14),
    st.sampled_from(
        [
            "",
            "-",
            "0",
            "-5",
            "1,234",
            "10/22/2026",
            "31/02/2026",
            "a@x.example\r\nBcc: b@x.example",
            "Total",
            "\x00",
        ]
    ),
    st.sampled_from(["=1+1", "x" * 600, "\ud800", "n/a", "12 USD", "9" * 30, "#REF!", "\u200b", "\ufffd"]),
)
# What tools write under these headers; the right cell is likelier than any hostile one.
USUAL = {
    "N° facture": ["F-1", "F-2", "F-3", "f-1", "2026/004"],
    "Client": ["Durand", "DURAND", "Petit", "C1"],
    "Raison sociale": ["Durand", "Petit & Fils", "Martin"],
    "Nom": ["Durand", "Petit"],
    "Code client": ["C1", "C2", "C3", ""],
    "E-mail": ["a@x.example", "b@x.example", ""],
    "Date facture": ["22/09/2026", "2026-09-22", "05/06/2026", "22 sept. 2026"],
    "Échéance": ["22/10/2026", "2026-10-22", "", "05/11/2026"],
    "Montant TTC": ["1 200,00 €", "1200", "12,50", "1.200,00"],
    "Montant HT": ["1 000,00"],
    "Déjà payé": ["", "0", "12,50"],
    "Reste dû": ["", "12,50", "1 200,00"],
    "Devise": ["EUR", "", "USD"],
    "Envoyée le": ["23/09/2026", ""],
    "Objet": ["Escalier", ""],
    "Adresse": ["12 rue des Lilas", "12 rue des Lilas\nBât. B"],
    "CP": ["69003", "1000"],
    "Pays": ["France", "BE", ""],
    "SIREN": ["732829320", "123456789", ""],
    "SIRET": ["73282932000074", ""],
    "N° TVA": ["FR44732829320", ""],
    "Langue": ["fr", "de", ""],
    "Délai": ["30 jours", "un jour"],
    "Type": ["particulier", "B2B", "", "Avoir"],
    "Statut": ["Payée", "En retard", "", "Annulée", "Partiellement payée", "?"],
    "Tél.": ["04 78 00 00 00", "?"],
    "?": ["?"],
}
NEEDED = {
    Kind.CLIENTS: {"Nom": Field.NAME},
    Kind.INVOICES: {
        "N° facture": Field.NUMBER,
        "Client": Field.CLIENT_NAME,
        "Date facture": Field.ISSUED_ON,
        "Échéance": Field.DUE_ON,
        "Montant TTC": Field.AMOUNT,
    },
}


@st.composite
def rows(draw, names):
    """One row: mostly as it should be, with a hostile cell here and there, seldom of the wrong width."""
    cells = [
        draw(HOSTILE) if draw(st.integers(0, 15)) == 0 else draw(st.sampled_from(USUAL[name]))
        for name in names
    ]
    if draw(st.integers(0, 19)) == 0:
        return tuple(draw(st.lists(HOSTILE, max_size=len(names) + 2)))
    return tuple(cells)


@st.composite
def files(draw, kind):
    """Tables such as a reader gives, some rows named as broken already."""
    more = draw(st.lists(st.sampled_from(sorted(USUAL)), max_size=8, unique=True))
    names = draw(st.permutations(list(dict.fromkeys([*NEEDED[kind], *more]))))
    lines = tuple(Row(line, row) for line, row in enumerate(draw(st.lists(rows(names), max_size=8)), 2))
    broken = tuple(
        Problem("import_quotes_broken", row.line) for row in lines if draw(st.integers(0, 19)) == 0
    )
    return Table(tuple(names), lines, problems=broken)


@st.composite
def mappings(draw, table, kind):
    """The proposal with the needed columns settled, sometimes with some field put onto any column."""
    chosen = {field: (table.headers.index(header),) for header, field in NEEDED[kind].items()}
    mapping = dict(propose_columns(table.headers, kind, chosen).mapping)
    if draw(st.integers(0, 3)) == 0:
        place = st.integers(0, len(table.headers) - 1)
        mapping[draw(st.sampled_from(list(FIELDS[kind])))] = draw(st.tuples(place) | st.tuples(place, place))
    return mapping


def account_for(result, table):
    """Each row of the file is taken or named, never both, never neither."""
    taken = [row.line for row in result.rows]
    assert len(set(taken)) == len(taken)
    assert not set(taken) & result.refused_lines
    assert set(taken) | result.refused_lines == {row.line for row in table.rows}
    assert len(taken) + len(result.refused_lines) == result.row_count == len(table.rows)


@given(st.data(), files(Kind.CLIENTS))
def test_no_row_of_clients_is_lost(data, table):
    mapping = data.draw(mappings(table, Kind.CLIENTS))
    try:
        check_mapping(mapping, table.headers, Kind.CLIENTS)
    except Refused:
        return
    result = plan_clients(table, mapping)
    account_for(result, table)
    assert all(client.name for client in result.rows)
    assert result == plan_clients(table, mapping)
    assert len(file_fingerprint(result.rows)) == 64


@given(st.data(), files(Kind.INVOICES), st.sampled_from([None, 30]))
def test_no_row_of_invoices_is_lost(data, table, due_after_days):
    mapping = data.draw(mappings(table, Kind.INVOICES))
    assumptions = Assumptions(date(2026, 11, 23), due_after_days=due_after_days)
    known = (KnownClient(1, "C1", "Durand"), KnownClient(2, "", "Petit"))
    try:
        result = plan_invoices(table, mapping, assumptions, known)
    except Refused:
        return
    account_for(result, table)
    event(f"taken: {min(len(result.rows), 3)}")
    for invoice in result.rows:
        assert invoice.number
        assert invoice.client_name or invoice.client_reference
        assert invoice.issued_on <= invoice.due_on
        assert invoice.amount.minor > 0
        assert 0 <= invoice.paid.minor <= invoice.amount.minor
        assert not set(invoice.client_email) & set("\r\n,; ")
    assert len({invoice.number.casefold() for invoice in result.rows}) == len(result.rows)
    asked = sum(len(client.lines) for client in new_clients(result.rows))
    assert asked == sum(invoice.known_client is None for invoice in result.rows)


@given(files(Kind.CLIENTS), st.data())
def test_the_order_of_columns_changes_nothing(table, data):
    """The same file with its columns moved says the same: same rows, same fingerprints, as many problems."""
    order = data.draw(st.permutations(range(len(table.headers))))
    whole = tuple(row for row in table.rows if len(row.cells) == len(table.headers))
    mapping = propose_columns(table.headers, Kind.CLIENTS).mapping
    single = {field: places for field, places in mapping.items() if len(places) == 1}
    moved = {field: (order.index(places[0]),) for field, places in single.items()}
    first = Table(table.headers, whole)
    second = Table(
        tuple(table.headers[place] for place in order),
        tuple(Row(row.line, tuple(row.cells[place] for place in order)) for row in whole),
    )
    try:
        expected = plan_clients(first, single)
    except Refused:
        return
    result = plan_clients(second, moved)
    assert result.rows == expected.rows
    assert [row_fingerprint(row) for row in result.rows] == [row_fingerprint(row) for row in expected.rows]
    assert result.refused_lines == expected.refused_lines
