"""CSV files as other tools write them."""

import csv
import io
import time
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.adapters.tables import csv_records, records
from quitus.adapters.tables.csv_file import CsvFiles
from quitus.adapters.tables.text_encoding import decode
from quitus.domain.importing.columns import propose_columns
from quitus.domain.importing.header_words import Field, Kind
from quitus.domain.refused import Refused
from quitus.ports.tables import TableFiles
from tests.samples import samples

FRENCH = "N° facture;Client;Montant TTC\nF-1;Café de l’Été;1 200,00 €\nF-2;Garçon & Fils;15,50 €\n"
files: TableFiles = CsvFiles()


def read(text, encoding="utf-8", **choices):
    return files.read(text.encode(encoding), **choices)


def rows(table):
    return [(row.line, *row.cells) for row in table.rows]


def codes(findings):
    return [(finding.line, finding.code) for finding in findings]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_encodings(encoding, found):
    table = read(FRENCH, encoding)
    assert table.headers == ("N° facture", "Client", "Montant TTC")
    assert rows(table) == [(2, "F-1", "Café de l’Été", "1 200,00 €"), (3, "F-2", "Garçon & Fils", "15,50 €")]
    assert table.read_as == f"CSV, {found}, ;"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nom;Ville\nSOCIÉTÉ GÉNÉRALE;ORLÉANS\n", "cp1252"),
        ("Nom;Ville\nSOCIÉTÉ GÉNÉRALE;ORLÉANS\n", "mac_roman"),
        ("Nom;Montant\nDurand;12 €\n", "cp1252"),
        ("Nom;Montant\nDurand;12 €\n", "mac_roman"),
        ("Nom;Ville\nMaïté Noël;Besançon à côté\n", "cp1252"),
        ("Nom;Ville\nMaïté Noël;Besançon à côté\n", "mac_roman"),
        ("Nom;Ville\n« L’Œuvre »;Évreux\n", "cp1252"),
    ],
)
def test_windows_and_mac_are_told_apart_by_french_letters(text, encoding):
    table = read(text, encoding)
    assert [";".join(row.cells) for row in table.rows] == text.splitlines()[1:]


def test_a_chosen_encoding_and_separator_are_obeyed():
    content = "Nom,Ville;x\né,b;c\n".encode("mac_roman")
    assert rows(files.read(content, encoding="mac_roman", separator=";")) == [(2, "é,b", "c")]


def test_one_broken_byte_does_not_change_the_encoding_of_the_others():
    table = files.read("Nom;Ville\nCafé;Orléans\nPetit;Alès\n".encode().replace("Alès".encode(), b"Al\xe8s"))
    assert rows(table) == [(2, "Café", "Orléans"), (3, "Petit", "Al\ufffds")]


def test_the_encoding_is_found_without_a_list_of_all_letters():
    content = "\N{EM DASH}".encode() * 1_000_000 + b"\xe9"
    tracemalloc.start()
    text, encoding = decode(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (encoding, len(text)) == ("utf-8", 1_000_001)
    assert peak < 20_000_000


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator):
    quoted = FRENCH.replace("1 200,00 €", '"1 200,00 €"').replace("15,50 €", '"15,50 €"')
    table = read(quoted.replace(";", separator))
    assert table.headers == ("N° facture", "Client", "Montant TTC")
    assert rows(table)[0] == (2, "F-1", "Café de l’Été", "1 200,00 €")


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("Nom;E-mail\nDurand, Jean;a@x.example\nPetit, Anne;b@x.example\n", ("Nom", "E-mail")),
        ("Nom,Adresse\nDurand,12; rue des Lilas\nPetit,1; cours\n", ("Nom", "Adresse")),
        ("Machin;Truc;Chose\n1,5;2,5;3,5\n1,5;2,5;3,5\n", ("Machin", "Truc", "Chose")),
        ("Nom\nDurand\nPetit\n", ("Nom",)),
        ("sep=,\nNom,Ville\na,b\n", ("Nom", "Ville")),
        ('"sep=|"\nNom|Ville\na|b\n', ("Nom", "Ville")),
        ('sep="\nNom;Ville\na;b\n', ("Nom", "Ville")),
    ],
)
def test_the_separator_that_makes_headers_wins(text, headers):
    assert read(text).headers == headers


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end):
    assert rows(read(FRENCH.replace("\n", end)))[1] == (3, "F-2", "Garçon & Fils", "15,50 €")


def test_quoted_cells_hold_separators_quotes_and_line_ends():
    table = read('Nom;Adresse\r\n"Durand ""Le Zinc""; SARL";"12 rue des Lilas\r\n69003 Lyon"\r\nPetit;x\r\n')
    assert rows(table) == [(2, 'Durand "Le Zinc"; SARL', "12 rue des Lilas\n69003 Lyon"), (4, "Petit", "x")]
    assert table.problems == ()


def test_lines_above_the_headers_are_skipped_and_lines_keep_their_numbers():
    table = read(
        "Liste des factures impayées;;;\n"
        "Société;Durand;;\n"
        ";;;\n"
        "Du 01/01/2026;au 31/12/2026;;\n"
        "N° facture;Client;Date;Montant TTC\n"
        "\n"
        "F-1;Petit;22/10/2026;12,00\n"
    )
    assert table.header_line == 5
    assert table.headers == ("N° facture", "Client", "Date", "Montant TTC")
    assert rows(table) == [(7, "F-1", "Petit", "22/10/2026", "12,00")]


def test_unknown_headers_are_the_first_full_line_without_data():
    table = read("Export\nAlpha;Beta;Gamma\n1;2;3\n4;5;6\n")
    assert (table.headers, table.header_line) == (("Alpha", "Beta", "Gamma"), 2)


def test_headers_repeated_on_each_printed_page_are_told():
    table = read("Nom;Ville\nDurand;Lyon\nNom;Ville\nPetit;Paris\n")
    assert codes(table.notices) == [(3, "import_headers_repeated")]
    assert rows(table) == [(2, "Durand", "Lyon"), (4, "Petit", "Paris")]


def test_columns_of_one_name_or_none_can_be_told_apart():
    table = read("Adresse;Nom;;Adresse;Adresse\n1;2;3;4;5\n")
    assert table.headers == ("Adresse", "Nom", "(3)", "Adresse (2)", "Adresse (3)")
    mapping = propose_columns(table.headers, Kind.CLIENTS).mapping
    assert mapping == {Field.ADDRESS: (0, 3, 4), Field.NAME: (1,)}


@pytest.mark.parametrize(
    ("text", "headers", "first"),
    [
        ("Nom;Ville;;;\nDurand;Lyon;;;\n", ("Nom", "Ville"), ("Durand", "Lyon")),
        ("Nom;Ville;;\nDurand;Lyon\n", ("Nom", "Ville"), ("Durand", "Lyon")),
        ("Nom;Ville\nDurand;Lyon;;;\n", ("Nom", "Ville"), ("Durand", "Lyon")),
        ("Nom;Ville;;\nDurand;Lyon;note;\n", ("Nom", "Ville", "(3)"), ("Durand", "Lyon", "note")),
    ],
)
def test_trailing_separators_are_no_columns(text, headers, first):
    table = read(text)
    assert table.headers == headers
    assert table.rows[0].cells == first
    assert table.problems == ()


def test_ragged_rows_are_kept_and_named():
    table = read("Nom;Ville;Pays\nDurand;Lyon\nPetit;Paris;FR;de trop\nMartin;Nice;FR\nFin\n")
    assert codes(table.problems) == [
        (2, "import_row_ragged"),
        (3, "import_row_ragged"),
        (5, "import_row_ragged"),
    ]
    assert [problem.facts for problem in table.problems] == [
        {"cells": 2, "headers": 3},
        {"cells": 4, "headers": 3},
        {"cells": 1, "headers": 3},
    ]
    assert [row.line for row in table.rows] == [2, 3, 4, 5]
    assert all(len(row.cells) == 3 for row in table.rows)


def test_a_quote_that_nobody_closed_costs_one_row():
    body = "".join(f"Client {number};Lyon\n" for number in range(500))
    table = read(f'Nom;Ville\nDurand;Lyon\n"Petit;Paris\n{body}')
    assert codes(table.problems) == [(3, "import_quotes_broken")]
    assert len(table.rows) == 502
    assert table.rows[2].cells == ("Client 0", "Lyon")


def test_misplaced_quotes_cost_one_row():
    table = read('Nom;Ville\n"Durand" SARL;Lyon\nÉcran 12";Paris\n')
    assert codes(table.problems) == [(2, "import_quotes_broken")]
    assert rows(table)[1] == (3, 'Écran 12"', "Paris")


def test_blanks_before_a_quote_belong_to_the_separator():
    assert rows(read('Nom, Ville\n"Durand, Jean", "Lyon, 3e"\n')) == [(2, "Durand, Jean", "Lyon, 3e")]


def test_a_nul_stays_in_its_cell_for_the_plan_to_refuse():
    assert rows(read("Nom;Ville\nDur\x00and;Lyon\n" + "Petit;Paris\n" * 50))[0] == (2, "Dur\x00and", "Lyon")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import_file_empty"),
        (b"\xef\xbb\xbf", "import_file_empty"),
        (b" \r\n\t\n", "import_file_empty"),
        (b"\x00" * 100, "import_file_empty"),
        (b"PK\x03\x04" + b"x" * 100, "import_file_is_spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "import_file_is_spreadsheet"),
        (b"%PDF-1.7\n", "import_file_not_text"),
        (b"\x89PNG\r\n", "import_file_not_text"),
        (b"<html><table>", "import_file_not_text"),
        (b"Nom;Ville\n" + b"\x00a\x00\x00" * 100, "import_file_not_text"),
        (b"1;2;3\n4;5;6\n", "import_headers_not_found"),
        (b"22/10/2026\n", "import_headers_not_found"),
        (b'"' + b'\n"a\n' * 300, "import_headers_not_found"),
        (b"Nom;Ville\n" + b"x" * 1_000_001, "import_line_too_long"),
        (b";".join(b"c%d" % n for n in range(501)) + b"\n", "import_too_many_columns"),
    ],
)
def test_files_that_are_no_table(content, code):
    with pytest.raises(Refused) as refused:
        files.read(content)
    assert (
        refused.value.code in {code, "import_quotes_broken_often"}
        if b'"' in content
        else refused.value.code == code
    )


def test_a_file_of_broken_quotes_is_given_up():
    with pytest.raises(Refused) as refused:
        read("Nom;Ville\n" + '"Petit" x;Paris\n' * 101)
    assert (refused.value.code, refused.value.facts) == ("import_quotes_broken_often", {"line": 102})


def test_only_headers_make_an_empty_table():
    table = read("Nom;Ville\n")
    assert (table.headers, table.rows) == (("Nom", "Ville"), ())


def test_the_largest_size_is_bounded(monkeypatch):
    monkeypatch.setattr(csv_records, "LARGEST_FILE", 20)
    assert len(files.read(b"Nom;Ville\nDurand;Ly\n").rows) == 1
    with pytest.raises(Refused) as refused:
        files.read(b"Nom;Ville\nDurand;Lyon\n")
    assert (refused.value.code, refused.value.facts) == ("import_file_too_large", {"size": 22, "limit": 20})


@pytest.mark.parametrize("row", ["a;b\n", '"a\nb";c\n', "a\n"])
def test_the_number_of_rows_is_bounded(row, monkeypatch):
    monkeypatch.setattr(records, "MOST_ROWS", 1000)
    assert len(read("Nom;Ville\n" + row * 1000).rows) == 1000
    for count in (1001, 5000):
        with pytest.raises(Refused) as refused:
            read("Nom;Ville\n" + row * count)
        assert (refused.value.code, refused.value.facts) == ("import_too_many_rows", {"limit": 1000})


def test_the_number_of_lines_is_bounded():
    with pytest.raises(Refused) as refused:
        read("Nom;Ville\n" + "\n" * 2_000_000)
    assert refused.value.code == "import_too_many_rows"


@pytest.mark.parametrize(
    "content",
    [
        ('"a\n' * 20_000).encode(),  # each line opens a quote
        (";" * 999_999 + "\n").encode() * 20,  # a million cells a line
        ("a;b\n" + ("x" * 200_000 + ";y\n") * 20).encode(),  # cells longer than the csv module takes
    ],
)
def test_hostile_files_cost_little(content):
    tracemalloc.start()
    before = time.process_time()
    with suppress(Refused):
        files.read(content)
    spent, (_, peak) = time.process_time() - before, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < 10
    assert peak < 300_000_000


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(content):
    try:
        table = files.read(content)
    except Refused:
        return
    lines = [row.line for row in table.rows]
    assert lines == sorted(set(lines))
    assert all(len(row.cells) == len(table.headers) for row in table.rows)
    assert len(set(table.headers)) == len(table.headers)
    assert {problem.line for problem in table.problems} <= set(lines)


text_cells = st.text(
    alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12
)


@given(
    st.lists(st.lists(text_cells, min_size=2, max_size=2), max_size=6),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_is_read_back_without_losing_a_row(written, separator, end):
    """Cells come back as they were but for line ends, which become "\\n", and blanks after a separator."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [("Nom", "Ville"), *(["x" + cell for cell in row] for row in written)]
    )
    table = files.read(file.getvalue().encode("utf-8-sig"), separator=separator)
    expected = [tuple("x" + unix(cell) for cell in row) for row in written]
    assert [row.cells for row in table.rows] == expected
    assert table.problems == ()


def unix(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_statements_of_many_banks_open_as_tables():
    """Not our headers, not our separators, preambles and all: each row is there, whatever it is worth."""
    opened = {
        path.name: files.read(path.read_bytes()) for path in sorted(samples("statements/csv").iterdir())
    }
    expected = {
        "bank2ynab_TransactionHistory_20180418043121.csv": (6, 5),
        "oca_sheet_meta_data_separated_credit_debit.csv": (5, 6),
        "csv2ofx_gls.csv": (1, 22),
    }
    shapes = {name: (table.header_line, len(table.headers)) for name, table in opened.items()}
    assert {name: shapes[name] for name in expected} == expected
    assert all(line == 1 for name, (line, _) in shapes.items() if name not in expected)
