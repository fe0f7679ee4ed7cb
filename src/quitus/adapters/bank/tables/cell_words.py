"""Words in cells that change what a row means: its state, its direction, that it is no movement at all."""

import re
from enum import StrEnum
from functools import lru_cache

from quitus.domain.importing.text import name_key


class State(StrEnum):
    """Whether a row's money moved."""

    MOVED = "moved"
    PENDING = "pending"
    NOT_MOVED = "not_moved"


_STATES = {
    # "reversed" and "refunded": the payment was made, and what came back is a row of its own.
    State.MOVED: (
        "completed, complete, settled, executed, booked, posted, cleared, processed, success, successful, paid, done,"
        " available, refunded, partially refunded, reversed, partially reversed, credit, debit, termine, terminee,"
        " execute, executee, effectue, effectuee, comptabilise, comptabilisee, valide, validee, regle, reglee, paye,"
        " rembourse, partiellement rembourse, abgeschlossen, gebucht, umsatz gebucht, ausgefuhrt, erledigt, completado,"
        " completada, contabilizado, realizado, ejecutado, completato, completata, contabilizzato, eseguito, voltooid,"
        " uitgevoerd, geboekt, verwerkt, haben, soll, soll haben"
    ),
    State.PENDING: (
        "pending, processing, in progress, on hold, held, unclaimed, authorised, authorized, awaiting, placed, en"
        " attente, en cours, en cours de traitement, a venir, non reclame, prevu, autorise, ausstehend, in bearbeitung,"
        " vorgemerkt, umsatz vorgemerkt, offen, pendiente, en proceso, in sospeso, in attesa, in elaborazione, non"
        " contabilizzato, in behandeling, in afwachting, gereserveerd"
    ),
    State.NOT_MOVED: (
        "reverted, declined, failed, failure, cancelled, canceled, rejected, refused, denied, expired, voided, removed,"
        " returned unpaid, memo, annule, annulee, refuse, refusee, rejete, rejetee, echoue, echouee, expire, expiree,"
        " decline, declinee, non execute, storniert, abgelehnt, fehlgeschlagen, ruckgangig gemacht, zuruckgewiesen,"
        " abgebrochen, widerrufen, cancelado, rechazado, revertido, denegado, fallido, annullato, rifiutato, stornato,"
        " respinto, fallito, geannuleerd, geweigerd, mislukt, afgewezen"
    ),
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split(", ")}
_OUT = (
    "d, db, dr, dt, deb, debit, debits, debito, debet, dbit, s, soll, out, sortie, af, uit, dare, cargo, debe,"
    " lastschrift, belastung, minus, withdrawal, depense, uscita, gasto, payment out"
)
_IN = (
    "c, cr, ct, cred, credit, credits, credito, crdt, h, haben, in, entree, bij, avere, abono, haber, gutschrift, plus,"
    " deposit, recette, entrata, ingreso, payment in"
)
_SIGNS = {**dict.fromkeys(_OUT.split(", "), -1), **dict.fromkeys(_IN.split(", "), 1), "-": -1, "+": 1}
_BALANCE = r"(?:soldes?|balance|saldo|kontostand|endsaldo|anfangssaldo)"
_WHEN = (
    r"initial|final|precedent|anterieur|nouveau|ancien|ouverture|cloture|debut|fin|depart|comptable|opening|closing|start|end"
    r"|beginning|ending|previous|new|brought|carried|forward|ledger|current|alter|neuer|anfang|ende|anfangs|inicial"
    r"|iniziale|finale|anterior|begin|eind|vorig|nieuw|periode|period|crediteur|debiteur|reporte|reporter|compte|account"
    r"|at|of|in|on|du|de|en|a|au|le|la|the|per|zum|am|al|del|op|eur|euros?|date|old|as"
)
# Here and below each word can be taken in one way only, else a row of many of them would take ages.
_BALANCE_ONLY = re.compile(
    rf"(?:(?:{_WHEN}) )*{_BALANCE}(?: (?:(?:{_WHEN}|[0-9]+)\b|(?!(?:{_WHEN})\b)[a-z]{{3,9}} [0-9]{{4}}\b))*"
)
_TOTAL = re.compile(
    r"(?:(?:sous|sub|grand|gesamt|zwischen|solde) ?)?(?:tota(?:l|ux|ls|le|li|les|al)|summen?|somme|suma|totaal|report"
    r"|a reporter|ubertrag)(?: (?:general|generaux|des?|du|la|les?|of|the|der|del|van|and|et|und|y|e|mouvements?"
    r"|operations?|transactions?|debits?|credits?|debiteurs?|crediteurs?|soll|haben|cargos?|abonos?|dare|avere|amounts?"
    r"|montants?|periode|period|page|jour|day|mois|month|eur|euros?|[0-9]+))*"
)
_OPENING = re.compile(
    r"\b(?:initial|precedent|anterieur|ancien|ouverture|debut|depart|opening|start|beginning|previous|brought|alter|anfang"
    r"|anfangs|anfangssaldo|inicial|iniziale|anterior|begin|vorig|old)\b"
)
_CLOSING = re.compile(
    r"\b(?:final|nouveau|cloture|fin|closing|end|ending|new|carried|ledger|neuer|ende|endsaldo|finale|eind|nieuw|comptable)\b"
)
_ANOTHER = re.compile(
    r"\b(?:disponibles?|available|verfugbar\w*|disponible|disponibile|beschikbaar|previsionnel\w*|avenir|venir|forecast"
    r"|autorise|decouvert|overdraft|encours|prevu|projected)\b"
)
_SUMS = re.compile("sold|balance|saldo|kontostand|tota|summ|somme|suma|report|bertrag")
_HAS_BALANCE = re.compile(rf"\b{_BALANCE}\b")
LONGEST_WORDS = 120


@lru_cache(maxsize=2_000)
def state_of(text: str) -> State | None:
    """The state that a cell tells; None for words that are not known."""
    return _STATE_OF.get(name_key(text[:LONGEST_WORDS]))


@lru_cache(maxsize=2_000)
def sign_of(text: str) -> int | None:
    """1 for money that comes in, -1 for money that goes out; None for words that are not known."""
    word = text.strip()[:LONGEST_WORDS]
    return _SIGNS.get(word) or _SIGNS.get(name_key(word))


def may_sum_up(line: str) -> bool:
    """A quick look whether a row could be a balance or a total at all."""
    return _SUMS.search(line.lower()) is not None


def is_balance_line(text: str) -> bool:
    """Whether a label says a balance and nothing else: "Solde au 31/12/2025", "ANCIEN SOLDE CRÉDITEUR"."""
    return len(text) <= LONGEST_WORDS and _BALANCE_ONLY.fullmatch(name_key(text)) is not None


def is_total_line(text: str) -> bool:
    """Whether a cell says that its row sums up others."""
    return len(text) <= LONGEST_WORDS and _TOTAL.fullmatch(name_key(text)) is not None


class BalanceKind(StrEnum):
    """Which balance a text tells of."""

    OPENING = "opening"
    CLOSING = "closing"
    ON_A_DAY = "on_a_day"  # whether it opens or closes, its day tells


def balance_kind(text: str) -> BalanceKind | None:
    """The balance that a text tells of; None for none, and for one with money that is not there yet."""
    words = name_key(text[:LONGEST_WORDS])
    if not _HAS_BALANCE.search(words) or _ANOTHER.search(words):
        return None
    if _OPENING.search(words):
        return BalanceKind.OPENING
    return BalanceKind.CLOSING if _CLOSING.search(words) else BalanceKind.ON_A_DAY
