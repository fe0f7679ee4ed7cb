"""The tables of the banks that are known, as they write them: found by their headers, read to the last field."""

from datetime import date

import pytest

from quitus.adapters.bank.tables.profiles import profile_for, profiles
from quitus.domain.banking.column_mapping import AMOUNTS, WORDS, BankField, check_mapping
from tests.adapters.bank.reading import read
from tests.adapters.bank.table_files import amounts, blocking, ends, one, table, told

PROFILES = [(profile.bank, profile) for profile in profiles()]


@pytest.mark.parametrize(
    "profile", [one for _, one in PROFILES], ids=[f"{bank} {n}" for n, (bank, _) in enumerate(PROFILES)]
)
def test_each_profile_finds_itself_in_its_own_header(profile):
    found = profile_for(profile.header)
    assert found is not None
    assert found[0] == profile
    check_mapping(found[1], len(profile.header))
    names = found[1].columns
    assert names[BankField.BOOKED]
    assert any(names.get(name) for name in AMOUNTS)
    assert any(names.get(name) for name in WORDS)


def test_the_banks_that_are_known():
    assert {profile.bank for profile in profiles()} == {
        "BNP Paribas", "Crédit Agricole", "Société Générale", "Crédit Mutuel / CIC",
        "Caisse d'Épargne / Banque Populaire", "La Banque Postale", "BoursoBank", "Fortuneo", "Qonto", "Shine",
        "Revolut", "N26", "Wise", "PayPal", "Stripe", "GLS Bank", "UBS", "bunq", "Sparkasse", "Commerzbank", "Monzo",
        "Payoneer",
    }  # fmt: skip


def test_bnp_paribas():
    statement = one(
        "Compte courant;Compte de cheques;12345678;31/10/2026;;1 250,40",
        "",
        "Date operation;Libelle court;Type operation;Libelle operation;Montant operation en euro",
        "30/10/2026;VIR RECU;Virement recu;VIR SEPA RECU /DE MAISON BERTHIER /MOTIF FA-12;1 200,00",
        "29/10/2026;CARTE;Paiement carte;FACTURE CARTE DU 28/10 PAPETERIE;-49,60",
    )
    assert (statement.account, statement.currency) == ("12345678", "EUR")
    assert told(statement) == [
        ("2026-10-30", "1200.00 EUR", "VIR SEPA RECU /DE MAISON BERTHIER /MOTIF FA-12"),
        ("2026-10-29", "-49.60 EUR", "FACTURE CARTE DU 28/10 PAPETERIE"),
    ]
    assert ends(statement) == (None, 125040, None)
    assert statement.closing.day == date(2026, 10, 31)


CREDIT_AGRICOLE = (
    "Téléchargement du 07/05/2026;",
    "",
    "M.       INVENTE CAMILLE",
    "Compte de Dépôt carte n° 04106119371;",
    "Solde au {balance}",
    "",
    "Liste des opérations du compte entre le 01/04/2026 et le 30/04/2026;",
    "",
    "Date;Libellé;Débit euros;Crédit euros;",
    '30/04/2026;"VIREMENT EMIS',
    "WEB M. INVENTE CAMILLE",
    "",
    '";150,00;;',
    '30/04/2026;"VIREMENT EN VOTRE FAVEUR',
    "MAISON BERTHIER",
    'FA-2026-12                 ";;2\u202f389,64;',
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_credit_agricole(encoding):
    lines = [
        line.replace("\u202f", "\u00a0").format(balance="30/04/2026 917,01 €") for line in CREDIT_AGRICOLE
    ]
    statement = one(*lines, encoding=encoding, end="\r\n")
    assert (statement.account, statement.currency) == ("04106119371", "EUR")
    assert told(statement) == [
        ("2026-04-30", "-150.00 EUR", "VIREMENT EMIS WEB M. INVENTE CAMILLE"),
        ("2026-04-30", "2389.64 EUR", "VIREMENT EN VOTRE FAVEUR MAISON BERTHIER FA-2026-12"),
    ]
    assert (ends(statement), statement.closing.day) == ((None, 91701, None), date(2026, 4, 30))


def test_a_balance_of_a_day_after_the_period_is_not_the_period_s():
    """It has seen movements that the file does not tell; the account would be known for days that nobody told."""
    statement = one(*(line.format(balance="07/05/2026 917,01 €") for line in CREDIT_AGRICOLE))
    assert ends(statement) == (None, None, None)


def test_credit_agricole_with_a_card_below_keeps_both_apart():
    file = read(
        table(
            "Compte de Dépôt n° 04106119371;",
            "Date;Libellé;Débit euros;Crédit euros;",
            "02/06/2026;PRELEVEMENT EAU;45,00;;",
            "INVENTE CAMILLE - Titulaire;",
            " carte n° 5137 81XX XXXX 1091",
            "Date;Libellé;Débit euros;Crédit euros;",
            "17/06/2026;PAPETERIE DU PORT;8,99;;",
        )
    )
    assert [(one.account, amounts(one)) for one in file.statements] == [
        ("04106119371", [-4500]),
        ("513781XXXXXX1091", [-899]),
    ]


def test_societe_generale():
    statement = one(
        '="0001234567";01/09/2026;30/09/2026;2;30/09/2026;50,00 EUR',
        "",
        "Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise",
        "25/09/2026;VIR RECU    1234;VIR RECU    1234567890S DE: MAISON BERTHIER MOTIF: FA-7 ;200,00;EUR",
        "30/09/2026;CARTE X0000 01/03 ;CARTE X0000 01/03 BOULANGERIE DU PORT ;-50,00;EUR",
        encoding="cp1252",
    )
    assert (statement.account, ends(statement)) == ("0001234567", (None, 5000, None))
    assert told(statement) == [
        ("2026-09-25", "200.00 EUR", "VIR RECU 1234567890S DE: MAISON BERTHIER MOTIF: FA-7"),
        ("2026-09-30", "-50.00 EUR", "CARTE X0000 01/03 BOULANGERIE DU PORT"),
    ]


@pytest.mark.parametrize("debit", ["-45,50", "45,50"])
def test_credit_mutuel_and_cic(debit):
    statement = one(
        "Date;Date de valeur;Débit;Crédit;Libellé;Solde",
        "15/01/2026;16/01/2026;;500,00;VIR MAISON BERTHIER;1 454,50",
        f"14/01/2026;14/01/2026;{debit};;PRLV EDF;954,50",
        encoding="iso-8859-15",
    )
    assert told(statement) == [
        ("2026-01-15", "500.00 EUR", "VIR MAISON BERTHIER"),
        ("2026-01-14", "-45.50 EUR", "PRLV EDF"),
    ]
    assert ends(statement) == (100000, 145450, True)
    assert statement.lines[0].value_date == date(2026, 1, 16)


def test_caisse_d_epargne_and_banque_populaire():
    statement = one(
        "Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;"
        "Informations complementaires;Type operation;"
        "Categorie;Sous categorie;Debit;Credit;Date operation;Date de valeur;Pointage operation",
        "09/08/2026;PAPETERIE;CB PAPETERIE FACT 080826;A6NKPSX;;Carte bancaire;Achats;Bureau;-10,05;;"
        "08/08/2026;09/08/2026;0",
        "08/08/2026;BERTHIER;VIR BERTHIER;B7;FA-12;Virement recu;Revenus;Ventes;;+2500,50;08/08/2026;08/08/2026;0",
    )
    assert told(statement) == [
        ("2026-08-09", "-10.05 EUR", "CB PAPETERIE FACT 080826"),
        ("2026-08-08", "2500.50 EUR", "VIR BERTHIER FA-12"),
    ]
    assert [line.bank_id for line in statement.lines] == ["A6NKPSX", "B7"]


def test_caisse_d_epargne_of_firms():
    statement = one(
        "Date comptable;Libelle simplifie;Reference;Informations complementaires;Type operation;"
        "Debit;Credit;Date operation;"
        "Date de valeur;Pointage",
        "05/01/2026;REMISE CB 040126;1234;CONTRAT 0000000;Remise CB;;+500,00;05/01/2026;06/01/2026;Non",
    )
    assert told(statement) == [("2026-01-05", "500.00 EUR", "REMISE CB 040126 CONTRAT 0000000")]


def test_caisse_d_epargne_until_2023_tells_its_account_and_both_balances():
    statement = one(
        "Code de la banque : 30004;Code de l'agence : 00003;Date de début de téléchargement : 01/10/2020;"
        "Date de fin de téléchargement : 31/10/2020;",
        "Numéro de compte : 00000000014;Nom du compte : COMPTE CHEQUE;Devise : EUR;",
        "",
        "Solde en fin de période;;;;+40,00",
        "Date;Numéro d'opération;Libellé;Débit;Crédit;Détail;",
        "31/10/20;28102;CB LIBRAIRIE;-50,00;;CB LIBRAIRIE FACT 271020 ;",
        "03/10/20;27102;VIR BERTHIER;;+100,00;FA-1;",
        "Solde en début de période;;;;-10,00",
    )
    assert (statement.account, statement.currency) == ("FR7630004000030000000001464", "EUR")
    assert ends(statement) == (-1000, 4000, True)
    assert (statement.opening.day, statement.closing.day) == (date(2020, 10, 1), date(2020, 10, 31))
    assert [line.label for line in statement.lines] == ["CB LIBRAIRIE FACT 271020", "VIR BERTHIER FA-1"]


def test_banque_populaire_until_2023_has_all_accounts_in_one_file():
    file = read(
        table(
            "Compte;Date de comptabilisation;Date opération;Libellé;Référence;Date valeur;Montant",
            "55566677788;26/05/2021;;CB****3333 RELAIS DU LAC;AAAAAAA;26/05/2021;-81,4",
            "12345678901;27/05/2021;27/05/2021;VIR BERTHIER;;27/05/2021;13,49",
            "55566677788;26/05/2021;;CHEQUE 1;;26/05/2021;-600",
        )
    )
    assert [(one.account, amounts(one)) for one in file.statements] == [
        ("55566677788", [-8140, -60000]),
        ("12345678901", [1349]),
    ]


def test_la_banque_postale():
    statement = one(
        "Numéro Compte   ;0000012A020",
        "Type         ;Compte courant",
        "Compte tenu en  ;EUR",
        "Date            ;04/08/2026",
        "Solde (EUROS)   ;13,99",
        "",
        "Date;Libellé;Montant(EUROS)",
        '03/08/2026;"VIREMENT DE MAISON BERTHIER";+123,45',
        '01/08/2026;"PRELEVEMENT DE EAU";-45,67',
        encoding="latin-1",
        end="\r\n",
    )
    assert (statement.account, statement.currency) == ("0000012A020", "EUR")
    assert (ends(statement), statement.closing.day) == ((None, 1399, None), date(2026, 8, 4))
    assert amounts(statement) == [12345, -4567]


def test_boursobank_repeats_a_balance_that_is_none_of_the_row():
    statement = one(
        "dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;"
        "accountLabel;accountbalance",
        '2026-10-18;2026-10-18;"VIR BERTHIER";"Virements";"Virements";"Berthier";"1 718,70";;'
        "00040211293;BoursoBank;1000.00",
        '2026-10-17;2026-10-17;"CARTE PAPETERIE";"Achats";"Achats";;-25,50;;00040211293;BoursoBank;1000.00',
        encoding="utf-8-sig",
    )
    assert (statement.account, ends(statement), blocking(statement)) == (
        "00040211293",
        (None, None, None),
        [],
    )
    assert told(statement) == [
        ("2026-10-18", "1718.70 EUR", "VIR BERTHIER"),
        ("2026-10-17", "-25.50 EUR", "CARTE PAPETERIE"),
    ]
    assert statement.lines[0].counterparty == "Berthier"


def test_boursobank_of_2026_calls_the_amount_a_balance():
    statement = one(
        '"Date Opération";"Date Valeur";Libellé;"Libellé Suggéré";Catégorie;"Catégorie Parente";Solde;Commentaire;'
        '"Numéro Compte";"Libellé Compte";Solde;Pointage',
        '2026-09-25;2026-09-25;"CARTE 24/09/26 MAGASIN CB*1111";"Magasin";A;B;-12,30;;00012345678;'
        "BoursoBank;250.10;Non",
        '2026-09-24;2026-09-24;"VIR BERTHIER";Berthier;A;B;40,00;;00012345678;BoursoBank;250.10;Non',
    )
    assert (amounts(statement), statement.account) == ([-1230, 4000], "00012345678")


def test_fortuneo():
    statement = one(
        "Date opération;Date valeur;libellé;Débit;Crédit;",
        "25/06/2026;25/06/2026;CARTE 24/06 PAPETERIE;-10;",
        "31/12/2025;31/12/2025;VIR INST BERTHIER;;23",
    )
    assert amounts(statement) == [-1000, 2300]
