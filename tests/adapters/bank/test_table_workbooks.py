"""Banks' tables in Excel workbooks: days and amounts as cells hold them, sheet by sheet, alone or in an archive."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from quitus.adapters.bank.detect import DetectingReader
from quitus.domain.banking.column_mapping import BankField, ColumnMapping
from quitus.domain.banking.statement import BankFile
from quitus.domain.refused import Refused
from tests.adapters.bank.reading import read
from tests.adapters.bank.table_files import amounts, blocking, ends, noticed, table, told
from tests.adapters.tables.workbooks import package, sheet_xml, workbook

HEADER = ["Date", "Libellé", "Montant"]
ROWS = [[date(2026, 3, 17), "VIR ROBIN", 1234.56], [date(2026, 3, 18), "CB PLOUF", -0.1]]
READ = [("2026-03-17", "1234.56 EUR", "VIR ROBIN"), ("2026-03-18", "-0.10 EUR", "CB PLOUF")]
DAY_NUMBER = 46098  # 17 March 2026, counted from 1900


def sheet(*rows: list[object]) -> bytes:
    return workbook({"Feuille1": rows})


def zipped(kind: int = zipfile.ZIP_DEFLATED, **members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return content.getvalue()


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return refused.value.code


def test_days_and_amounts_as_cells():
    file = read(sheet(HEADER, *ROWS))
    (statement,) = file.statements
    assert (file.format, told(statement), blocking(file)) == ("XLSX", READ, [])


@pytest.mark.parametrize(
    "rows",
    [
        [["17/03/2026", "VIR ROBIN", "1 234,56 €"], ["18/03/2026", "CB PLOUF", "-0,10 €"]],
        [["17/03/2026", "VIR ROBIN", 1234.56], [date(2026, 3, 18), "CB PLOUF", "-0,10"]],
        [[datetime.fromisoformat("2026-03-17T23:59:59"), "VIR ROBIN", 1234.56], [date(2026, 3, 18), "CB PLOUF", -0.1]],
        [[DAY_NUMBER, "VIR ROBIN", 1234.56], [DAY_NUMBER + 1, "CB PLOUF", -0.1]],
        [["17/03/2026", "VIR\nROBIN", 1234.5600000000001], ["18/03/2026", "CB PLOUF", -0.1, None, "note du client"]],
    ],
    ids=["texts", "mixed", "with time", "day numbers", "beyond the headers"],
)  # fmt: skip
def test_the_same_movements_however_the_cells_hold_them(rows):
    (statement,) = read(sheet(HEADER, *rows)).statements
    assert (told(statement), blocking(statement)) == (READ, [])


def test_a_bare_number_beside_written_days_is_none():
    (statement,) = read(sheet(HEADER, *ROWS, [DAY_NUMBER, "EDF", -5])).statements
    assert (amounts(statement), blocking(statement)) == ([123456, -10], [("l.4", "bank_date_unreadable")])


def test_bare_numbers_are_no_days_in_a_workbook_that_counts_from_1904():
    def change(made):
        made.epoch = CALENDAR_MAC_1904

    rows = [HEADER, *([DAY_NUMBER + place, label, amount] for place, (_, label, amount) in enumerate(ROWS))]
    assert [told(one) for one in read(workbook({"S": rows})).statements] == [READ]
    file = read(workbook({"S": rows}, change))
    assert blocking(file) == [("l.2", "bank_date_unreadable"), ("l.3", "bank_date_unreadable")]


def test_a_bare_number_is_no_day_in_csv():
    file = read(table("Date;Libellé;Montant", "17/03/2026;a;1,00", f"{DAY_NUMBER};b;2,00"))
    assert blocking(file) == [("l.3", "bank_date_unreadable")]


def test_what_stands_around_the_table():
    content = sheet(
        ["Compte courant", None, "FR76 3000 4000 0312 3456 7890 143"],
        ["Période du 01/03/2026 au 31/03/2026"],
        [],
        ["Solde au 01/03/2026", None, None, 100],
        ["Date", "Libellé", "Débit", "Crédit"],
        [date(2026, 3, 17), "VIR ROBIN", None, 50.5],
        [date(2026, 3, 18), "CB PLOUF", -20, None],
        ["TOTAL", None, -20, 50.5],
        ["Solde au 31/03/2026", None, None, 130.5],
    )
    (statement,) = read(content).statements
    assert statement.account == "FR7630004000031234567890143"
    assert (amounts(statement), ends(statement)) == ([5050, -2000], (10000, 13050, True))


def test_merged_cells_hold_their_words_once():
    def change(made):
        made["S"].merge_cells("A1:D1")
        made["S"].merge_cells("A4:A5")  # one day for two movements: the second has none

    rows = [["Relevé de compte"], [], HEADER, [date(2026, 3, 17), "a", 1], [None, "b", 2]]
    file = read(workbook({"S": rows}, change))
    (statement,) = file.statements
    assert (amounts(statement), blocking(statement)) == ([100], [("l.5", "bank_date_missing")])


def test_rows_that_are_not_shown_are_read():
    """A filter hides rows of a list; the money moved all the same."""

    def change(made):
        made["S"].row_dimensions[2].hidden = True

    (statement,) = read(workbook({"S": [HEADER, *ROWS]}, change)).statements
    assert told(statement) == READ


def test_an_amount_that_no_program_has_computed_is_a_problem():
    rows = (
        '<row r="1"><c t="inlineStr"><is><t>Date</t></is></c><c t="inlineStr"><is><t>Libellé</t></is></c>'
        '<c t="inlineStr"><is><t>Montant</t></is></c></row>'
        '<row r="2"><c t="inlineStr"><is><t>17/03/2026</t></is></c><c t="inlineStr"><is><t>a</t></is></c>'
        "<c><f>B9*2</f></c></row>"
        '<row r="3"><c t="inlineStr"><is><t>18/03/2026</t></is></c><c t="inlineStr"><is><t>b</t></is></c>'
        "<c><f>B9*2</f><v>2.5</v></c></row>"
    )
    (statement,) = read(package(sheet_xml(rows))).statements
    assert (amounts(statement), blocking(statement)) == ([250], [("l.2", "bank_amount_unreadable")])


@pytest.mark.parametrize("cell", ["#REF!", "#DIV/0!", True])
def test_an_amount_that_is_an_error_is_a_problem(cell):
    (statement,) = read(sheet(HEADER, *ROWS, [date(2026, 3, 19), "c", cell])).statements
    assert (amounts(statement), blocking(statement)) == ([123456, -10], [("l.4", "bank_amount_unreadable")])


def several(change=None) -> BankFile:
    return read(
        workbook(
            {
                "Compte  courant": [["IBAN", "FR7630004000031234567890143"], HEADER, *ROWS],
                "Notes": [["Penser à appeler Robin"]],
                "Vide": [],
                "Livret": [HEADER, *ROWS[:1], [date(2026, 3, 18), "intérêts", "oups"]],
            },
            change,
        )
    )


def test_each_sheet_is_a_statement_and_one_that_is_none_is_told():
    file = several()
    assert [(one.account, amounts(one)) for one in file.statements] == [
        ("FR7630004000031234567890143", [123456, -10]),
        (None, [123456]),
    ]
    assert blocking(file) == [("Livret l.3", "bank_amount_unreadable")]
    assert ("Notes", "bank_sheet_no_table") in noticed(file)


def test_a_hidden_sheet_is_told_and_not_read():
    def change(made):
        made["Livret"].sheet_state = "hidden"

    file = several(change)
    assert [amounts(one) for one in file.statements] == [[123456, -10]]
    assert (blocking(file), ("Livret", "bank_sheet_hidden") in noticed(file)) == ([], True)


def test_a_workbook_whose_only_table_is_hidden_is_none():
    def change(made):
        made["B"].sheet_state = "hidden"

    assert refusal_of(workbook({"A": [["rien"]], "B": [HEADER, *ROWS]}, change)) == "bank_format_unknown"


@pytest.mark.parametrize(
    "rows", [[], [["Bonjour"]], [["Client", "E-mail"], ["Robin", "robin@client.example"]]]
)
def test_a_workbook_without_movements_is_refused(rows):
    assert refusal_of(sheet(*rows)) == "bank_format_unknown"


def test_columns_that_are_not_sure_are_asked_for_and_then_read():
    content = sheet(
        ["Jour", "Quoi", "Somme", "Reste"], [date(2026, 3, 17), "a", 1, 9], [date(2026, 3, 18), "b", 2, 8]
    )
    (guess,) = DetectingReader().guess(io.BytesIO(content))
    assert (refusal_of(content), guess.headers, guess.rows[0]) == (
        "bank_table_columns_unsure",
        ("Jour", "Quoi", "Somme", "Reste"),
        ("2026-03-17", "a", "1", "9"),
    )
    meant = ColumnMapping(
        {
            BankField.BOOKED: (0,),
            BankField.LABEL: (1,),
            BankField.AMOUNT: (2,),
        }
    )
    reader = DetectingReader().knowing({guess.fingerprint: meant})
    for source in (content, zipped(mars_xlsx=content)):
        (statement,) = reader.read(io.BytesIO(source)).statements
        assert told(statement) == [("2026-03-17", "1.00 EUR", "a"), ("2026-03-18", "2.00 EUR", "b")]


def test_a_workbook_within_an_archive_beside_other_files():
    content = zipped(
        mars_xlsx=sheet(HEADER, *ROWS),
        avril_csv=table("Date;Libellé;Montant", "17/04/2026;a;1,00"),
        lisezmoi_txt=b"Bonjour",
    )
    file = read(content)
    assert file.format == "XLSX, CSV"
    assert [amounts(one) for one in file.statements] == [[123456, -10], [100]]
    assert ("lisezmoi.txt", "bank_member_unknown") in noticed(file)


def test_a_problem_within_an_archive_names_the_workbook():
    file = read(zipped(mars_xlsx=sheet(HEADER, *ROWS, [date(2026, 3, 19), "c", "oups"])))
    assert blocking(file) == [("mars.xlsx: l.4", "bank_amount_unreadable")]


def test_a_damaged_workbook_within_an_archive_refuses_the_whole():
    good = table("Date;Libellé;Montant", "17/04/2026;a;1,00")
    with pytest.raises(Refused) as refused:
        read(zipped(avril_csv=good, mars_xlsx=sheet(HEADER, *ROWS)[:-300]))
    assert (refused.value.code, refused.value.facts["member"]) == ("table_workbook_damaged", "mars.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        zipped(zipfile.ZIP_STORED, mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<x/>"),
    ],
    ids=["Excel's old format", "OpenDocument"],
)  # fmt: skip
def test_workbooks_of_other_formats_are_refused_with_what_to_do(content):
    assert refusal_of(content) == "import_file_is_spreadsheet"


def test_a_document_of_word_is_no_workbook():
    assert refusal_of(package("", more={"xl/workbook.xml": "<document/>"})) == "table_workbook_damaged"
