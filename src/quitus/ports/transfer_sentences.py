"""What to say about transfers that leave: merged into `ports/refusals.py`."""

TRANSFER_SENTENCES: dict[str, tuple[str, str]] = {
    "transfer_state_wrong": (
        "Cet ordre n’en est plus là. Rechargez la page : quelqu’un d’autre l’a fait avancer.",
        "This order is no longer there. Reload the page: somebody else took it further.",
    ),
    "debtor_without_name": (
        "Le nom de votre entreprise n’a aucune lettre que les banques transportent. Dans les réglages de l’entreprise, "
        "écrivez le titulaire du compte en lettres latines.",
        "The name of your firm has no letter that banks carry. In the firm’s settings, write the holder of the account "
        "in Latin letters.",
    ),
    "payee_without_name": (
        "Un virement a besoin du nom de qui le reçoit, en lettres latines. Saisissez-le.",
        "A transfer needs the name of whoever gets it, in Latin letters. Enter it.",
    ),
    "payee_without_iban": (
        "L’IBAN de {name} manque. Saisissez-le.",
        "The IBAN of {name} is missing. Enter it.",
    ),
    "iban_outside_sepa": (
        "{iban} est hors de la zone SEPA. Faites ce virement auprès de votre banque.",
        "{iban} lies outside SEPA. Make this transfer at your bank.",
    ),
    "transfer_not_in_euro": (
        "Un fichier SEPA ne porte que des euros, pas des {currency}. Faites ce virement auprès de votre banque.",
        "A SEPA file carries euros only, not {currency}. Make this transfer at your bank.",
    ),
    "transfer_amount_wrong": (
        "Un virement porte de 0,01 € à 999 999 999,99 € ; {amount} n’en est pas. Corrigez le montant.",
        "A transfer carries from €0.01 to €999,999,999.99; {amount} is not among them. Correct the amount.",
    ),
    "remittance_too_long": (
        "Une banque ne porte que {most} caractères à lire. Raccourcissez le texte.",
        "A bank carries {most} characters to read. Shorten the text.",
    ),
    "address_incomplete": (
        "Depuis le 15 novembre 2026, une adresse a sa ville et son pays (deux lettres) à part. Remplissez les deux, ou "
        "laissez l’adresse vide.",
        "Since 15 November 2026 an address has its town and its country (two letters) apart. Fill in both, or "
        "leave the address empty.",
    ),
    "address_too_long": (
        "L’adresse est trop longue : {town} caractères pour la ville, {line} pour la rue. Abrégez-la.",
        "The address is too long: {town} characters for the town, {line} for the street. Shorten it.",
    ),
    "execution_in_the_past": (
        "Le {day} est passé. Choisissez aujourd’hui ou un jour à venir.",
        "{day} is past. Choose today or a day to come.",
    ),
    "execution_too_far": (
        "Le {day} est trop loin : choisissez un jour jusqu’au {last}.",
        "{day} is too far ahead: choose a day until {last}.",
    ),
    "execution_on_closed_day": (
        "Les banques n’exécutent pas de virement le {day}. Choisissez le {next}, ou des virements instantanés.",
        "Banks carry out no transfers on {day}. Choose {next}, or instant transfers.",
    ),
    "transfer_order_empty": (
        "Cet ordre ne paie encore personne. Ajoutez un virement.",
        "This order pays nobody yet. Add a transfer.",
    ),
    "transfer_order_too_long": (
        "Un ordre porte au plus {most} virements. Faites-en deux.",
        "An order carries {most} transfers at most. Make two.",
    ),
    "transfer_to_oneself": (
        "Un virement de cet ordre va au compte même qui paie ({iban}). Retirez-le.",
        "A transfer of this order goes to the very account that pays ({iban}). Remove it.",
    ),
    "transfer_own_approval": (
        "Vous avez pris part à cet ordre. Un autre propriétaire ou comptable doit l’approuver.",
        "You had a hand in this order. Another owner or accountant has to approve it.",
    ),
    "transfer_order_changed": (
        "L’ordre a changé depuis que vous l’avez regardé. Rechargez la page, relisez-le, puis approuvez.",
        "The order changed since you looked at it. Reload the page, read it again, then approve.",
    ),
    "payee_iban_malformed": (
        "« {iban} » n’a pas la forme d’un IBAN. Recopiez-le du RIB du bénéficiaire : deux lettres, puis des chiffres.",
        "“{iban}” does not look like an IBAN. Copy it from the payee’s bank details: two letters, then digits.",
    ),
    "payee_iban_check_wrong": (
        "« {iban} » contient une faute de frappe : la clé de contrôle est fausse. Recopiez l’IBAN du RIB du "
        "bénéficiaire, ou demandez-le-lui.",
        "“{iban}” has a typing error: its check digits are wrong. Copy the IBAN from the payee’s bank details, or ask "
        "them for it.",
    ),
    "payee_iban_unchecked": (
        "Un bénéficiaire a un autre IBAN qu’avant. Appelez-le à un numéro que vous connaissez déjà, puis cochez "
        "la case.",
        "A payee has another IBAN than before. Call them on a number that you know already, then tick the box.",
    ),
    "transfer_order_partly_executed": (
        "La banque a déjà exécuté une partie de cet ordre. Annulez le reste auprès d’elle ; ses relevés le diront.",
        "The bank has carried out a part of this order. Cancel the rest there; its statements will tell.",
    ),
    "debit_account_unusable": (
        "Aucun virement ne peut partir du compte {account} : il faut un compte ouvert, en euros, dont l’IBAN est "
        "connu. Choisissez-en un autre.",
        "No transfer can leave from account {account}: it takes an open account in euros whose IBAN is known. Choose "
        "another one.",
    ),
    "transfer_order_no_draft": (
        "Cet ordre n’est plus un brouillon : rien n’y change. Remettez-le d’abord en brouillon.",
        "This order is no draft any more: nothing of it changes. Make it a draft again first.",
    ),
    "second_approver_missing": (
        "Vous êtes seul à pouvoir approuver. Ajoutez d’abord un autre propriétaire ou comptable.",
        "You are the only one who can approve. Add another owner or accountant first.",
    ),
}
