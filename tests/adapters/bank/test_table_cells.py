"""Tables of banks that nobody knows: their columns by words in six languages, days,"
" amounts and signs as they write."""

from datetime import date

import pytest

from quitus.domain.banking.statement import LineStatus
from tests.adapters.bank.reading import read
from tests.adapters.bank.table_files import amounts, blocking, noticed, one, problems, table, told

DAYS = ("05/03/2026", "17/03/2026")


@pytest.mark.parametrize(
    "header",
    [
        "Date;Date de valeur;Libellé;Débit;Crédit;Devise",
        "Date opération;Valeur;Nature;Sorties;Entrées;Devise",
        "DATE COMPTABLE;DATE VALEUR;LIBELLÉ DE L'OPÉRATION;MONTANT DÉBIT;MONTANT CRÉDIT;DEVISE",
        "Transaction date;Value date;Description;Withdrawals;Deposits;Currency",
        "Posting Date;Value Date;Details;Money Out;Money In;Currency",
        "Buchungstag;Wertstellung;Verwendungszweck;Soll;Haben;Währung",
        "Buchung;Valuta;Buchungstext;Belastung;Gutschrift;Währung",
        "Fecha operación;Fecha valor;Concepto;Cargos;Abonos;Divisa",
        "F. CONTABLE;F. VALOR;DESCRIPCIÓN;DEBE;HABER;MONEDA",
        "Data contabile;Data valuta;Descrizione operazione;Dare;Avere;Divisa",
        "Data operazione;Valuta;Causale;Uscite;Entrate;Divisa",
        "Boekdatum;Rentedatum;Omschrijving;Af;Bij;Munt",
    ],
)
def test_debits_and_credits_in_six_languages(header):
    statement = one(
        header.replace("Nature", "Libellé"),
        f"{DAYS[0]};06/03/2026;VIR BERTHIER;;1.234,50;EUR",
        f"{DAYS[1]};;Loyer;12,30;;EUR",
    )
    assert told(statement) == [
        ("2026-03-05", "1234.50 EUR", "VIR BERTHIER"),
        ("2026-03-17", "-12.30 EUR", "Loyer"),
    ]
    assert [line.value_date for line in statement.lines] == [date(2026, 3, 6), None]
    assert (statement.currency, blocking(statement)) == ("EUR", [])


@pytest.mark.parametrize(
    "header",
    [
        "Date;Libellé;Montant;Solde",
        "Date;Description;Amount;Balance",
        "Datum;Verwendungszweck;Betrag;Kontostand",
        "Fecha;Concepto;Importe;Saldo",
        "Data;Descrizione;Importo;Saldo",
        "Datum;Omschrijving;Bedrag;Saldo na mutatie",
    ],
)
def test_one_amount_and_a_balance_in_six_languages(header):
    statement = one(header, "05/03/2026;VIR;1.234,50;1.334,50", "17/03/2026;Loyer;-12,30;1.322,20")
    assert (amounts(statement), statement.balanced) == ([123450, -1230], True)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Datum;Auftraggeber/Empfänger;Verwendungszweck;IBAN Zahlungsbeteiligter;Betrag (EUR);Kundenreferenz",
         "05.03.2026;Maison Berthier;FA-12;DE89 3704 0044 0532 0130 00;12,30;E2E-1",
         ("Maison Berthier", "DE89370400440532013000", "E2E-1", None)),
        ("Date;Payee;Description;Counterparty IBAN;Amount;Reference;Transaction ID",
         "2026-03-05;Maison Berthier;FA-12;FR7630004000030000000001464;12.30;NOTPROVIDED;tx-1",
         ("Maison Berthier", "FR7630004000030000000001464", None, "tx-1")),
        ("Date;Contrepartie;Libellé;IBAN contrepartie;Montant;Numéro d'opération",
         "05/03/2026;Maison Berthier;FA-12;pas un IBAN;12,30;42",
         ("Maison Berthier", None, None, "42")),
        ("Datum;Naam tegenpartij;Omschrijving;Tegenrekening;Bedrag;Betalingskenmerk;Volgnr",
         "05-03-2026;Maison Berthier;FA-12;NL91ABNA0417164300;12,30;RF18539007547034;7",
         ("Maison Berthier", "NL91ABNA0417164300", "RF18539007547034", "7")),
    ],
)  # fmt: skip
def test_the_other_side_and_the_numbers(header, row, expected):
    (line,) = one(header, row).lines
    assert (line.counterparty, line.iban, line.reference, line.bank_id) == expected
    assert (line.booked, line.amount.minor, line.label) == (date(2026, 3, 5), 1230, "FA-12")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso-8859-15", "cp850"]
)
def test_separators_line_ends_and_encodings(separator, end, encoding):
    rows = [
        ("Date", "Libellé", "Débit", "Crédit"),
        (DAYS[0], "Réglé: été", '"12,30"', ""),
        (DAYS[1], "Café", "", '"1,50"'),
    ]
    statement = one(*(separator.join(row) for row in rows), end=end, encoding=encoding)
    assert told(statement) == [
        ("2026-03-05", "-12.30 EUR", "Réglé: été"),
        ("2026-03-17", "1.50 EUR", "Café"),
    ]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1234,56", 123456), ("-1234,56", -123456), ("+1234,56", 123456), ("1234,56-", -123456),
        ("1 234,56", 123456), ("1\u00a0234,56", 123456), ("1\u202f234,56", 123456), ("- 1 234,56", -123456),
        ("1.234,56", 123456), ("1.234.567,89", 123456789), ("1,234.56", 123456), ("1'234.56", 123456),
        ("1’234,56", 123456), ("(1234,56)", -123456), ("1234,5", 123450), ("1234", 123400), ("0,00", 0),
        ("12,30 €", 1230), ("€12,30", 1230), ("EUR 12,30", 1230), ("-12,30 EUR", -1230), ("12,30 DR", -1230),
        ("12,30 CR", 1230), ("−12,30", -1230), ("12.3000", 1230), ("1234567,00", 123456700),
    ],
)  # fmt: skip
def test_amounts(text, minor):
    statement = one("Date|Libellé|Montant", f"05/03/2026|x|{text}", "17/03/2026|y|-7,50")
    assert (amounts(statement), blocking(statement)) == ([minor, -750], [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1,2,3",
        "12,345",
        "--5",
        "1 23,00",
        "9" * 30,
        "1e3",
        "0x10",
        "1.23.456,00",
        "∞",
    ],
)
def test_an_amount_that_cannot_be_read_is_never_zero(text):
    statement = one("Date|Libellé|Montant", f"05/03/2026|perdu|{text}", "17/03/2026|lu|-7,50")
    assert told(statement) == [("2026-03-17", "-7.50 EUR", "lu")]
    ((where, code),) = blocking(statement)
    assert (where, code) == ("l.2", "bank_amount_unreadable" if text else "bank_amount_missing")
    assert "perdu" in str(problems(statement)[0].facts["line"])


def test_thousands_or_cents_are_decided_by_the_other_cells_or_asked():
    assert amounts(one("Date;Libellé;Montant", "05/03/2026;x;1.234", "17/03/2026;y;7,50")) == [123400, 750]
    statement = one("Date;Libellé;Montant", "05/03/2026;x;1.234", "17/03/2026;y;7")
    assert (amounts(statement), blocking(statement)) == ([700], [("l.2", "bank_amount_unreadable")])


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        (("05/03/2026", "17/03/2026"), ("2026-03-05", "2026-03-17")),
        (("03/05/2026", "03/17/2026"), ("2026-03-05", "2026-03-17")),
        (("05.03.26", "17.03.26"), ("2026-03-05", "2026-03-17")),
        (("5-3-2026", "17-3-2026"), ("2026-03-05", "2026-03-17")),
        (("2026-03-05", "2026-03-17"), ("2026-03-05", "2026-03-17")),
        (("20260305", "20260317"), ("2026-03-05", "2026-03-17")),
        (("2026/03/05", "2026/03/17"), ("2026-03-05", "2026-03-17")),
        (("05/03/2026 23:59", "17/03/2026 00:00:01"), ("2026-03-05", "2026-03-17")),
        (("2026-03-05T10:00:00Z", "2026-03-17T10:00:00+02:00"), ("2026-03-05", "2026-03-17")),
        (("2026-03-05 10:00:00.398", "2026-03-17 10:00 PM"), ("2026-03-05", "2026-03-17")),
        (("5 mars 2026", "17 mars 2026"), ("2026-03-05", "2026-03-17")),
        (("05-Mar-26", "17-Mar-26"), ("2026-03-05", "2026-03-17")),
        (("Mar 5, 2026", "March 17, 2026"), ("2026-03-05", "2026-03-17")),
    ],
)  # fmt: skip
def test_days(texts, days):
    statement = one("Date|Libellé|Montant", *(f"{text}|x|-1,00" for text in texts))
    assert [day for day, _, _ in told(statement)] == list(days)
    assert noticed(statement) == []


def test_the_order_of_the_rows_shows_which_is_the_day():
    months_first = one(
        "Date;Libellé;Montant", *(f"{text};x;-1,00" for text in ("01/02/2026", "02/01/2026", "03/01/2026"))
    )
    assert [line.booked.month for line in months_first.lines] == [1, 2, 3]
    days_first = one(
        "Date;Libellé;Montant", *(f"{text};x;-1,00" for text in ("03/01/2026", "02/01/2026", "12/11/2025"))
    )
    assert [line.booked for line in days_first.lines] == [
        date(2026, 1, 3),
        date(2026, 1, 2),
        date(2025, 11, 12),
    ]


def test_days_that_nothing_tells_from_months_are_told():
    file = read(table("Date;Libellé;Montant", "03/04/2026;x;-1,00", "03/04/2026;y;-2,00"))
    assert [line.booked for line in file.statements[0].lines] == [date(2026, 4, 3)] * 2
    assert ("l.1", "bank_dates_ambiguous") in noticed(file)


@pytest.mark.parametrize("text", ["31/02/2026", "demain", "17/17/2026", "05/03/1826", "46086", "0503"])
def test_a_day_that_cannot_be_read_is_never_today(text):
    statement = one(
        "Date;Libellé;Montant", f"{text};perdu;-1,00", "17/03/2026;lu;-7,50", "18/03/2026;lu;-7,50"
    )
    assert [day for day, _, _ in told(statement)] == ["2026-03-17", "2026-03-18"]
    assert blocking(statement) == [("l.2", "bank_date_unreadable")]


def test_days_of_both_orders_in_one_column_are_no_guess():
    rows = ["17/03/2026", "03/17/2026", "04/05/2026"]
    statement = one("Date;Libellé;Montant", *(f"{text};x;-1,00" for text in rows))
    assert blocking(statement) == [("l.4", "bank_date_unreadable")]


def test_a_row_without_a_booking_day_has_its_value_date():
    statement = one(
        "Date;Date de valeur;Libellé;Montant", ";17/03/2026;x;-1,00", ";;y;-2,00", "18/03/2026;zz;z;-3,00"
    )
    assert [(line.booked, line.value_date) for line in statement.lines] == [
        (date(2026, 3, 17), date(2026, 3, 17)),
        (date(2026, 3, 18), None),
    ]
    assert blocking(statement) == [("l.3", "bank_date_missing")]


def test_a_value_date_alone_is_the_day():
    statement = one("Date de valeur;Libellé;Montant", "17/03/2026;x;-1,00", "18/03/2026;y;-1,00")
    assert statement.lines[0].booked == statement.lines[0].value_date == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("header", "out", "into"),
    [
        ("D/C", "D", "C"), ("Sens", "Débit", "Crédit"), ("S/H", "S", "H"), ("Soll/Haben", "Soll", "Haben"),
        ("Af Bij", "Af", "Bij"), ("Debit/Credit", "DBIT", "CRDT"), ("Type", "DEBIT", "CREDIT"),
        ("DR/CR", "DR", "CR"), ("Signe", "-", "+"), ("Direction", "OUT", "IN"),
    ],
)  # fmt: skip
def test_a_column_of_directions(header, out, into):
    statement = one(
        f"Date|Libellé|Montant|{header}", f"17/03/2026|x|12,30|{out}", f"18/03/2026|y|1,00|{into}"
    )
    assert (amounts(statement), blocking(statement)) == ([-1230, 100], [])


def test_a_direction_that_is_not_told_or_contradicts_is_a_problem():
    statement = one(
        "Date;Libellé;Montant;Sens",
        "17/03/2026;x;12,30;D",
        "18/03/2026;y;1,00;?",
        "19/03/2026;z;1,00;",
        "20/03/2026;w;-1,00;C",
        "21/03/2026;v;-1,00;D",
    )
    assert amounts(statement) == [-1230, -100]
    assert blocking(statement) == [(f"l.{line}", "bank_direction_unreadable") for line in (3, 4, 5)]


def test_both_sides_of_a_row():
    statement = one(
        "Date;Libellé;Débit;Crédit",
        "17/03/2026;deux;1,00;2,00",
        "18/03/2026;aucun;;",
        "19/03/2026;zéro;0,00;",
        "20/03/2026;zéros;0,00;5,00",
        "21/03/2026;moins;;-5,00",
        "22/03/2026;sortie;3,00;0,00",
    )
    assert told(statement) == [
        ("2026-03-19", "0.00 EUR", "zéro"),
        ("2026-03-20", "5.00 EUR", "zéros"),
        ("2026-03-22", "-3.00 EUR", "sortie"),
    ]
    assert blocking(statement) == [
        ("l.2", "bank_amount_on_both_sides"),
        ("l.3", "bank_amount_missing"),
        ("l.6", "bank_direction_unreadable"),
    ]


def test_a_minus_among_debits_without_may_be_a_correction():
    statement = one(
        "Date;Libellé;Débit;Crédit", "17/03/2026;x;1,00;", "18/03/2026;y;-2,00;", "19/03/2026;z;;4,00"
    )
    assert (amounts(statement), blocking(statement)) == ([-100, 400], [("l.3", "bank_direction_unreadable")])


def test_the_currency_by_row_column_preamble_cell_or_nowhere():
    by_row = read(table("Date;Libellé;Montant;Devise", "17/03/2026;x;-1,00;EUR", "18/03/2026;y;-2,00;USD"))
    assert [(one.currency, amounts(one)) for one in by_row.statements] == [("EUR", [-100]), ("USD", [-200])]
    assert one("Date;Libellé;Montant (CHF)", "17/03/2026;x;-1,00", "18/03/2026;y;1,00").currency == "CHF"
    assert (
        one("Devise : GBP", "Date;Libellé;Montant", "17/03/2026;x;-1,00", "18/03/2026;y;1").currency == "GBP"
    )
    assert one("Date;Libellé;Montant", "17/03/2026;x;-1,00 $", "18/03/2026;y;1,00 $").currency == "USD"
    nowhere = read(table("Date;Libellé;Montant", "17/03/2026;x;-1,00", "18/03/2026;y;1,00"))
    assert (nowhere.statements[0].currency, nowhere.statements[0].lines[0].amount.currency) == (None, "EUR")
    assert noticed(nowhere) == [("l.1", "bank_currency_untold")]


@pytest.mark.parametrize("currency", ["XYZ", "??", "EURO2"])
def test_a_currency_that_does_not_exist_is_a_problem(currency):
    rows = [f"{day:02d}/03/2026;x;-1,00;EUR" for day in range(13, 18)]
    statement = one("Date;Libellé;Montant;Devise", f"12/03/2026;perdu;-1,00;{currency}", *rows)
    assert (len(statement.lines), blocking(statement)) == (5, [("l.2", "bank_amount_unreadable")])


def test_an_amount_in_another_currency_beside_is_not_the_amount():
    statement = one(
        "Date;Description;Amount;Currency;Original amount;Original currency",
        "2026-03-17;Hotel;-12.00;EUR;-13.00;USD",
        "2026-03-18;Berthier;50.00;EUR;;",
    )
    assert (amounts(statement), statement.currency) == ([-1200, 5000], "EUR")


def test_yen_have_no_cents_and_dinars_three():
    assert amounts(
        one("Date;Description;Amount;Currency", "2026-03-17;x;-1200;JPY", "2026-03-18;y;5;JPY")
    ) == [-1200, 5]
    assert amounts(
        one("Date;Description;Amount;Currency", "2026-03-17;x;-1.234;TND", "2026-03-18;y;5.5;TND")
    ) == [-1234, 5500]


def test_a_label_in_several_columns_and_lines():
    statement = one(
        "Date;Libellé;Libellé complémentaire;Détail;Note;Montant",
        '17/03/2026;VIR;x;"MAISON',
        'BERTHIER";VIR;-1,00',
        "18/03/2026;;;;;-2,00",
    )
    assert [line.label for line in statement.lines] == ["VIR MAISON BERTHIER", ""]


def test_a_number_cut_over_two_lines_of_a_cell_is_whole_again():
    first = "FACTURE " + "A" * 25 + "20"
    statement = one("Date;Libellé;Montant", f'17/03/2026;"{first}', '26-001";-1,00')
    assert statement.lines[0].label == f"{first}26-001"


def test_without_words_of_its_own_a_movement_has_those_of_its_row():
    statement = one(
        "Date;Bénéficiaire;Catégorie;Montant", "17/03/2026;Berthier;Ventes;1,00", "18/03/2026;;Frais;-1,00"
    )
    assert [line.label for line in statement.lines] == ["Berthier", "Frais"]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Completed", LineStatus.BOOKED), ("Exécuté", LineStatus.BOOKED), ("gebucht", LineStatus.BOOKED),
        ("Pending", LineStatus.PENDING), ("en attente", LineStatus.PENDING), ("vorgemerkt", LineStatus.PENDING),
        ("Declined", None), ("Annulé", None), ("rechazado", None), ("FAILED", None),
    ],
)  # fmt: skip
def test_states(word, status):
    file = read(
        table("Date;Libellé;Montant;Statut", f"17/03/2026;x;-1,00;{word}", "18/03/2026;y;1,00;Completed")
    )
    (statement,) = file.statements
    found = [line.status for line in statement.lines if line.label == "x"]
    assert found == ([] if status is None else [status])
    assert (("l.1", "bank_rows_not_moved") in noticed(file)) is (status is None)


def test_a_state_that_nobody_knows_is_a_problem():
    statement = one("Date;Libellé;Montant;Statut", "17/03/2026;x;-1,00;Completed", "18/03/2026;y;1,00;Ätsch")
    assert (amounts(statement), blocking(statement)) == ([-100], [("l.3", "bank_status_unknown")])


def test_a_pending_row_that_cannot_be_read_moves_no_balance():
    statement = one("Date;Libellé;Montant;Statut", "17/03/2026;x;-1,00;Completed", ";y;1,00;Pending")
    assert [(found.code, found.blocks) for found in problems(statement)] == [("bank_date_missing", False)]


def test_all_amounts_positive_is_worth_a_look():
    file = read(table("Date;Libellé;Montant", "17/03/2026;x;1,00", "18/03/2026;y;2,00"))
    assert ("l.1", "bank_all_credits") in noticed(file)
    assert amounts(file.statements[0]) == [100, 200]


def test_equal_lines_stay_two_lines_in_the_order_of_the_file():
    rows = ["18/03/2026;x;-1,00", "17/03/2026;x;-1,00", "18/03/2026;x;-1,00", "18/03/2026;x;-1,00"]
    assert [day for day, _, _ in told(one("Date;Libellé;Montant", *rows))] == [
        "2026-03-18",
        "2026-03-17",
        "2026-03-18",
        "2026-03-18",
    ]


def test_cells_with_control_characters_and_nul_are_read_without_them():
    filler = [f"{day:02d}/03/2026;ligne {day};-1,00" for day in range(1, 29)] * 4
    statement = one("Date;Libellé;Montant", "17/03/2026;a\x00b\x1b[31mc\u202ed;-1,00", *filler)
    assert statement.lines[0].label == "ab[31mcd"
