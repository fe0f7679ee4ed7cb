"""A FEC is looked at as an inspector would: one sound file, one mutation for each check."""

from datetime import date

import pytest

from quitus.domain.books.fec.check import FecReport, check_fec
from quitus.domain.books.fec.findings import MOST_OF_A_CODE, WARNINGS
from tests.domain.books.fec.samples import HEADER, NAME, ROWS, changed, fec, with_cells


def check(content: bytes, name: str = NAME, **known: date) -> FecReport:
    return check_fec([content], name=name, **known)


def found(report: FecReport) -> list[tuple[int | None, str | None, str]]:
    return [(problem.line, problem.field, problem.code) for problem in report.problems]


def rows(*wanted: str) -> bytes:
    return fec(wanted)


def moved(line: int, to: int) -> bytes:
    """The sound file with one of its lines elsewhere."""
    lines = list(ROWS)
    lines.insert(to - 2, lines.pop(line - 2))
    return fec(lines)


def by_side(row: str, debit: str = "D", credit: str = "C") -> str:
    """The row with Montant and Sens instead of Debit and Credit."""
    cells = row.split("|")
    amounts = [cells[11], credit] if cells[11] == "0,00" else [cells[11], debit]
    amounts[0] = cells[12] if cells[11] == "0,00" else cells[11]
    cells[11:13] = amounts
    return "|".join(cells)


SIGNED_HEADER = HEADER.replace("Debit|Credit", "Montant|Sens")
SIGNED = [by_side(row) for row in ROWS]


@pytest.mark.parametrize(
    "content",
    [
        fec(),
        fec(end="\n"),
        fec(end="\r"),
        fec(encoding="iso-8859-15"),
        fec(encoding="utf-8-sig"),
        fec([row.replace("|", "\t") for row in ROWS], HEADER.replace("|", "\t")),
        fec([row.replace("0,00|", "|") for row in ROWS]),  # the tester reads an empty amount as zero
        fec([row.replace("|||20", "||00000000|20") for row in ROWS]),  # and zeros as no date
        fec([row + "|" for row in ROWS], HEADER + "|"),  # and a separator too many, everywhere, as nothing
        fec([row.replace("|", " | ") for row in ROWS], HEADER.replace("|", " | ")),
        fec(SIGNED, SIGNED_HEADER),
        fec([by_side(row, "+1", "-1") for row in ROWS], SIGNED_HEADER),
        fec([f"{row}||||" for row in ROWS], f"{HEADER}|DateRglt|ModeRglt|NatOp|IdClient"),
        fec()[:-2],
        changed(9, CompteNum="512000BNP"),
        changed(9, CompteNum="801000"),
        changed(4, Debit="+1200,00"),
        changed(4, Debit="1200,00+"),
        changed(4, Debit="1200"),
        changed(4, Debit="1200,0"),
        changed(4, Debit="1200,0000"),
        changed(2, Montantdevise="0,00"),
    ],
)
def test_a_sound_file_has_no_problem(content):
    report = check(content)
    assert found(report) == []
    assert (report.lines, report.errors, report.warnings, report.counts) == (9, 0, 0, {})


def test_the_totals_are_those_of_the_file():
    report = check(fec())
    assert (report.debit, report.credit) == (392_000, 392_000)


def test_a_negative_amount_counts_as_such():
    report = check(rows(with_cells(ROWS[7], Debit="-5,00"), with_cells(ROWS[8], Credit="5,00-")))
    assert (report.debit, report.credit, report.errors) == (-500, -500, 0)


MUTATIONS = {
    # the file
    "empty": (b"", [(None, None, "fec_empty")]),
    "blank": (b"\xef\xbb\xbf", [(None, None, "fec_empty")]),
    "binary": (fec()[:200] + b"\0" + fec()[200:], [(None, None, "fec_not_text")]),
    "spreadsheet": (b"PK\x03\x04\x14\0\6\0", [(None, None, "fec_not_text")]),
    "UTF-16": (fec(encoding="utf-16"), [(None, None, "fec_not_text")]),
    "XML": (b"<?xml version='1.0'?><comptabilite/>", [(None, None, "fec_xml")]),
    "endless line": (fec() + b"x" * 3_000_000, [(None, None, "fec_line_too_long")]),
    "header only": (rows(), [(None, None, "fec_no_line")]),
    "Windows letters": (
        fec([*ROWS[:7], ROWS[7].replace("DUPONT", "CŒUR"), ROWS[8]], encoding="cp1252"),
        [(9, None, "fec_encoding_windows")],
    ),
    "two encodings": (
        fec()[:-50] + "é".encode("iso-8859-15") + fec()[-50:],
        [(10, None, "fec_encodings_mixed")],
    ),
    "control character": (changed(5, EcritureLib="Facture\x07"), [(5, None, "fec_control_character")]),
    "tab in a text": (changed(5, EcritureLib="Facture\tdeux"), [(5, None, "fec_control_character")]),
    "pipe beside tabs": (
        fec([*(row.replace("|", "\t") for row in ROWS[:7]), ROWS[7].replace("|", "\t").replace("DUPONT", "DU|PONT"),
             ROWS[8].replace("|", "\t")], HEADER.replace("|", "\t")),
        [(9, None, "fec_pipe_in_text")],
    ),
    # header and columns
    "semicolons": (
        fec([row.replace("|", ";") for row in ROWS], HEADER.replace("|", ";")),
        [(1, None, "fec_separator_wrong")],
    ),
    "quotes": (
        fec(['"' + row.replace("|", '"|"') + '"' for row in ROWS], '"' + HEADER.replace("|", '"|"') + '"'),
        [(1, None, "fec_quoted")],
    ),
    "no header": (fec(ROWS[1:], ROWS[0]), [(1, None, "fec_header_missing")]),
    "a field missing": (
        fec([row.rsplit("|", 1)[0] for row in ROWS], HEADER.rsplit("|", 1)[0]),
        [(1, "Idevise", "fec_field_missing")],
    ),
    "fields in another order": (
        fec(["|".join([row.split("|")[1], row.split("|")[0], *row.split("|")[2:]]) for row in ROWS],
            HEADER.replace("JournalCode|JournalLib", "JournalLib|JournalCode")),
        [(1, "JournalCode", "fec_header_order")],
    ),
    "a name in capitals": (
        fec(header=HEADER.replace("Debit", "DÉBIT")),
        [(1, "Debit", "fec_header_spelling")],
    ),
    "a column more": (
        fec([row + "|x" for row in ROWS], HEADER + "|Analytique"),
        [(1, None, "fec_columns_extra")],
    ),
    "a field too many": (fec([*ROWS[:3], ROWS[3] + "|", *ROWS[4:]]), [(5, None, "fec_column_count")]),
    "a field too few": (fec([*ROWS[:3], ROWS[3][:-1], *ROWS[4:]]), [(5, None, "fec_column_count")]),
    "an empty line": (fec([*ROWS[:3], "", *ROWS[3:]]), [(5, None, "fec_empty_line")]),
    # fields
    "no journal": (
        rows(*ROWS[:7], *(with_cells(row, JournalCode="") for row in ROWS[7:])),
        [(9, "JournalCode", "fec_field_empty"), (10, "JournalCode", "fec_field_empty")],
    ),
    "no label of the journal": (changed(9, JournalLib=""), [(9, "JournalLib", "fec_field_empty")]),
    "no date": (
        rows(*ROWS[:7], *(with_cells(row, EcritureDate="") for row in ROWS[7:])),
        [(9, "EcritureDate", "fec_field_empty"), (10, "EcritureDate", "fec_field_empty")],
    ),
    "no account": (changed(9, CompteNum=""), [(9, "CompteNum", "fec_field_empty")]),
    "no label of the account": (changed(9, CompteLib=" "), [(9, "CompteLib", "fec_field_empty")]),
    "no document": (changed(9, PieceRef=""), [(9, "PieceRef", "fec_field_empty")]),
    "no date of the document": (changed(9, PieceDate=""), [(9, "PieceDate", "fec_field_empty")]),
    "no label": (changed(9, EcritureLib=""), [(9, "EcritureLib", "fec_field_empty")]),
    "not validated": (changed(10, ValidDate=""), [(10, "ValidDate", "fec_field_empty")]),
    "account of letters": (changed(4, CompteNum="CLI001"), [(4, "CompteNum", "fec_account_wrong")]),
    "account of two digits": (changed(4, CompteNum="41"), [(4, "CompteNum", "fec_account_wrong")]),
    "account of other digits": (changed(4, CompteNum="٤١١"), [(4, "CompteNum", "fec_account_wrong")]),
    "analytical account": (changed(4, CompteNum="911000"), [(4, "CompteNum", "fec_account_of_no_class")]),
    "date with dashes": (changed(4, PieceDate="2026-09-15"), [(4, "PieceDate", "fec_date_wrong")]),
    "date day first": (changed(4, DateLet="15102026"), [(4, "DateLet", "fec_date_wrong")]),
    "date of no calendar": (changed(4, ValidDate="20260931"), [(4, "ValidDate", "fec_date_wrong")]),
    "date of another century": (changed(4, PieceDate="02060915"), [(4, "PieceDate", "fec_date_wrong")]),
    "entry after the year": (
        rows(*ROWS[:7], *(with_cells(row, EcritureDate="20270101", ValidDate="20270131") for row in ROWS[7:])),
        [(9, "EcritureDate", "fec_date_outside_year"), (10, "EcritureDate", "fec_date_outside_year")],
    ),
    "entry long before the year's end": (
        rows(*(with_cells(row, EcritureDate="20251231") for row in ROWS[:2]), *ROWS[2:]),
        [(2, "EcritureDate", "fec_date_over_a_year"), (3, "EcritureDate", "fec_date_over_a_year")],
    ),
    "validated too early": (
        rows(*ROWS[:7], *(with_cells(row, ValidDate="20261014") for row in ROWS[7:])),
        [(9, "ValidDate", "fec_valid_before_entry"), (10, "ValidDate", "fec_valid_before_entry")],
    ),
    "point for the comma": (changed(4, Debit="1200.00"), [(4, "Debit", "fec_amount_point")]),
    "blank within thousands": (changed(4, Debit="1 200,00"), [(4, "Debit", "fec_amount_thousands")]),
    "narrow blank within thousands": (
        changed(4, Debit="1\u202f200,00"),
        [(4, "Debit", "fec_amount_thousands")],
    ),
    "point within thousands": (changed(4, Debit="1.200,00"), [(4, "Debit", "fec_amount_thousands")]),
    "less than a cent": (changed(4, Debit="1200,001"), [(4, "Debit", "fec_amount_decimals")]),
    "no amount": (changed(4, Debit="douze"), [(4, "Debit", "fec_amount_wrong")]),
    "exponent": (changed(4, Debit="1,2E3"), [(4, "Debit", "fec_amount_wrong")]),
    "two signs": (changed(4, Debit="-1200,00-"), [(4, "Debit", "fec_amount_wrong")]),
    "other digits": (changed(4, Debit="١٢٠٠,٠٠"), [(4, "Debit", "fec_amount_wrong")]),
    "more digits than money has": (changed(4, Debit="9" * 5000), [(4, "Debit", "fec_amount_wrong")]),
    "debit and credit": (
        rows(*ROWS[:2], with_cells(ROWS[2], Debit="1300,00", Credit="100,00"), *ROWS[3:]),
        [(4, "Credit", "fec_two_sides")],
    ),
    "neither debit nor credit": (
        rows(*ROWS[:5], with_cells(ROWS[4], Credit="0,00"), *ROWS[5:]),
        [(7, "Debit", "fec_no_side")],
    ),
    "a side of no kind": (
        fec([SIGNED[0], with_cells(SIGNED[1], Credit="X"), *SIGNED[2:]], SIGNED_HEADER),
        [(3, "Sens", "fec_side_wrong")],
    ),
    "a sign with a blank": (
        fec([SIGNED[0], with_cells(SIGNED[1], Credit="- 1"), *SIGNED[2:]], SIGNED_HEADER),
        [(3, "Sens", "fec_side_wrong")],
    ),
    "sides in two ways": (
        fec([SIGNED[0], with_cells(SIGNED[1], Credit="-1"), *SIGNED[2:]], SIGNED_HEADER),
        [(3, "Sens", "fec_sides_mixed")],
    ),
    "amount beside its side": (
        fec([with_cells(SIGNED[0], Debit="600.00"), *SIGNED[1:]], SIGNED_HEADER),
        [(2, "Montant", "fec_amount_point")],
    ),
    "auxiliary number alone": (changed(4, CompAuxLib=""), [(4, "CompAuxLib", "fec_auxiliary_incomplete")]),
    "auxiliary label alone": (changed(4, CompAuxNum=""), [(4, "CompAuxNum", "fec_auxiliary_incomplete")]),
    "lettering without date": (changed(4, DateLet=""), [(4, "DateLet", "fec_lettering_without_date")]),
    "date of lettering alone": (changed(4, EcritureLet=""), [(4, "EcritureLet", "fec_lettering_date_alone")]),
    "amount without currency": (changed(7, Idevise=""), [(7, "Idevise", "fec_currency_incomplete")]),
    "currency without amount": (changed(7, Montantdevise=""), [(7, "Montantdevise", "fec_currency_incomplete")]),
    "no currency": (changed(7, Idevise="dollar"), [(7, "Idevise", "fec_currency_unknown")]),
    "amount in currency of no form": (
        changed(7, Montantdevise="1000.00"),
        [(7, "Montantdevise", "fec_amount_point")],
    ),
    # entries
    "unbalanced": (
        changed(6, Credit="199,99"),
        [
            (None, None, "fec_journal_unbalanced"),
            (None, None, "fec_file_unbalanced"),
            (4, None, "fec_entry_unbalanced"),
        ],
    ),
    "balanced only together": (
        rows(*ROWS[:4], with_cells(ROWS[4], Credit="199,00"), ROWS[5], with_cells(ROWS[6], Credit="921,00"), *ROWS[7:]),
        [(4, None, "fec_entry_unbalanced"), (7, None, "fec_entry_unbalanced")],
    ),
    "balanced only over journals": (
        rows(*ROWS[:6], with_cells(ROWS[6], Credit="921,00"), with_cells(ROWS[7], Debit="1201,00"), ROWS[8]),
        [
            (None, None, "fec_journal_unbalanced"),
            (None, None, "fec_journal_unbalanced"),
            (7, None, "fec_entry_unbalanced"),
            (9, None, "fec_entry_unbalanced"),
        ],
    ),
    "two dates": (changed(5, EcritureDate="20260916"), [(5, "EcritureDate", "fec_entry_of_two_days")]),
    "a number missing": (
        rows(*ROWS[:5], *(with_cells(row, EcritureNum="VE000044") for row in ROWS[5:7]), *ROWS[7:]),
        [(7, "EcritureNum", "fec_number_missing")],
    ),
    "numbers missing": (
        rows(*ROWS[:5], *(with_cells(row, EcritureNum="VE000049") for row in ROWS[5:7]), *ROWS[7:]),
        [(7, "EcritureNum", "fec_numbers_missing")],
    ),
    "numbers going down": (
        rows(*ROWS[:2], *(with_cells(row, ValidDate="20260930") for row in (*ROWS[5:7], *ROWS[2:5])), *ROWS[7:]),
        [(6, "EcritureNum", "fec_number_not_increasing")],
    ),
    "a number used twice": (
        rows(*ROWS[:7], *(with_cells(r, ValidDate="20260930", EcritureDate="20260917") for r in ROWS[2:5]), *ROWS[7:]),
        [(9, "EcritureNum", "fec_number_used_again")],
    ),
    "a number that is none": (
        rows(*ROWS[:7], *(with_cells(row, EcritureNum="BQ-premier") for row in ROWS[7:])),
        [(9, "EcritureNum", "fec_number_without_sequence")],
    ),
    "an entry in two places": (
        moved(6, 8),
        [(8, "EcritureNum", "fec_entry_scattered")],
    ),
    "opening balances last": (
        rows(*ROWS[2:], *ROWS[:2]),
        [(9, "JournalCode", "fec_opening_not_first"), (10, "JournalCode", "fec_opening_not_first")],
    ),
    "not in the order of validation": (
        rows(*ROWS[:7], *(with_cells(row, ValidDate="20261015") for row in ROWS[7:]),
             *(with_cells(row, EcritureNum="VE000044") for row in ROWS[5:7])),
        [(11, "ValidDate", "fec_not_by_validation")],
    ),
    "charges and income closed": (
        rows(
            *ROWS,
            with_cells(ROWS[7], JournalCode="OD", EcritureNum="OD1", CompteNum="706000", Debit="1920,00"),
            with_cells(
                ROWS[7], JournalCode="OD", EcritureNum="OD1", CompteNum="120000", Debit="0,00", Credit="1920,00"
            ),
        ),
        [(11, "CompteNum", "fec_profit_accounts_closed")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_each_breach_is_told_with_its_line_and_nothing_else(mutation):
    content, problems = MUTATIONS[mutation]
    report = check(content)
    assert found(report) == problems
    warnings = sum(code in WARNINGS for _, _, code in problems)
    assert (report.errors, report.warnings) == (len(problems) - warnings, warnings)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("export.txt", "fec_name_wrong"),
        ("732829320FEC20261231.csv", "fec_name_wrong"),
        ("732829320_FEC_20261231.txt", "fec_name_wrong"),
        ("123456789FEC20261231.txt", "fec_name_siren_wrong"),
        ("000000000FEC20261231.txt", "fec_name_siren_wrong"),
        ("732829320FEC20261331.txt", "fec_name_day_wrong"),
    ],
)
def test_the_name_of_the_file_is_checked(name, code):
    assert found(check(fec(), name)) == [(None, None, code)]


@pytest.mark.parametrize(
    "name", ["732829320FEC20261231", "732829320fec20261231.TXT", "732829320FEC20261231_2.txt"]
)
def test_names_that_the_tester_knows_pass(name):
    assert check(fec(), name).errors == 0


def test_a_closing_day_that_is_known_counts_more_than_the_name():
    report = check(fec(), closing=date(2026, 9, 30))
    assert found(report) == [
        (None, None, "fec_name_other_closing"),
        (9, "EcritureDate", "fec_date_outside_year"),
        (10, "EcritureDate", "fec_date_outside_year"),
    ]


def test_a_first_day_that_is_known_is_kept_to():
    long_year = rows(*(with_cells(row, EcritureDate="20251001") for row in ROWS[:2]), *ROWS[2:])
    assert found(check(long_year, first=date(2025, 10, 1))) == []
    assert found(check(long_year, first=date(2025, 10, 2)))[0] == (2, "EcritureDate", "fec_date_outside_year")


def test_a_year_that_ends_on_the_last_day_of_february():
    short = [with_cells(row, EcritureDate="20270301", ValidDate="20270301") for row in ROWS[2:5]]
    name = "732829320FEC20280229.txt"
    assert found(check(rows(*short), name)) == []
    early = [with_cells(row, EcritureDate="20270228", ValidDate="20270301") for row in ROWS[2:5]]
    assert {code for _, _, code in found(check(rows(*early), name))} == {"fec_date_over_a_year"}


def over_all_journals(*numbers: str) -> bytes:
    """Opening, invoice, payment and the other invoice under these numbers, in the order of the file."""
    entries = (ROWS[:2], ROWS[2:5], ROWS[7:], ROWS[5:7])
    return rows(
        *(
            with_cells(row, EcritureNum=number, ValidDate="20261031")
            for number, entry in zip(numbers, entries, strict=True)
            for row in entry
        )
    )


def test_one_sequence_over_all_journals_is_continuous_too():
    assert found(check(over_all_journals("1", "2", "3", "4"))) == []
    report = check(over_all_journals("0001", "0002", "0003", "0005"))
    assert found(report) == [(9, "EcritureNum", "fec_number_missing")]
    assert report.problems[0].facts == {"number": "0004"}


def test_an_unreadable_line_proves_no_imbalance():
    """Its amount may be the one that is missing: neither its entry nor the totals are called wrong."""
    report = check(fec([*ROWS[:3], ROWS[3] + "|", *ROWS[4:]]))
    assert report.counts == {"fec_column_count": 1}


def test_many_problems_of_a_kind_are_counted_and_few_are_kept():
    report = check(fec([with_cells(ROWS[0], CompteLib="")] * 500))
    assert report.counts["fec_field_empty"] == 500
    kept = [problem for problem in report.problems if problem.code == "fec_field_empty"]
    assert [problem.line for problem in kept] == list(range(2, 2 + MOST_OF_A_CODE))


def test_the_pieces_may_be_cut_anywhere():
    content = fec()
    for size in (1, 7, 64):
        pieces = [content[start : start + size] for start in range(0, len(content), size)]
        assert check_fec(pieces, name=NAME).errors == 0
