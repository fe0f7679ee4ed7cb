"""Clients and invoices out of workbooks: the same table as the same rows in CSV give."""

from datetime import date

import pytest

from quitus.adapters.tables.any_file import AnyTableFiles
from quitus.domain.importing.columns import propose_columns
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.invoices import Assumptions, plan_invoices
from quitus.domain.refused import Refused
from quitus.ports.tables import TableFiles
from tests.adapters.tables.workbooks import package, sheet_xml, workbook

files: TableFiles = AnyTableFiles()
ROWS = [
    ["N° facture", "Client", "Date facture", "Échéance", "Montant TTC"],
    ["F-1", "Café de l’Été", date(2026, 10, 1), date(2026, 10, 31), 1200.5],
    ["F-2", "Garage Tissot", date(2026, 10, 5), date(2026, 11, 4), 480],
]
CSV = "N° facture;Client;Date facture;Échéance;Montant TTC\nF-1;Café de l’Été;2026-10-01;2026-10-31;1200.5\n"


def planned(content):
    table = files.read(content)
    proposal = propose_columns(table.headers, Kind.INVOICES)
    return plan_invoices(table, proposal.mapping, Assumptions(date(2026, 11, 1)))


def test_a_workbook_gives_the_table_that_csv_gives():
    table = files.read(workbook({"Octobre": ROWS[:2]}))
    same = files.read(CSV.encode())
    assert (table.headers, table.rows, table.problems) == (same.headers, same.rows, same.problems)
    assert (table.read_as, same.read_as) == ("XLSX, Octobre", "CSV, utf-8, ;")


def test_invoices_of_a_workbook_are_planned_to_the_cent():
    plan = planned(workbook({"Octobre": ROWS}))
    assert plan.problems == ()
    assert [(row.number, row.amount.minor, row.due_on) for row in plan.rows] == [
        ("F-1", 120050, date(2026, 10, 31)),
        ("F-2", 48000, date(2026, 11, 4)),
    ]


def test_the_sheet_with_the_known_headers_is_taken_and_its_preamble_left():
    def change(made):
        made["Caché"].sheet_state = "hidden"

    sheets = {
        "Couverture": [["Export"], ["du 01/10/2026"]],
        "Caché": ROWS,
        "Factures": [["Liste des factures"], [], *ROWS],
        "Vide": [],
    }
    table = files.read(workbook(sheets, change))
    assert (table.read_as, table.header_line, [row.line for row in table.rows]) == (
        "XLSX, Factures",
        3,
        [4, 5],
    )


def test_rows_of_other_lengths_are_told():
    table = files.read(workbook({"S": [["Nom", "Ville"], ["Durand"], ["Petit", "Paris", "FR"]]}))
    assert [(found.line, found.code) for found in table.problems] == [(3, "import_row_ragged")]
    assert [row.cells for row in table.rows] == [("Durand", ""), ("Petit", "Paris")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (workbook({"S": []}), "import_headers_not_found"),
        (workbook({"S": [[1, 2], [3, 4]]}), "import_headers_not_found"),
        (package(sheet_xml("")[:-30]), "table_workbook_damaged"),
        (b"PK\x03\x04rest of a zip", "import_file_is_spreadsheet"),
        (b"\xd0\xcf\x11\xe0old workbook", "import_file_is_spreadsheet"),
        (b"", "import_file_empty"),
    ],
)
def test_what_is_no_table(content, code):
    with pytest.raises(Refused) as refused:
        files.read(content)
    assert refused.value.code == code


def test_writing_stays_csv():
    assert files.write(["Nom"], [["=1+1"]]) == b'\xef\xbb\xbf"Nom"\r\n"\'=1+1"\r\n'
