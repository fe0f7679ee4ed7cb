"""What other tools say of an invoice beside its amounts: its status, and whether it is an invoice at all.

Nobody may be chased for what another tool already called paid, cancelled or a credit note.
"""

from enum import StrEnum
from functools import lru_cache

from quitus.domain.importing.text import name_key


class Standing(StrEnum):
    """How an invoice stands in the tool it comes from."""

    OPEN = "open"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    NOT_CLAIMED = "not_claimed"  # a draft, cancelled, given up


_STANDINGS = {
    Standing.OPEN: (
        "open, ouverte, ouvert, sent, envoyee, envoye, emise, validee, finalisee, finalized, issued, unpaid, impayee,"
        " impaye, non payee, non paye, non reglee, non regle, a payer, a regler, a encaisser, due, overdue, past due,"
        " outstanding, pending, awaiting payment, en attente, en attente de paiement, en attente de reglement,"
        " en cours, echue, non echue, a echoir, en retard, late, relancee, viewed, vue, litige, en litige"
    ),
    Standing.PARTLY_PAID: (
        "partiellement payee, partiellement paye, partiellement reglee, payee partiellement, reglee partiellement,"
        " partially paid, partly paid, paiement partiel, partielle, partial"
    ),
    Standing.PAID: (
        "paid, payee, paye, reglee, regle, soldee, solde, acquittee, encaissee, encaisse, settled, closed, cloturee,"
        " lettree, payee en totalite, totalement reglee, fully paid"
    ),
    Standing.NOT_CLAIMED: (
        "draft, brouillon, provisoire, annulee, annule, cancelled, canceled, void, voided, abandonnee, supprimee,"
        " deleted, irrecouvrable, uncollectible, passee en perte, written off, refusee, rejetee"
    ),
}
_STANDING_OF = {word: standing for standing, words in _STANDINGS.items() for word in words.split(", ")}
_OTHER = (
    "avoir, facture d avoir, avoirs, av, note de credit, credit note, credit memo, credit, cn, devis, quote, estimate,"
    " proforma, pro forma, facture proforma, facture pro forma, proforma invoice, commande, bon de commande, order,"
    " sales order, bon de livraison, delivery note, paiement, payment, reglement"
)
_OTHER_DOCUMENTS = frozenset(_OTHER.split(", "))


@lru_cache(maxsize=1_000)
def read_standing(raw: str) -> Standing | None:
    """The standing that a status cell says; None for words that are not known."""
    return _STANDING_OF.get(name_key(raw))


@lru_cache(maxsize=1_000)
def is_other_document(raw: str) -> bool:
    """Whether a cell says that its row is a credit note, quote, order or payment, and surely no invoice."""
    return name_key(raw) in _OTHER_DOCUMENTS
