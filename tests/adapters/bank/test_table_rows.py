"""What is a movement of a table and what is not: each row is a line, a problem that blocks,"
" or left out for a reason."""

import pytest

from quitus.domain.refused import Refused
from tests.adapters.bank.reading import read
from tests.adapters.bank.table_files import amounts, blocking, ends, noticed, one, problems, table, told

HEADER = "Date;Libellé;Débit;Crédit"
ONE = "DE89370400440532013000"
FIRST, LAST = "17/03/2026;Loyer;800,00;", "18/03/2026;VIR BERTHIER;;120,00"


@pytest.mark.parametrize(
    "row",
    [
        "", ";;;", " ; ; ;", HEADER, "Total;;800,00;120,00", ";Total des mouvements;800,00;"
        "120,00", "TOTAUX;;800,00;120,00",
        "Sous-total;;800,00;", "Total (EUR);;;", "18/03/2026;Total des mouvements;800,00;"
        "120,00", "Summe;;800,00;120,00",
        "Solde au 18/03/2026;;;320,00", "18/03/2026;SOLDE CRÉDITEUR AU 18/03/2026;;320,00", ";Nouveau solde;;320,00",
        "Saldo final;;;320,00", "Kontostand am 18.03.2026;;;320,00", "Report;;800,00;",
    ],
)  # fmt: skip
def test_a_row_that_is_clearly_no_movement_is_left_out(row):
    statement = one(HEADER, FIRST, row, LAST)
    assert (amounts(statement), blocking(statement)) == ([-80000, 12000], [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("18/03/2026;SOLDE DE TOUT COMPTE DUPONT;;320,00", None),  # a payer's words
        ("18/03/2026;VIR SOLDE FACTURE 12;;320,00", None),
        ("18/03/2026;TOTAL ENERGIES;320,00;", None),
        (";TOTAL ENERGIES;320,00;", "bank_date_missing"),
        (";;;320,00", "bank_date_missing"),
        ("18/03/2026;;;", "bank_amount_missing"),
        ("18/03/26x;y;;1,00", "bank_date_unreadable"),
        ("18/03/2026;a;b;1,00", "bank_amount_unreadable"),
        ("18/03/2026;a;;1,00;trop", "bank_row_ragged"),
        ("18/03/2026;a;b;;1,00;trop", "bank_row_ragged"),
        ('18/03/2026;"a"b;;1,00', "bank_row_broken"),
        ("18/03/2026;coupé", "bank_amount_missing"),
        ("1;coupé", "bank_date_unreadable"),
    ],
)
def test_any_other_row_is_a_line_or_a_problem_that_blocks(row, code):
    statement = one(HEADER, FIRST, row, LAST)
    assert blocking(statement) == ([("l.3", code)] if code else [])
    assert len(statement.lines) == (2 if code else 3)


def test_a_problem_shows_its_row_shortened():
    statement = one(HEADER, FIRST, f"18/03/2026;{'très long ' * 60};;oups")
    (found,) = problems(statement)
    assert str(found.facts["line"]).startswith("18/03/2026 · très long très long")
    assert len(str(found.facts["line"])) <= 200
    assert found.facts["text"] == "oups"


def test_words_below_a_movement_go_on_with_its_label():
    statement = one(HEADER, FIRST, ";DE: MAISON BERTHIER;;", ";MOTIF: FA-12;;", LAST, ";FA-13")
    assert [label for _, _, label in told(statement)] == [
        "Loyer DE: MAISON BERTHIER MOTIF: FA-12",
        "VIR BERTHIER FA-13",
    ]
    assert blocking(statement) == []


def test_words_below_an_unread_row_are_not_those_of_the_movement_above():
    statement = one(HEADER, FIRST, "demain;perdu;;1,00", ";suite du perdu;;")
    assert (told(statement), blocking(statement)) == (
        [("2026-03-17", "-800.00 EUR", "Loyer")],
        [("l.3", "bank_date_unreadable")],
    )


def test_a_remark_is_told():
    file = read(table(HEADER, "Mars 2026;;;", FIRST, "Document sans valeur contractuelle"))
    assert [where for where, code in noticed(file) if code == "bank_row_remark"] == ["l.2", "l.4"]
    assert blocking(file) == []


@pytest.mark.parametrize("cut", ["18/03/2026;VI", "18/0", "18", "18/03/2026", '18/03/2026;"VIR BER'])
def test_a_file_cut_in_its_last_row_is_told(cut):
    content = table(HEADER, FIRST) + cut.encode()
    (statement,) = read(content).statements
    assert amounts(statement) == [-80000]
    ((where, code),) = blocking(statement)
    assert (where, code) == ("l.3", "bank_row_broken" if '"' in cut else "bank_row_cut")


def test_a_file_without_a_last_line_end_is_whole():
    content = table(HEADER, FIRST) + LAST.encode()
    assert amounts(read(content).statements[0]) == [-80000, 12000]
    assert blocking(read(content)) == []


def test_headers_repeated_on_each_page_go_on_with_the_same_account():
    statement = one("Compte n° 00012345678", HEADER, FIRST, "Page 1", HEADER, LAST)
    assert (statement.account, amounts(statement)) == ("00012345678", [-80000, 12000])


def test_several_tables_below_each_other_are_several_accounts():
    file = read(
        table(
            "Compte n° 00012345678;;;", "Solde au 31/03/2026;;;320,00", HEADER, FIRST, "",
            "Compte n° 00087654321;;;", "Solde au 31/03/2026;;;-5,00", HEADER, LAST,
        )
    )  # fmt: skip
    assert [(one.account, amounts(one), ends(one)[1]) for one in file.statements] == [
        ("00012345678", [-80000], 32000),
        ("00087654321", [12000], -500),
    ]


def test_tables_of_other_columns_below_each_other():
    file = read(
        table(HEADER, FIRST, "Date;Montant;Libellé", "18/03/2026;-5,00;Carte", "19/03/2026;6,00;Avoir")
    )
    assert [amounts(one) for one in file.statements] == [[-80000], [-500, 600]]


@pytest.mark.parametrize(
    ("lines", "account"),
    [
        (("IBAN : FR76 3000 4000 0300 0000 0001 464",), "FR7630004000030000000001464"),
        (("IBAN;FR7630004000030000000001464",), "FR7630004000030000000001464"),
        (("Compte FR76 3000 4000 0300 0000 0001 464 Camille Inventée",), "FR7630004000030000000001464"),
        (
            ("Code banque;30004", "Code guichet;00003", "Numéro de compte;00000000014"),
            "FR7630004000030000000001464",
        ),
        (("N° de compte : 12 34 56 78 901",), "12345678901"),
        (("Account Number: GB-12345678",), "GB-12345678"),
        (("Kontonummer;538917600",), "538917600"),
        (("Compte chèques n°00012345678 en euros",), "00012345678"),
        (("Carte n° 4970 1012 3456 7893",), "4970XXXXXXXX7893"),
        (("Client : Camille Inventée", "Téléphone : 0102030405"), None),
        (("Relevé du 01/03/2026 au 31/03/2026",), None),
    ],
)
def test_the_account_of_the_lines_above(lines, account):
    assert one(*lines, HEADER, FIRST, LAST).account == account


@pytest.mark.parametrize(
    ("lines", "opening", "closing"),
    [
        (("Solde initial : 1 000,00 EUR", "Solde final : 320,00 EUR"), 100000, 32000),
        (("Ancien solde;1000,00", "Nouveau solde;320,00"), 100000, 32000),
        (("Opening balance;1000,00", "Closing balance;320,00"), 100000, 32000),
        (("Anfangssaldo;1000,00", "Endsaldo;320,00"), 100000, 32000),
        (("Saldo inicial;1000,00", "Saldo final;320,00"), 100000, 32000),
        (("Solde au 16/03/2026 : 1 000,00", "Solde au 18/03/2026 : 320,00"), 100000, 32000),
        (("Solde disponible;500,00", "Solde prévisionnel;200,00"), None, None),
        (("Available balance;500,00", "Ledger balance;320,00"), None, 32000),
        (("Solde;-320,00 €", "Date;18/03/2026"), None, -32000),
        (("Solde au 17/03/2026;320,00",), None, None),
        (("Solde final;illisible",), None, None),
    ],
)
def test_the_balances_of_the_lines_above(lines, opening, closing):
    statement = one(*lines, HEADER, FIRST, "17/03/2026;x;1,00;", LAST, "18/03/2026;x;;1,00")
    assert ends(statement)[:2] == (opening, closing)


def test_balances_between_and_below_the_rows():
    statement = one(HEADER, "Solde précédent;;;1000,00", FIRST, LAST, "Solde au 18/03/2026;;;320,00")
    assert ends(statement) == (100000, 32000, True)


@pytest.mark.parametrize("closing", ["321,00", "320,01"])
def test_a_balance_that_the_rows_do_not_reach_is_false(closing):
    assert ends(one(HEADER, "Solde précédent;;;1000,00", FIRST, LAST, f"Solde final;;;{closing}"))[2] is False


def test_an_unread_row_leaves_the_balance_open():
    statement = one(
        HEADER, "Solde précédent;;;1000,00", FIRST, LAST, "18/03/2026;x;;oups", "Solde final;;;320,00"
    )
    assert ends(statement) == (100000, 32000, None)


def test_an_account_column_makes_a_statement_for_each_and_unread_rows_block_those_they_may_be_of():
    file = read(
        table(
            "Numéro de compte;Date;Libellé;Montant",
            "00012345678;17/03/2026;a;-1,00",
            "FR76 3000 4000 0300 0000 0001 464;17/03/2026;b;2,00",
            "00012345678;demain;c;-3,00",
            ";demain;d;-4,00",
        )
    )
    assert [
        (one.account, amounts(one), [where for where, _ in blocking(one)]) for one in file.statements
    ] == [
        ("00012345678", [-100], ["l.4", "l.5"]),
        ("FR7630004000030000000001464", [200], ["l.5"]),
    ]


@pytest.mark.parametrize(
    ("rows", "account", "iban"),
    [
        # The same in all rows, in and out: one's own. Else the other side's.
        ([("1,00", ONE), ("-1,00", ONE), ("2,00", ONE), ("-2,00", ONE), ("3,00", ONE)], ONE, None),
        ([("1,00", ONE), ("2,00", ONE), ("3,00", ONE), ("4,00", ONE), ("5,00", ONE)], None, None),
        ([("1,00", ONE), ("-1,00", "FR7630004000030000000001464")], None, ONE),
        ([("1,00", ONE), ("-1,00", "")], None, ONE),
    ],
)
def test_whose_account_a_column_names_only_the_rows_can_tell(rows, account, iban):
    statement = one(
        "Date;Libellé;Montant;IBAN", *(f"17/03/2026;x;{amount};{named}" for amount, named in rows)
    )
    assert (statement.account, statement.lines[0].iban) == (account, iban)


def test_a_table_without_movements_is_an_account_without_movements():
    statement = one("Compte n° 00012345678", "Solde final : 12,00 EUR", HEADER)
    assert (statement.account, statement.lines, ends(statement)) == ("00012345678", (), (None, 1200, None))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bank_file_empty"),
        (b" \n\n", "bank_file_empty"),
        (b"Nom;Ville\nDurand;Lyon\n", "bank_format_unknown"),
        (b"Bonjour,\n\nvoici le relev\xe9 du 05/03/2026.\n", "bank_format_unknown"),
        (b"Date;Montant\n", "bank_format_unknown"),
        (b"%PDF-1.7\n", "bank_format_unknown"),
        (b"\x89PNG\r\n", "bank_format_unknown"),
        (b"<html><table><tr><td>Date;Montant;Solde</td></tr></table></html>", "bank_format_unknown"),
        (b"\x00" * 5_000, "bank_format_unknown"),
        (b"JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate"
         b"|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise\n", "bank_format_unknown"),
        (b"Numero;Client;Date facture;Echeance;Montant TTC\nF-1;Durand;05/03/2026;05/04/2026;12,00\n"
         b"F-2;Petit;06/03/2026;06/04/2026;13,00\n", "bank_table_columns_unsure"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_a_bank(content, code):
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.code == code
