"""Tables of online banks and payment services, as each exports them: what is told of each movement."""

from datetime import date

import pytest

from quitus.adapters.bank.tables.profiles import profiles
from quitus.domain.banking.statement import LineStatus
from tests.adapters.bank.reading import read
from tests.adapters.bank.table_files import amounts, blocking, ends, noticed, one, table, told

PROFILES = [(profile.bank, profile) for profile in profiles()]


QONTO = (
    "Statut;Date de la valeur (UTC);Date de la valeur (local);Date de l'opération (UTC);Date de l'opération (local);"
    "Montant total (TTC);Débit;Crédit;Solde;Devise;Montant total (TTC) (local);Devise (local);"
    "Montant total de la TVA;"
    "Nom du compte;IBAN du compte;Nom de la contrepartie;IBAN de la contrepartie;Méthode de paiement;"
    "Identifiant de transaction;Référence;Note",
    "Exécuté;16-02-2026 23:30:00;17-02-2026 00:30:00;;;-200,00;200,00;;800,00;EUR;-220,00;USD;0,00;Principal;"
    "FR7630004000030000000001464;Loueur;FR7630006000011234567890189;Virement;qo-2;Loyer;",
    "Exécuté;15-02-2026 10:00:00;15-02-2026 11:00:00;;;1000,00;;1000,00;1000,00;EUR;1000,00;EUR;0,00;Principal;"
    "FR7630004000030000000001464;Maison Berthier;;Virement;qo-1;FA-12;merci",
    "Refusé;;;14-02-2026 10:00:00;14-02-2026 10:00:00;-9,00;9,00;;;EUR;;;;Principal;"
    "FR7630004000030000000001464;X;;Carte;qo-0;;",
)


def test_qonto():
    file = read(table(*QONTO))
    (statement,) = file.statements
    assert (statement.account, ends(statement)) == ("FR7630004000030000000001464", (0, 80000, True))
    assert told(statement) == [
        ("2026-02-17", "-200.00 EUR", "Loyer Virement"),
        ("2026-02-15", "1000.00 EUR", "FA-12 merci Virement"),
    ]
    assert [(line.counterparty, line.iban, line.reference, line.bank_id) for line in statement.lines] == [
        ("Loueur", "FR7630006000011234567890189", "Loyer", "qo-2"),
        ("Maison Berthier", None, "FA-12", "qo-1"),
    ]
    assert noticed(file) == [("l.1", "bank_rows_not_moved")]


def test_qonto_in_english():
    statement = one(
        "Status,Settlement date (UTC),Operation date (UTC),Total amount (incl. VAT),Currency,"
        "Counterparty name,Payment method,"
        "Transaction ID,IBAN,Reference,Category,Note",
        "settled,2026-02-01 00:00:00,2026-01-31 00:00:00,-50.00,EUR,Test Corp,card,qt_1,,REF-001,,",
        "processing,,2026-02-02 00:00:00,-7.00,EUR,Test Corp,card,qt_2,,,,",
    )
    assert told(statement) == [
        ("2026-02-01", "-50.00 EUR", "REF-001 card"),
        ("2026-02-02", "-7.00 EUR?", "card"),
    ]
    assert blocking(statement) == []


def test_shine_has_zeros_on_the_other_side():
    statement = one(
        "Transaction ID;Date de la valeur;Date d'opération;IBAN;Type de transaction;"
        "Transaction personnelle;Category;Débit;"
        "Crédit;Solde mouvement;Solde bancaire;Libellé;Nom de la contrepartie;Montant HT;Montant de TVA total;Pièces;"
        "Date d'ajout pièces;Commentaire",
        '"t2";"08/09/2026";"08/09/2026";"FR7630004000030000000001464";"Carte";"Non";"X";"4,68";'
        '"0,00";"-4,68";"995,32";'
        '"Abonnement";"Shine";"3,90";"0,78";"";"";""',
        '"t1";"07/09/2026";"06/09/2026";"FR7630004000030000000001464";"Virement";"Non";"X";"0,00";'
        '"1000,00";"1000,00";'
        '"1000,00";"Virement FA-3";"Maison Berthier";"1000,00";"0,00";"";"";""',
    )
    assert (amounts(statement), ends(statement)) == ([-468, 100000], (0, 99532, True))
    assert statement.account == "FR7630004000030000000001464"
    assert (statement.lines[1].booked, statement.lines[1].value_date) == (date(2026, 9, 6), date(2026, 9, 7))


REVOLUT = "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance"
REVOLUT_FR = "Type,Produit,Date de début,Date de fin,Description,Montant,Frais,Devise,État,Solde"
REVOLUT_DE = (
    "Art,Produkt,Datum des Beginns,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,Status,Kontostand"
)


@pytest.mark.parametrize(
    ("header", "done", "pending", "reverted"),
    [
        (REVOLUT, "COMPLETED", "PENDING", "REVERTED"),
        (REVOLUT_FR, "TERMINÉ", "EN ATTENTE", "ANNULÉ"),
        (REVOLUT_DE, "ABGESCHLOSSEN", "AUSSTEHEND", "RÜCKGÄNGIG GEMACHT"),
    ],
)
def test_revolut(header, done, pending, reverted):
    file = read(
        table(
            header,
            f"TOPUP,Current,2026-10-01 09:00:00,2026-10-01 09:00:05,Payment from Berthier,600.00,0.00,"
            f"EUR,{done},600.00",
            f"EXCHANGE,Current,2026-10-02 10:00:00,2026-10-02 10:00:01,To USD,-500.00,4.25,EUR,{done},95.75",
            f"CARD_PAYMENT,Current,2026-10-03 10:00:00,,Hotel,-20.00,0.00,EUR,{pending},",
            f"CARD_PAYMENT,Current,2026-10-03 11:00:00,,Garage,-30.00,0.00,EUR,{reverted},",
        )
    )
    (statement,) = file.statements
    fee = header.split(",")[6]
    assert told(statement) == [
        ("2026-10-01", "600.00 EUR", "Payment from Berthier TOPUP"),
        ("2026-10-02", "-500.00 EUR", "To USD EXCHANGE"),
        ("2026-10-02", "-4.25 EUR", f"{fee} To USD EXCHANGE"),
        ("2026-10-03", "-20.00 EUR?", "Hotel CARD_PAYMENT"),
    ]
    assert (ends(statement), statement.account) == ((0, 9575, True), None)
    assert noticed(file) == [("l.1", "bank_rows_not_moved")]


def test_revolut_products_and_currencies_are_accounts_of_their_own():
    file = read(
        table(
            REVOLUT,
            "TRANSFER,Current,2026-10-01 09:00:00,2026-10-01 09:00:05,To savings,-10.00,0.00,EUR,COMPLETED,90.00",
            "TRANSFER,Savings,2026-10-01 09:00:00,2026-10-01 09:00:05,From current,10.00,0.00,EUR,COMPLETED,10.00",
            "TOPUP,Current,2026-10-01 09:00:00,2026-10-01 09:00:05,In dollars,5.00,0.00,USD,COMPLETED,5.00",
        )
    )
    assert [(one.account, one.currency, ends(one)) for one in file.statements] == [
        ("Current", "EUR", (10000, 9000, True)),
        ("Savings", "EUR", (0, 1000, True)),
        ("Current", "USD", (0, 500, True)),
    ]


def test_revolut_business_splits_the_total_into_amount_and_fee():
    statement = one(
        "Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payer,"
        "Card number,Card label,Card state,"
        "Orig currency,Orig amount,Payment currency,Amount,Total amount,Exchange rate,Fee,"
        "Fee currency,Balance,Account,"
        "Beneficiary account number,Beneficiary sort code or routing number,Beneficiary IBAN,Beneficiary BIC",
        "2026-12-30,2026-12-31,a-1,CARD_PAYMENT,COMPLETED,Hosting,,Camille,,,,EUR,113.73,USD,-133.76,"
        "-134.76,0.85,1.00,USD,"
        "13336.07,USD Main,,,,",
        "2026-12-28,2026-12-29,b-1,TOPUP,COMPLETED,Money from Berthier,FA-9,,,,,USD,50,USD,50.00,"
        "50.00,1,0.00,USD,13470.83,"
        "USD Main,,,,",
    )
    assert (amounts(statement), ends(statement)) == ([-13376, -100, 5000], (1342083, 1333607, True))
    assert statement.lines[2].reference == "FA-9"


def test_n26_in_three_headers():
    new = one(
        '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",'
        '"Account Name","Amount (EUR)",'
        '"Original Amount","Original Currency","Exchange Rate"',
        "2026-03-07,2026-03-08,Maison Berthier,DE89370400440532013000,Credit Transfer,FA-12,Principal,328.00,,,",
        "2026-03-09,2026-03-09,Paul,,Presentment,,Principal,-8.15,-9.00,USD,0.9",
    )
    old = one(
        '"Date","Bénéficiaire","Numéro de compte","Type de transaction","Référence de paiement",'
        '"Catégorie","Montant (EUR)",'
        '"Montant (Devise étrangère)","Sélectionnez la devise étrangère","Taux de conversion"',
        '"2026-03-07","Maison Berthier","DE89370400440532013000","Revenu","FA-12","Revenus","328.0","","",""',
        '"2026-03-09","Paul","","Paiement par MasterCard","-","Repas","-8.15","-9.0","USD","0.9"',
    )
    german = one(
        '"Datum","Empfänger","Kontonummer","Transaktionstyp","Verwendungszweck","Kategorie","Betrag (EUR)",'
        '"Betrag (Fremdwährung)","Fremdwährung","Wechselkurs"',
        '"2026-03-07","Maison Berthier","DE89370400440532013000","Gutschrift","FA-12","X","328.0","","",""',
        '"2026-03-09","Paul","","MasterCard","","X","-8.15","-9.0","USD","0.9"',
    )
    assert told(new)[0] == ("2026-03-07", "328.00 EUR", "FA-12 Credit Transfer")
    for statement in (new, old, german):
        assert (amounts(statement), statement.currency, statement.account) == ([32800, -815], "EUR", None)
        assert (statement.lines[0].counterparty, statement.lines[0].iban) == (
            "Maison Berthier",
            "DE89370400440532013000",
        )


def test_wise_tells_the_fees_that_are_part_of_the_amount():
    statement = one(
        '"TransferWise ID","Date","Amount","Currency","Description","Payment Reference",'
        '"Running Balance","Exchange From",'
        '"Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number","Merchant",'
        '"Card Last Four Digits",'
        '"Card Holder Full Name","Attachment","Note","Total fees"',
        '"TRANSFER-2","08-09-2026","-1495.06","EUR","Sent money to Jan","Invoice 12","504.94","","",'
        '"","","Jan","EE382200221020145685",'
        '"","","","","","4.94"',
        '"TRANSFER-1","07-09-2026","2000.00","EUR","Received money from Berthier","FA-12","2000.00",'
        '"","","","Maison Berthier","","",'
        '"","","","","","0.00"',
    )
    assert told(statement) == [
        ("2026-09-08", "-1495.06 EUR", "Sent money to Jan Invoice 12 (Total fees 4.94)"),
        ("2026-09-07", "2000.00 EUR", "Received money from Berthier FA-12"),
    ]
    assert ends(statement) == (0, 50494, True)
    assert [(line.counterparty, line.iban, line.bank_id) for line in statement.lines] == [
        ("Jan", "EE382200221020145685", "TRANSFER-2"),
        ("Maison Berthier", None, "TRANSFER-1"),
    ]


def test_paypal_in_french():
    file = read(
        table(
            '"Date","Heure","Fuseau horaire","Nom","Type","État","Devise","Avant commission","Commission","Net",'
            '"De l\'adresse email","À l\'adresse email","Numéro de transaction","Numéro de facture",'
            '"Solde","Objet","Remarque",'
            '"Impact sur le solde"',
            '"13/09/2026","10:00:00","CEST","Maison Berthier","Paiement sur site marchand","Terminé",'
            '"EUR","1 200,00","-35,00",'
            '"1 165,00","a@b.example","moi@x.example","T1","FA-12","1 165,00","","","Crédit"',
            '"14/09/2026","10:00:00","CEST","","Autorisation générale","En attente","EUR","-9,00","0,'
            '00","-9,00","","","T2","","1 165,00",'
            '"","","Mémo"',
        )
    )
    (statement,) = file.statements
    assert told(statement) == [
        ("2026-09-13", "1200.00 EUR", "Paiement sur site marchand"),
        ("2026-09-13", "-35.00 EUR", "Commission Paiement sur site marchand"),
    ]
    assert (ends(statement), statement.lines[0].reference) == ((0, 116500, True), "FA-12")
    assert noticed(file) == [("l.1", "bank_rows_not_moved")]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,"
            "Customer Facing Amount,"
            "Customer Facing Currency,Transfer,Transfer Date (UTC)",
            "txn_1,charge,ch_1,30.00,1.17,28.83,usd,2026-04-23 21:56,2026-04-30 00:00,Invoice FA-1,30.00,usd,,",
            "txn_2,refund,re_1,-30.00,-1.00,-29.00,usd,2026-04-24 21:56,2026-04-30 00:00,REFUND,,,,",
            "txn_3,payout,po_1,-8.00,0.00,-8.00,usd,2026-04-25 21:56,2026-04-30 00:00,STRIPE PAYOUT,,,,",
        ),
        (
            "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,"
            "reporting_category,source_id,description",
            "txn_1,2026-04-23 21:56:11,2026-04-30 00:00:00,usd,30.00,1.17,28.83,charge,ch_1,Invoice FA-1",
            "txn_2,2026-04-24 21:56:11,2026-04-30 00:00:00,usd,-30.00,-1.00,-29.00,refund,re_1,REFUND",
            "txn_3,2026-04-25 21:56:11,2026-04-30 00:00:00,usd,-8.00,0.00,-8.00,payout,po_1,STRIPE PAYOUT",
        ),
    ],
)
def test_the_balance_of_stripe(lines):
    statement = one(*lines)
    assert (amounts(statement), statement.currency) == ([3000, -117, -3000, 100, -800], "USD")
    assert statement.lines[0].bank_id == statement.lines[1].bank_id == "txn_1"
    assert statement.lines[0].value_date == date(2026, 4, 30)


def test_payments_of_stripe_that_went_back_leave_open_when():
    statement = one(
        "id,description,seller_message,created,amount,amount_refunded,currency,converted_amount,"
        "converted_amount_refunded,fee,"
        "tax,converted_currency,status,statement_descriptor,customer_id,customer_description,"
        "customer_email,captured,card_id,"
        "invoice_id,transfer",
        "ch_1,FA-1,Payment complete.,2026-02-03 13:12,25.00,0.00,eur,25.00,0.00,1.03,0.00,eur,Paid,,,,,true,,,",
        "ch_2,FA-2,Payment complete.,2026-02-04 13:12,25.00,25.00,eur,25.00,25.00,1.03,0.00,eur,Refunded,,,,,true,,,",
        "ch_3,FA-3,Card declined.,2026-02-05 13:12,25.00,0.00,eur,25.00,0.00,0.00,0.00,eur,Failed,,,,,true,,,",
    )
    assert amounts(statement) == [2500, -103]
    assert blocking(statement) == [("l.3", "bank_status_unknown")]


def test_a_pending_row_of_the_sparkasse():
    statement = one(
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";'
        '"Beguenstigter/Zahlungspflichtiger";'
        '"Kontonummer";"BLZ";"Betrag";"Waehrung";"Info"',
        '"DE89370400440532013000";"22.02.26";"23.02.26";"GUTSCHRIFT";"FA-1";"Berthier";'
        '"FR7630004000030000000001464";"X";"1.036,99";"EUR";'
        '"Umsatz gebucht"',
        '"DE89370400440532013000";"24.02.26";"";"KARTE";"Papier";"Laden";"";"";"-6,99";"EUR";"Umsatz vorgemerkt"',
    )
    assert statement.account == "DE89370400440532013000"
    assert [(line.amount.minor, line.status) for line in statement.lines] == [
        (103699, LineStatus.BOOKED),
        (-699, LineStatus.PENDING),
    ]
    assert statement.lines[0].iban == "FR7630004000030000000001464"
