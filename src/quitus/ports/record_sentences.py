"""What to say about clients, invoices and payments: merged into `ports/refusals.py`."""

RECORD_SENTENCES: dict[str, tuple[str, str]] = {
    # clients
    "client_without_name": (
        "Un client a besoin d’un nom. Saisissez-le.",
        "A client needs a name. Enter it.",
    ),
    "pay_run_day_unknown": (
        "Les jours de paiement vont de 1 à 31 ; « {days} » n’en est pas. Corrigez-les.",
        "Payment days go from 1 to 31; “{days}” is not one of them. Correct them.",
    ),
    "contact_empty": (
        "Un contact a besoin d’un nom, d’une adresse e-mail ou d’un téléphone. Saisissez l’un des trois.",
        "A contact needs a name, an e-mail address or a phone number. Enter one of the three.",
    ),
    "contact_email_malformed": (
        "« {email} » n’est pas une adresse e-mail. Saisissez une seule adresse, comme nom@exemple.fr.",
        "“{email}” is not an e-mail address. Enter one single address, such as name@example.com.",
    ),
    "client_number_taken": (
        "Le code client « {number} » est déjà pris. Choisissez-en un autre, ou ouvrez ce client.",
        "The client code “{number}” is already taken. Choose another one, or open that client.",
    ),
    "client_still_owes": (
        "{name} doit encore de l’argent. Réglez ou annulez ses échéances avant de l’archiver.",
        "{name} still owes money. Settle or cancel its instalments before archiving it.",
    ),
    "contacts_incomplete": (
        "La liste des contacts a changé entre-temps. Rechargez la page et recommencez.",
        "The list of contacts has changed meanwhile. Reload the page and try again.",
    ),
    # invoices
    "invoice_amount_not_positive": (
        "Les montants de la facture {number} doivent être positifs. Vérifiez-les.",
        "The amounts of invoice {number} must be positive. Check them.",
    ),
    "instalments_above_total": (
        "Les échéances de la facture {number} ({open}) dépassent son total ({total}). Vérifiez-les.",
        "The instalments of invoice {number} ({open}) exceed its total ({total}). Check them.",
    ),
    "invoice_number_taken": (
        "La facture {number} est déjà enregistrée. Une facture ne change pas : vérifiez son numéro.",
        "Invoice {number} is already on record. An invoice never changes: check its number.",
    ),
    "currency_not_kept": (
        "Les comptes sont tenus en {kept} ; un montant en {currency} ne peut pas y entrer. Convertissez-le en {kept}.",
        "The books are kept in {kept}; an amount in {currency} cannot be recorded. Convert it to {kept}.",
    ),
    # payments
    "payment_slot_taken": (
        "Le règlement « {slot} » existe déjà avec un autre client ou un autre montant. Rechargez la page.",
        "The payment “{slot}” already exists with another client or amount. Reload the page.",
    ),
    "payment_slot_reversed": (
        "Le règlement « {slot} » a été annulé. Saisissez-le comme un nouveau règlement.",
        "The payment “{slot}” was reversed. Enter it as a new payment.",
    ),
    "part_above_remaining": (
        "{amount} dépasse ce qui reste dû de l’échéance. Rechargez la page : elle a pu être payée.",
        "{amount} is more than what remains of the instalment. Reload the page: it may have been paid.",
    ),
    "parts_above_payment": (
        "Les parts dépassent le règlement de {amount}. Réduisez-les.",
        "The parts exceed the payment of {amount}. Reduce them.",
    ),
    "payment_is_reversal": (
        "Une annulation ne s’annule pas. Enregistrez de nouveau le règlement.",
        "A reversal cannot be reversed. Record the payment again.",
    ),
    "rf_reference_impossible": (
        "« {number} » ne peut pas devenir une référence de virement : il faut de 1 à {longest} chiffres ou "
        "lettres sans accent. Changez le numéro.",
        "“{number}” cannot become a transfer reference: it takes 1 to {longest} digits or unaccented letters. "
        "Change the number.",
    ),
    "payment_not_positive": (
        "Un règlement de {amount} ne peut rien solder. Saisissez un montant positif ; pour rendre de l’argent, "
        "annulez le règlement d’origine.",
        "A payment of {amount} can settle nothing. Enter a positive amount; to give money back, reverse the "
        "original payment.",
    ),
    "chosen_item_not_open": (
        "L’échéance {item} n’a plus rien à payer. Choisissez une échéance encore ouverte.",
        "Instalment {item} has nothing left to pay. Choose one that is still open.",
    ),
    # what a person writes down on a client's card
    "cash_above_limit": (
        "Une dette de plus de {limit} ne se règle pas en espèces (C. mon. fin. L112-6) ; il y en aurait {amount}. "
        "Demandez un virement ou un chèque.",
        "A debt above {limit} may not be paid in cash in France; this would make {amount}. Ask for a transfer or a "
        "cheque.",
    ),
    "cash_limit_unknown": (
        "Le plafond des espèces au {day} n’est pas connu. Vérifiez la date.",
        "The limit for cash on {day} is not known. Check the date.",
    ),
    "day_to_come": (
        "Le {day} n’est pas encore arrivé. Choisissez un jour jusqu’à aujourd’hui, le {today}.",
        "{day} has not come yet. Choose a day up to today, {today}.",
    ),
    "payment_in_the_future": (
        "Le {day} n’est pas encore passé. Enregistrez le règlement quand il est arrivé.",
        "{day} has not come yet. Record the payment when it has come.",
    ),
    "payment_method_not_by_hand": (
        "Un règlement par « {method} » ne se saisit pas à la main. Choisissez chèque, espèces ou virement.",
        "A payment by “{method}” is not written down by hand. Choose cheque, cash or transfer.",
    ),
    "payment_from_bank_line": (
        "Ce règlement vient d’une ligne bancaire. Annulez son rapprochement dans Banque.",
        "This payment comes from a bank line. Undo its match in Bank.",
    ),
    "hold_ends_before_it_begins": (
        "Le {day} est déjà passé. Choisissez une fin à partir d’aujourd’hui, ou laissez vide.",
        "{day} is already past. Choose an end from today on, or leave it empty.",
    ),
    "step_not_of_policy": (
        "L’étape « {step} » n’est pas de ce scénario. Rechargez la page et choisissez-en une de la liste.",
        "The step “{step}” is not one of this policy. Reload the page and choose one of the list.",
    ),
    # what a person uploads
    "import_upload_too_large": (
        "Ce fichier dépasse {megabytes} Mo. Découpez-le, ou passez par la ligne de commande : quitus import.",
        "This file is larger than {megabytes} MB. Split it, or use the command line: quitus import.",
    ),
    "documents_upload_too_large": (
        "L’archive dépasse {megabytes} Mo. Envoyez les PDF en plusieurs fois : le même fichier de factures, une autre "
        "archive.",
        "The archive is larger than {megabytes} MB. Send the PDFs in several parts: the same file of invoices, another "
        "archive.",
    ),
}
