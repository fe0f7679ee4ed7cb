"""Tables whose columns nobody can be sure of: asked, shown, and read as a person says, now and ever after."""

import io
import zipfile
from io import BytesIO

import pytest

from quitus.adapters.bank.detect import DetectingReader
from quitus.domain.banking.column_mapping import BankField, ColumnMapping, Fees, TableGuess, mapping_from
from quitus.domain.importing.dates import DateOrder
from quitus.domain.refused import Refused
from quitus.ports.bank_tables import BankTableReader, bank_field_name
from quitus.ports.refusals import sentence
from tests.adapters.bank.reading import read
from tests.adapters.bank.table_files import amounts, blocking, table, told
from tests.adapters.tables.workbooks import workbook

UNKNOWN = table("Quand;Quoi;Combien", "05/03/2026;VIR BERTHIER;12,30", "17/03/2026;Loyer;-800,00")
reader: BankTableReader = DetectingReader()


def guess_of(content: bytes) -> TableGuess:
    (guess,) = reader.guess(BytesIO(content))
    return guess


def refused(content: bytes, knowing: dict[str, ColumnMapping] | None = None) -> Refused:
    with pytest.raises(Refused) as refusal:
        reader.knowing(knowing or {}).read(BytesIO(content))
    for language in ("fr", "en"):
        assert sentence(refusal.value, language)
    return refusal.value


def questions(guess: TableGuess) -> list[tuple[str, str]]:
    return [(found.where, found.code) for found in guess.questions]


def test_a_table_in_unknown_words_is_refused_with_all_that_a_page_needs():
    refusal = refused(UNKNOWN)
    guess = refusal.facts["guess"]
    assert (refusal.code, refusal.facts["columns"]) == ("bank_table_columns_unsure", "Quand, Quoi, Combien")
    assert guess == guess_of(UNKNOWN)
    assert guess.headers == ("Quand", "Quoi", "Combien")
    assert guess.rows == (("05/03/2026", "VIR BERTHIER", "12,30"), ("17/03/2026", "Loyer", "-800,00"))
    assert questions(guess) == [
        ("", "bank_column_date_missing"), ("", "bank_column_amount_missing"), ("", "bank_column_words_missing"),
    ]  # fmt: skip
    assert not guess.sure


def test_what_a_person_says_is_read_and_remembered_by_the_header():
    guess = guess_of(UNKNOWN)
    mapping = ColumnMapping(
        {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)}, account="00012345678"
    )
    remembered = {guess.fingerprint: mapping_from(mapping.plain())}
    (statement,) = reader.knowing(remembered).read(BytesIO(UNKNOWN)).statements
    assert told(statement) == [
        ("2026-03-05", "12.30 EUR", "VIR BERTHIER"),
        ("2026-03-17", "-800.00 EUR", "Loyer"),
    ]
    assert statement.account == "00012345678"
    later = UNKNOWN.replace(b"Quand;Quoi;Combien", b"QUAND;quoi; Combien").replace(b"12,30", b"45,00")
    assert amounts(reader.knowing(remembered).read(BytesIO(later)).statements[0]) == [4500, -80000]
    with pytest.raises(Refused):
        reader.read(BytesIO(UNKNOWN))  # the reader itself knows no more than before


def test_a_person_counts_more_than_words_and_profiles():
    content = table(
        "Date;Libellé;Montant(EUROS);Montant réel", "05/03/2026;a;1,00;2,00", "17/03/2026;b;-1,00;-2,00"
    )
    guess = guess_of(content)
    assert (guess.sure, guess.bank) == (True, "La Banque Postale")
    mapping = ColumnMapping(
        {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (3,)}, currency="CHF"
    )
    (statement,) = reader.knowing({guess.fingerprint: mapping}).read(BytesIO(content)).statements
    assert [str(line.amount) for line in statement.lines] == ["2.00 CHF", "-2.00 CHF"]


def test_a_person_decides_what_no_cell_shows():
    content = table("Date;Libellé;Montant;Frais", "03/04/2026;a;1.234;2,00")
    mapping = ColumnMapping(
        {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,), BankField.FEE: (3,)},
        DateOrder.MONTH_FIRST,
        ",",
        Fees.DEDUCTED,
    )
    assert questions(guess_of(content)) == [("Frais", "bank_column_fees")]
    (statement,) = reader.knowing({guess_of(content).fingerprint: mapping}).read(BytesIO(content)).statements
    assert told(statement) == [("2026-03-04", "1234.00 EUR", "a"), ("2026-03-04", "-2.00 EUR", "Frais a")]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (
            {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (7,)},
            "bank_mapping_column_unknown",
        ),
        (
            {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (1, 2)},
            "bank_mapping_two_columns",
        ),
        ({BankField.BOOKED: (0,), BankField.AMOUNT: (2,)}, "bank_mapping_column_missing"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(columns, code):
    assert refused(UNKNOWN, {guess_of(UNKNOWN).fingerprint: ColumnMapping(columns)}).code == code


def test_a_mapping_that_is_wrong_makes_problems_not_money():
    columns = {BankField.BOOKED: (1,), BankField.LABEL: (0,), BankField.AMOUNT: (2,)}
    (statement,) = (
        reader.knowing({guess_of(UNKNOWN).fingerprint: ColumnMapping(columns)})
        .read(BytesIO(UNKNOWN))
        .statements
    )
    assert (statement.lines, [code for _, code in blocking(statement)]) == ((), ["bank_date_unreadable"] * 2)


def test_a_table_without_headers_is_proposed_by_its_cells():
    content = table("05/03/2026;12,30;VIR BERTHIER;", "17/03/2026;-800,00;Loyer;", "18/03/2026;-1,00;Pain;")
    guess = guess_of(content)
    assert guess.headers == ("(1)", "(2)", "(3)", "(4)")
    assert questions(guess) == [("", "bank_headers_missing")]
    assert guess.mapping.columns == {BankField.BOOKED: (0,), BankField.AMOUNT: (1,), BankField.LABEL: (2,)}
    (statement,) = reader.knowing({guess.fingerprint: guess.mapping}).read(BytesIO(content)).statements
    assert amounts(statement) == [1230, -80000, -100]


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        (["Date;Libellé;Montant;Montant", "17/03/2026;a;1,00;2,00"], [("Montant (2)", "bank_column_twice")]),
        (["Date;Libellé;Débit", "17/03/2026;a;1,00"], [("", "bank_column_amount_missing")]),
        (["Date;Montant;Catégorie", "17/03/2026;1,00;x"], [("", "bank_column_words_missing")]),
        (
            [
                "Date;Description;Currency;Amount;Amount Currency",
                "2026-03-17;a;USD;-1.00;0.90",
                "2026-03-18;b;EUR;1.00;1.00",
            ],
            [("Currency", "bank_column_currency_whose")],
        ),
        (
            [
                "Date;Libellé;Type;Montant",
                *(f"17/03/2026;a;{word};1,00" for word in ("Achat", "Vente", "Achat", "Vente")),
            ],
            [("Type", "bank_column_sign")],
        ),
        (
            ["Date;Libellé;Montant;Etat", "17/03/2026;a;1,00;OK", "18/03/2026;b;-1,00;V"],
            [("Etat", "bank_column_state")],
        ),
        (
            ["Date;Libellé;Montant;Etat", *(f"17/03/2026;a;1,00;{word}" for word in ("OK", "OK", "annulé"))],
            [("Etat", "bank_column_state")],
        ),
    ],
)
def test_what_is_asked(lines, asked):
    guess = guess_of(table(*lines))
    assert questions(guess) == asked
    assert refused(table(*lines)).code == "bank_table_columns_unsure"
    for found in guess.questions:
        for language in ("fr", "en"):
            assert sentence(Refused(found.code, **found.facts), language)


def test_a_state_in_words_nobody_knows_is_no_longer_read_as_one():
    content = table("Date;Libellé;Montant;Etat", "17/03/2026;a;1,00;OK", "18/03/2026;b;-1,00;OK")
    guess = guess_of(content)
    assert BankField.STATE not in guess.mapping.columns
    assert "(OK)" in sentence(Refused(guess.questions[0].code, **guess.questions[0].facts), "fr")
    (statement,) = reader.trial(BytesIO(content), guess.fingerprint, guess.mapping).statements
    assert (amounts(statement), blocking(statement)) == ([100, -100], [])


def test_a_state_that_is_mostly_known_says_what_it_does_not_know():
    content = table(
        "Date;Libellé;Montant;Etat",
        "17/03/2026;a;1,00;Exécuté",
        "18/03/2026;b;2,00;OK",
        "19/03/2026;c;3,00;Annulé",
    )
    assert guess_of(content).sure
    (statement,) = read(content).statements
    assert (amounts(statement), blocking(statement)) == ([100], [("l.3", "bank_status_unknown")])


def test_more_accounts_than_a_bank_puts_into_one_file_are_asked_about():
    rows = [f"{number:011d};17/03/2026;a;-1,00" for number in range(150)]
    assert questions(guess_of(table("Numéro de compte;Date;Libellé;Montant", *rows))) == [
        ("Numéro de compte", "bank_column_account")
    ]


def test_a_sure_table_can_be_guessed_too_and_another_format_has_nothing_to_guess():
    sure = guess_of(table("Date;Libellé;Montant", "17/03/2026;a;-1,00", "18/03/2026;b;1,00"))
    assert (sure.sure, sure.bank, sure.mapping.columns) == (
        True,
        None,
        {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)},
    )
    assert reader.guess(BytesIO(b"<Document><BkToCstmrStmt/></Document>")) == []
    assert reader.guess(BytesIO(b"hello")) == []


def archive(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        for name, member in members.items():
            zipped.writestr(name, member)
    return content.getvalue()


def test_tables_in_an_archive_and_in_sheets_are_asked_about_with_their_names():
    rows = [["Quand", "Quoi", "Combien"], ["05/03/2026", "VIR", 12.3], ["17/03/2026", "Loyer", -800.5]]
    packed = archive(**{"a.csv": UNKNOWN, "b.xlsx": workbook({"S": rows}), "c.txt": b"hello"})
    first, second = reader.guess(BytesIO(packed))
    assert first.fingerprint == second.fingerprint
    refusal = refused(packed)
    assert (refusal.code, refusal.facts["member"]) == ("bank_table_columns_unsure", "a.csv")
    mapping = ColumnMapping({BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)})
    file = reader.knowing({first.fingerprint: mapping}).read(BytesIO(packed))
    assert (file.format, [amounts(one) for one in file.statements]) == (
        "CSV, XLSX",
        [[1230, -80000], [1230, -80050]],
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["Quand;Quoi;Combien", "05/03/2026;VIR BERTHIER;12,30"],
        ["Quand;Quoi;Combien", "05/03/2026;VIR BERTHIER;12"],
        ["Quand;Quoi;Combien", "05/03/2026;VIR BERTHIER;12,30", "Total;;12,30"],
        ["Quand,Quoi,Combien", "05/03/2026,VIR BERTHIER,12.30"],
        ["Mouvements de mars", "", "Quand;Quoi;Combien", "05/03/2026;VIR BERTHIER;12,30"],
    ],
)
def test_one_movement_below_headers_is_a_table(lines):
    content = table(*lines)
    guess = guess_of(content)
    assert guess.headers == ("Quand", "Quoi", "Combien")
    assert refused(content).code == "bank_table_columns_unsure"
    mapping = ColumnMapping({BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)})
    (statement,) = reader.knowing({guess.fingerprint: mapping}).read(BytesIO(content)).statements
    assert [line.label for line in statement.lines] == ["VIR BERTHIER"]


def test_one_movement_in_a_sheet_is_a_table():
    content = workbook({"S": [["Quand", "Quoi", "Combien"], ["05/03/2026", "VIR", 12.5]]})
    assert guess_of(content).headers == ("Quand", "Quoi", "Combien")


@pytest.mark.parametrize("row", ["le 5;VIR BERTHIER;douze", "2026.03.05 ;VIR BERTHIER; 12"])
def test_headers_somebody_has_spoken_of_are_a_table_whatever_stands_below(row):
    content = table("Mars;;", "Quand;Quoi;Combien", row)
    mapping = ColumnMapping({BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)})
    fingerprint = guess_of(UNKNOWN).fingerprint
    assert reader.guess(BytesIO(content)) == []
    (guess,) = reader.expecting(lambda headers: "Quand" in headers).guess(BytesIO(content))
    assert guess.fingerprint == fingerprint
    read_so = reader.knowing({fingerprint: mapping}).read(BytesIO(content))
    tried = reader.trial(BytesIO(content), fingerprint, mapping)
    assert read_so == tried
    (statement,) = tried.statements
    assert len(statement.lines) + len(blocking(statement)) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["Chère Léa, il fait beau", "Le 05/03/2026, reçu 12,30 euros, merci"],
        ["bonjour ; le chat", "il est ; là"],
        ["Rendez-vous ; jardin ; sept heures", "le 05/03/2026 ; au fond ; à gauche"],
        ["05/03/2026;VIR BERTHIER;12,30"],
        ["Note", "05/03/2026;VIR BERTHIER;12,30"],
    ],
)
def test_what_is_no_table_stays_none(lines):
    assert refused(table(*lines)).code == "bank_format_unknown"
    assert reader.guess(BytesIO(table(*lines))) == []


def test_two_unknown_tables_of_one_file_are_guessed_one_after_the_other():
    both = UNKNOWN + table("", "Compte n° 00087654321", "Date;Libellé;Montant", "17/03/2026;a;-1,00")
    found = reader.guess(BytesIO(both))
    assert [guess.headers for guess in found][:1] == [("Date", "Libellé", "Montant")]
    assert amounts(read(both).statements[0]) == [-100]


@pytest.mark.parametrize("field", list(BankField))
def test_each_meaning_has_a_name_in_both_languages(field):
    assert bank_field_name(field, "fr")
    assert bank_field_name(field, "en")
