"""Sentences for refusals about charges, credit notes and other ways out of a debt: (French, English) by code."""

CHARGE_SENTENCES: dict[str, tuple[str, str]] = {
    # late terms, legal events, rates
    "late_rate_out_of_reach": (
        "Un taux de retard de {rate} % est impossible. Donnez un taux annuel entre 0 et {highest} %.",
        "A late rate of {rate} % is impossible. Give a yearly rate between 0 and {highest} %.",
    ),
    "discount_out_of_reach": (
        "Un escompte de {percent} % sous {days} jours n’est pas possible. Donnez un taux et un délai, ou ni l’un ni "
        "l’autre.",
        "A discount of {percent} % within {days} days is not possible. Give both a rate and a delay, or neither.",
    ),
    "legal_event_in_the_future": (
        "Le {day} n’est pas encore passé. Notez l’événement le jour où il a lieu.",
        "{day} has not come yet. Note the event on the day it happens.",
    ),
    "legal_event_ends_before": (
        "La fin ({day}) précède le début ({began}). Vérifiez les deux dates.",
        "The end ({day}) comes before the beginning ({began}). Check both dates.",
    ),
    "legal_event_known": (
        "Cet événement du {day} est déjà noté. Rien n’a été changé.",
        "This event of {day} is noted already. Nothing was changed.",
    ),
    "legal_event_without_action": (
        "Aucune action en justice ni ordonnance signifiée n’est notée jusqu’au {day}. Notez-la d’abord, au jour où "
        "elle a été engagée ou signifiée.",
        "No court action and no order served is noted up to {day}. Note it first, on the day it was brought or served.",
    ),
    "invoice_not_of_client": (
        "La facture n° {invoice} n’est pas à ce client. Rechargez la page.",
        "Invoice no. {invoice} is not this client’s. Load the page again.",
    ),
    "rate_table_unknown": (
        "Aucune table de taux ne s’appelle « {table} ». Choisissez-en une dans la liste.",
        "No table of rates is called “{table}”. Choose one from the list.",
    ),
    "rate_known": (
        "Le taux du {day} est déjà connu ({table}). Rien n’a été changé ; si vous l’avez ajouté et qu’il est faux, "
        "retirez-le d’abord.",
        "The rate of {day} is known already ({table}). Nothing was changed; if you added it and it is wrong, recall it "
        "first.",
    ),
    "rate_not_next": (
        "Les taux s’ajoutent de proche en proche : ils sont connus du {since} au {known}, celui du {day} laisserait un "
        "trou.",
        "Rates are added one next to the other: they are known from {since} to {known}, that of {day} would leave a "
        "gap.",
    ),
    "rate_recall_without_reason": (
        "Dites en quelques mots pourquoi ce taux est retiré : il reste lisible, avec ce motif.",
        "Say in a few words why this rate is recalled: it stays readable, with this reason.",
    ),
    "rate_out_of_reach": (
        "Un taux de {percent} % est impossible. Donnez un taux annuel entre 0 et {highest} %.",
        "A rate of {percent} % is impossible. Give a yearly rate between 0 and {highest} %.",
    ),
    "rate_source_missing": (
        "Dites où vous avez lu ce taux : l’arrêté et sa date, ou l’adresse de la page.",
        "Say where you read this rate: the decree and its date, or the page’s address.",
    ),
    # claiming and waiving
    "charges_nothing_to_claim": (
        "Rien à réclamer à cette date : aucun intérêt n’a couru depuis la dernière réclamation.",
        "Nothing to claim on this date: no interest has accrued since the last claim.",
    ),
    "charges_not_reckoned": (
        "Rien n’a été réclamé : les intérêts de {numbers} ne peuvent pas être calculés, le plus souvent faute d’un "
        "taux. Ajoutez-le dans Taux, ou ne réclamez pas d’intérêts.",
        "Nothing was claimed: the interest of {numbers} cannot be calculated, mostly for want of a rate. Add it under "
        "Rates, or claim no interest.",
    ),
    "charges_until_in_the_future": (
        "Les intérêts ne se réclament que jusqu’à aujourd’hui, pas jusqu’au {day}.",
        "Interest is claimed up to today only, not up to {day}.",
    ),
    "costs_not_of_consumer": (
        "Les frais de recouvrement restent à votre charge face à un particulier (CPCE L111-8). Rien n’a été réclamé.",
        "Recovery costs stay with you where the client is a consumer (CPCE L111-8). Nothing was claimed.",
    ),
    "costs_claimed_already": (
        "Ce justificatif a déjà servi à réclamer des frais pour la facture {number}. Joignez celui des nouveaux frais.",
        "This proof was used already to claim costs of invoice {number}. Enclose that of the new costs.",
    ),
    "costs_within_insolvency": (
        "La procédure collective, ouverte le {day}, interdisait de payer à l’échéance : ni indemnité ni frais ne sont "
        "dus (C. com. L441-10 II).",
        "The insolvency opened on {day} forbade paying on the due date: neither indemnity nor costs are owed "
        "(C. com. L441-10 II).",
    ),
    "costs_without_reason": (
        "Dites ce que vous avez payé, à qui, et gardez le justificatif : sans preuve, ces frais ne sont pas dus.",
        "Say what you paid, to whom, and keep the proof: without proof these costs are not owed.",
    ),
    "costs_within_indemnity": (
        "Les frais prouvés ({amount}) ne dépassent pas l’indemnité forfaitaire ({indemnity}), qui les couvre déjà.",
        "The proven costs ({amount}) do not exceed the flat indemnity ({indemnity}), which covers them already.",
    ),
    "waiver_above_remaining": (
        "On ne peut renoncer qu’à ce qui reste dû de cette pénalité, {remaining}.",
        "Only what is left of this charge can be waived, {remaining}.",
    ),
    "claim_changed": (
        "Le calcul a changé depuis que vous l’avez vu : {total} au lieu de {seen}. Rien n’a été réclamé ; relisez-le, "
        "puis confirmez.",
        "The calculation has changed since you saw it: {total} instead of {seen}. Nothing was claimed; read it again, "
        "then confirm.",
    ),
    "charge_changed": (
        "Il reste maintenant {remaining} de cette pénalité : elle a changé pendant que vous regardiez. Rien n’a été "
        "abandonné cette fois-ci ; vérifiez, puis recommencez.",
        "{remaining} of this charge is left now: it changed while you were looking. Nothing was waived this time; "
        "check, then do it again.",
    ),
    "waiver_without_reason": (
        "Dites en quelques mots pourquoi vous y renoncez : votre comptable vous le demandera.",
        "Say in a few words why you waive it: your accountant will ask.",
    ),
    # reductions
    "reduction_empty": (
        "Donnez un montant supérieur à zéro pour chaque échéance.",
        "Give an amount above zero for each instalment.",
    ),
    "reduction_in_the_future": (
        "Le {day} n’est pas encore passé. Donnez la date du document.",
        "{day} has not come yet. Give the document’s date.",
    ),
    "reduction_before_invoice": (
        "Le {day} précède la facture, qui est du {issued}. Vérifiez la date.",
        "{day} is before the invoice, which is of {issued}. Check the date.",
    ),
    "reduction_vat_wrong": (
        "La TVA ({vat}) ne peut pas dépasser le montant ({amount}). Vérifiez le taux.",
        "The VAT ({vat}) cannot exceed the amount ({amount}). Check the rate.",
    ),
    "reduction_vat_above_invoice": (
        "La facture ne porte plus que {most} de TVA dans ce montant, pas {vat}. Choisissez un taux de la facture.",
        "The invoice bears at most {most} of VAT in this amount, not {vat}. Choose a rate of the invoice.",
    ),
    "rounding_too_large": (
        "{amount} n’est plus un arrondi : au-delà de {most}, faites un avoir ou attendez le règlement.",
        "{amount} is no rounding difference: above {most}, issue a credit note or wait for the payment.",
    ),
    "credit_note_number_missing": (
        "Donnez le numéro de l’avoir : un avoir est un document numéroté (CGI, ann. II, 242 nonies A).",
        "Give the credit note’s number: a credit note is a numbered document (CGI, ann. II, 242 nonies A).",
    ),
    "reduction_key_taken_back": (
        "Cette réduction a été enregistrée, puis annulée. Rouvrez la page pour en enregistrer une nouvelle.",
        "This reduction was recorded, then taken back. Open the page again to record a new one.",
    ),
    # doubtful claims
    "instalment_not_open": (
        "La facture {number} n’a plus rien à régler. Rien n’a été changé.",
        "Invoice {number} has nothing left to pay. Nothing was changed.",
    ),
    "doubtful_without_reason": (
        "Dites en quelques mots pourquoi cette créance est douteuse : votre comptable en a besoin.",
        "Say in a few words why this claim is doubtful: your accountant needs it.",
    ),
    "impairment_above_claim": (
        "La dépréciation ne peut pas dépasser ce qui reste dû, {amount}. Elle se calcule sur le montant hors taxes.",
        "The impairment cannot exceed what is left to pay, {amount}. It is reckoned on the amount without VAT.",
    ),
    # refunds
    "refund_above_credit": (
        "{amount} dépasse le crédit de ce client, {credit}. Rien n’a été remboursé.",
        "{amount} exceeds this client’s credit, {credit}. Nothing was refunded.",
    ),
    "refund_method_unknown": (
        "On rembourse par virement, chèque ou espèces, pas par « {method} ».",
        "Refunds go by transfer, cheque or cash, not by “{method}”.",
    ),
    "refund_key_taken_back": (
        "Ce remboursement a été enregistré, puis annulé. Rouvrez la page pour en enregistrer un nouveau.",
        "This refund was recorded, then taken back. Open the page again to record a new one.",
    ),
    "payment_refunded": (
        "Une part de ce règlement a été remboursée au client. Annulez d’abord le remboursement.",
        "Part of this payment was refunded to the client. Take the refund back first.",
    ),
}
