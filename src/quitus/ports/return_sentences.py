"""What a bank's reason for a return means, and what is to be done: (French, English) by code and by action.

The codes and actions are those of `domain/payments/return_reasons.py` (`domain/france.md` §10). What is told of
presenting a debit again is advice: Quitus collects nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from quitus.domain.payments.return_reasons import ReturnAction, return_reason
from quitus.domain.payments.returns import ReturnEvidence
from quitus.ports.formats import full_date

Both = tuple[str, str]

RETURN_MEANINGS: Mapping[str, Both] = {
    "AC01": ("Le numéro de compte (IBAN) est faux.", "The account number (IBAN) is wrong."),
    "AC04": ("Le compte est clôturé.", "The account is closed."),
    "AC06": ("Le compte est bloqué.", "The account is blocked."),
    "AC13": (
        "C’est le compte d’un particulier : le prélèvement interentreprises lui est interdit.",
        "It is a consumer’s account: business-to-business debits are not allowed there.",
    ),
    "AG01": ("Ce compte n’admet pas cette opération.", "This account does not allow such an operation."),
    "AG02": ("Le code de l’opération est faux.", "The operation’s code is wrong."),
    "AM04": ("Provision insuffisante.", "Insufficient funds."),
    "AM05": ("L’opération a été reçue deux fois.", "The operation was received twice."),
    "BE05": ("L’identifiant du créancier (ICS) est faux.", "The creditor’s identifier (ICS) is wrong."),
    "FF01": ("Le format du fichier est faux.", "The file’s format is wrong."),
    "FF05": ("Le type de prélèvement est faux.", "The type of the debit is wrong."),
    "MD01": ("Il n’y a pas de mandat valable.", "There is no valid mandate."),
    "MD02": ("Des données du mandat manquent ou sont fausses.", "Data of the mandate are missing or wrong."),
    "MD06": (
        "Le débiteur a demandé le remboursement à sa banque.",
        "The debtor asked its bank for a refund.",
    ),
    "MD07": ("Le débiteur est décédé.", "The debtor has died."),
    "MS02": ("Le débiteur a refusé l’opération.", "The debtor refused the operation."),
    "MS03": (
        "La banque ne donne pas de raison ; un compte clôturé ou sans provision peut s’y cacher.",
        "The bank gives no reason; a closed account or lack of funds may be behind it.",
    ),
    "RC01": ("Le code de la banque (BIC) est faux.", "The bank’s code (BIC) is wrong."),
    "RR01": (
        "Il manque le compte ou l’identité du débiteur, exigés par la réglementation.",
        "The debtor’s account or identity, asked for by regulation, is missing.",
    ),
    "RR02": (
        "Il manque le nom ou l’adresse du débiteur, exigés par la réglementation.",
        "The debtor’s name or address, asked for by regulation, is missing.",
    ),
    "RR03": (
        "Il manque le nom ou l’adresse du créancier, exigés par la réglementation.",
        "The creditor’s name or address, asked for by regulation, is missing.",
    ),
    "RR04": ("La réglementation s’y oppose.", "Regulation stands against it."),
    "SL01": (
        "Le débiteur a fait bloquer ces prélèvements par sa banque.",
        "The debtor had its bank block such debits.",
    ),
}
RETURN_ACTIONS: Mapping[ReturnAction, Both] = {
    ReturnAction.FIX: (
        "Corrigez les données avec le client. Ne représentez pas l’opération telle quelle.",
        "Mend the data with the client. Do not present the same operation again.",
    ),
    ReturnAction.NEW_MANDATE: (
        "Demandez au client son nouveau compte et un nouveau mandat, ou un autre moyen de payer.",
        "Ask the client for its new account and a new mandate, or another way to pay.",
    ),
    ReturnAction.STOP: (
        "Ne demandez plus rien pour l’instant : les relances attendent que vous ayez regardé.",
        "Ask for nothing more for now: reminders wait until you have looked.",
    ),
    ReturnAction.USE_CORE: (
        "Employez un prélèvement SEPA ordinaire (Core), avec un mandat Core, ou demandez un virement.",
        "Use an ordinary SEPA direct debit (Core) with a Core mandate, or ask for a transfer.",
    ),
    ReturnAction.RETRY_AFTER_PAYDAY: (
        "Représentez l’opération une seule fois, après le jour de paie ; ensuite, appelez le client.",
        "Present the operation again once, after payday; after that, call the client.",
    ),
    ReturnAction.CHECK_DUPLICATE: (
        "Vérifiez si l’opération a été présentée deux fois avant de redemander quoi que ce soit.",
        "Check whether the operation was presented twice before you ask for anything again.",
    ),
    ReturnAction.STOP_NEW_MANDATE: (
        "Ne prélevez plus sur ce mandat. Faites signer un nouveau mandat, ou demandez un virement.",
        "Debit nothing more under this mandate. Have a new one signed, or ask for a transfer.",
    ),
    ReturnAction.CONTACT: (
        "Appelez le client : demandez ce qui ne va pas avant de représenter l’opération.",
        "Call the client: ask what is wrong before you present the operation again.",
    ),
    ReturnAction.CONTACT_REOPENED: (
        "Appelez le client. La facture est de nouveau ouverte, et les relances attendent que vous ayez regardé.",
        "Call the client. The invoice is open again, and reminders wait until you have looked.",
    ),
    ReturnAction.RETRY_ONCE: (
        "Représentez l’opération une seule fois ; si elle revient encore, appelez le client.",
        "Present the operation again once; if it comes back again, call the client.",
    ),
    ReturnAction.ASK_BANK: (
        "Demandez la raison à votre banque, puis appelez le client.",
        "Ask your bank for the reason, then call the client.",
    ),
}
RETURN_EVIDENCE: Mapping[str, Both] = {
    ReturnEvidence.REFERENCE: ("même référence", "same reference"),
    ReturnEvidence.NUMBER: ("la facture est citée", "the invoice is named"),
    ReturnEvidence.ACCOUNT: ("même compte", "same account"),
    ReturnEvidence.NAME: ("le nom est le sien", "the name is theirs"),
    ReturnEvidence.AMOUNT: ("même montant", "same amount"),
    ReturnEvidence.WITH_FEE: ("le montant plus des frais", "the amount plus a fee"),
    ReturnEvidence.PART: ("une partie du montant", "part of the amount"),
    ReturnEvidence.SOON: ("dans un délai plausible", "within a plausible time"),
    ReturnEvidence.METHOD: ("payé par chèque", "paid by cheque"),
    ReturnEvidence.TOLD_BEFORE: ("déjà noté comme revenu", "noted as returned already"),
}
_UNKNOWN: Both = (
    "Quitus ne connaît pas le code {code} : demandez à votre banque ce qu’il veut dire.",
    "Quitus does not know the code {code}: ask your bank what it means.",
)
_NO_CODE: Both = ("La banque n’a pas donné de code.", "The bank gave no code.")
_FEES: Both = ("Frais bancaires d’impayé du {days}", "Bank fee for the returned payment of {days}")


def return_meaning(code: str, language: str) -> str:
    """What a code means, in a sentence; one that nobody here knows is told as such."""
    reason = return_reason(code)
    if reason.known:
        return _in(RETURN_MEANINGS[reason.code], language)
    return _in(_UNKNOWN, language).format(code=reason.code) if reason.code else _in(_NO_CODE, language)


def return_advice(code: str, language: str) -> str:
    """What is to be done about it, in a sentence."""
    return _in(RETURN_ACTIONS[return_reason(code).action], language)


def return_evidence(kind: str, language: str) -> str:
    """What speaks for a payment, in a few words; a kind of a later Quitus by its name."""
    return _in(RETURN_EVIDENCE[kind], language) if kind in RETURN_EVIDENCE else kind.replace("_", " ")


def fee_words(days: Sequence[date], language: str) -> str:
    """What a claim of fees says they are for, with the days of the returns."""
    listed = ", ".join(dict.fromkeys(full_date(day, language) for day in days))
    return _in(_FEES, language).format(days=listed)


def _in(both: Both, language: str) -> str:
    return both[0] if language.startswith("fr") else both[1]
