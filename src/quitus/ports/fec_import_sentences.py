"""What to say about open invoices that come from a FEC: merged into `ports/import_sentences.py`.

What is wrong with the file itself stands in `ports/fec_sentences.py`. The line and the cell are said before.
"""

FEC_IMPORT_SENTENCES: dict[str, tuple[str, str]] = {
    # the file
    "import_file_is_fec": (
        "C’est un fichier des écritures comptables (FEC). Importez-le par quitus import fec {file}.",
        "This is an accounting file (FEC). Import it by quitus import fec {file}.",
    ),
    "import_file_no_fec": (
        "Ce n’est pas un fichier des écritures comptables (FEC) : la première ligne n’a pas ses champs. Pour un CSV, "
        "prenez quitus import invoices.",
        "This is no accounting file (FEC): the first line lacks its fields. For CSV, use quitus import invoices.",
    ),
    "import_fec_other_firm": (
        "Le nom du fichier est celui d’une autre entreprise (SIREN {siren}, ici {own}). Choisissez le FEC de cette "
        "entreprise, ou corrigez le SIREN dans Réglages.",
        "The name of the file is another firm’s (SIREN {siren}, here {own}). Choose the FEC of this firm, or correct "
        "the SIREN in Settings.",
    ),
    "import_fec_not_in_euros": (
        "Un FEC est en euros, et les comptes sont tenus ici en {kept}. Importez un fichier CSV à la place.",
        "A FEC is in euros, and the books are kept here in {kept}. Import a CSV file instead.",
    ),
    "import_fec_due_dates": (
        "Un FEC ne donne pas d’échéance : {days} {days:jour|jours} après la date de pièce (sans accord, 30 jours : C. "
        "com. L441-10 I) pour {count} {count:facture|factures}, les conditions du client pour {others}. Changez le "
        "délai si besoin.",
        "A FEC gives no due date: {days} {days:day|days} after the document’s date (30 days unless agreed: C. com. "
        "L441-10 I) for {count} {count:invoice|invoices}, the client’s own terms for {others}. Change the delay if "
        "need be.",
    ),
    "import_fec_no_addresses": (
        "Un FEC ne contient pas d’adresse e-mail : {count} {count:nouveau client n’en a|nouveaux clients n’en ont} "
        "pas. Importez vos clients en CSV, ou complétez leurs fiches avant la première relance.",
        "A FEC holds no e-mail addresses: {count} {count:new client has|new clients have} none. Import your clients as "
        "CSV, or complete their cards before the first reminder.",
    ),
    "import_fec_more_faults": (
        "Le contrôle du FEC relève encore {errors} {errors:erreur|erreurs} et {warnings} {warnings:point|points} sans "
        "effet sur cet import. quitus books check-fec les détaille.",
        "Checking the FEC finds {errors} more {errors:error|errors} and {warnings} {warnings:point|points} without "
        "effect on this import. quitus books check-fec lists them.",
    ),
    # left out
    "import_fec_credit": (
        "{name} : un crédit de {amount} n’est lettré avec rien. Il n’est pas repris : lettrez-le dans la comptabilité, "
        "ou saisissez-le comme avance du client.",
        "{name}: a credit of {amount} is lettered with nothing. It is not imported: letter it in the books, or record "
        "it as the client’s credit.",
    ),
    "import_fec_owes_nothing": (
        "{name} ne doit plus rien selon les comptes : {owed} de factures ouvertes, {credits} de crédits non lettrés. "
        "Lettrez d’abord, ou ne lancez pas ses relances.",
        "{name} owes nothing any more by the books: {owed} of open invoices, {credits} of unlettered credits. Letter "
        "them first, or do not let their reminders start.",
    ),
    "import_fec_unlettered": (
        "Aucune ligne de client n’est lettrée : des factures payées peuvent paraître ouvertes. Faites lettrer les "
        "comptes clients, puis exportez le FEC à nouveau.",
        "No line of a client is lettered: paid invoices may look open. Have the clients’ accounts lettered, then "
        "export the FEC again.",
    ),
    "import_fec_lettering_left": (
        "{name} : le lettrage {document} laisse {amount}. Ses pièces comptent comme réglées et ne sont pas reprises : "
        "si un reste est dû, ajoutez la facture.",
        "{name}: the lettering {document} leaves {amount}. Its documents count as settled and are not imported: if "
        "something is still owed, add the invoice.",
    ),
    "import_fec_retention": (
        "{name} : une retenue de garantie de {amount} n’est pas encore due. Elle n’est pas reprise : ajoutez-la à son "
        "échéance.",
        "{name}: a retention of {amount} is not due before the guarantee ends. It is not imported: add it then.",
    ),
    "import_fec_opening_whole": (
        "{name} : l’à-nouveau de {amount} ne dit pas de quelles factures. Il n’est pas repris : importez le FEC de "
        "l’exercice d’avant, ou ces factures en CSV.",
        "{name}: the opening balance of {amount} does not say of which invoices. It is not imported: import the FEC of "
        "the year before, or these invoices as CSV.",
    ),
    # what keeps the file out
    "import_fec_client_missing": (
        "Le compte {account} est collectif et la ligne n’a pas de compte auxiliaire : personne ne sait qui doit. "
        "Complétez CompAuxNum dans la comptabilité, ou lettrez la ligne.",
        "Account {account} is a collective one and the line has no auxiliary account: nobody knows who owes. Fill in "
        "CompAuxNum in the books, or letter the line.",
    ),
    "import_fec_document_shared": (
        "Cette pièce est aussi celle de {other}, ligne {first_line} : une facture n’a qu’un client. Mettez le numéro "
        "de facture dans PieceRef, ou importez un CSV.",
        "This document is also that of {other}, line {first_line}: an invoice has one client. Put the invoice number "
        "into PieceRef, or import a CSV file.",
    ),
    "import_fec_other_client": (
        "Cette facture est déjà enregistrée pour {kept}, le FEC dit {given}. Si c’est le même client, mettez le code "
        "« {reference} » sur sa fiche, puis relisez le fichier.",
        "This invoice is on record for {kept}, the FEC says {given}. If that is the same client, put the code "
        "“{reference}” on their card, then read the file again.",
    ),
    # what to look at
    "import_fec_client_renamed": (
        "Le compte {account} s’appelle « {first_name} » plus haut, « {name} » ici. Le premier nom est pris : "
        "vérifiez-le.",
        "Account {account} is called “{first_name}” above, “{name}” here. The first name is taken: please check.",
    ),
    "import_fec_namesake": (
        "Un client « {name} » existe déjà sous le code {number}. Un autre sera créé : si c’est le même, mettez le code "
        "du FEC sur sa fiche, puis relisez le fichier.",
        "A client “{name}” exists already under the code {number}. Another will be made: if it is the same, put the "
        "FEC’s code on their card, then read the file again.",
    ),
    "import_fec_restated": (
        "{name} : l’à-nouveau du {day} reprend cette pièce. Ses lignes d’avant ne sont pas comptées une seconde fois : "
        "vérifiez le reste dû.",
        "{name}: the opening balance of {day} restates this document. Its lines from before are not counted again: "
        "please check the balance due.",
    ),
    "import_fec_opening_day": (
        "{name} : seul l’à-nouveau du {day} est connu, pas la date de la facture. L’échéance est comptée depuis ce "
        "jour : vérifiez-la.",
        "{name}: only the opening balance of {day} is known, not the day of the invoice. It is due counted from that "
        "day: please check.",
    ),
    "import_fec_no_sale": (
        "{name} : cette pièce vient du journal {journal}, qui n’enregistre pas de vente (rejet, remboursement, "
        "virement "
        "interne ?). Vérifiez que c’est une facture avant de relancer.",
        "{name}: this document comes from journal {journal}, which books no sales (a returned payment, a refund, a "
        "transfer?). Check that it is an invoice before reminding.",
    ),
    "import_fec_other_currency": (
        "{name} : la pièce est en {currency}. Elle est reprise en euros, comme dans les comptes : vérifiez le montant "
        "avant de relancer.",
        "{name}: the document is in {currency}. It is imported in euros, as in the books: check the amount before "
        "reminding.",
    ),
    "import_fec_vat_unknown": (
        "La TVA de {count} {count:facture|factures} reste inconnue ({numbers}) : {count:son écriture n’a|leurs "
        "écritures n’ont} pas de comptes 70 et 4457 qui, à un taux légal, font {count:son|leur} montant au centime. "
        "L’état de TVA sur encaissements les met à part.",
        "The VAT of {count} {count:invoice|invoices} stays unknown ({numbers}): {count:its entry has|their entries "
        "have} no accounts 70 and 4457 that, at a lawful rate, make {count:its|their} amount to the cent. The report "
        "of VAT on collection sets them apart.",
    ),
    "import_fec_known_differs": (
        "Cette facture est déjà enregistrée avec une autre valeur de « {field} » : {kept} au lieu de {given}. Elle "
        "reste comme elle est : vérifiez laquelle est juste.",
        "This invoice is already on record with another value of “{field}”: {kept} instead of {given}. It stays as it "
        "is: check which one is right.",
    ),
    "import_fec_paid_since": (
        "{amount} ont été réglés depuis, selon les comptes ; ici il reste {left}. Importez le relevé de banque, ou "
        "saisissez le règlement.",
        "{amount} was paid since, by the books; here {left} is left. Import the bank statement, or record the payment.",
    ),
    "import_fec_paid_here": (
        "Les comptes ne connaissent pas encore {amount} réglés ici, où il reste {left}. Rien ne change : vérifiez-le.",
        "The books do not know yet of {amount} paid here, where {left} is left. Nothing changes: please check.",
    ),
}
