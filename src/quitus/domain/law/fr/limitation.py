"""Limitation in French law: the periods, and what interrupts or suspends them.

Between firms five years (C. civ. 2224; C. com. L110-4), consumers two (C. conso. L218-2), carriage of goods one
(C. com. L133-6), public bodies four (loi 68-1250). Reminders and formal notices do not move the clock, however they
were sent (Cass. com. 18 May 2022, n° 20-23.204), except for public bodies, where a written demand does (loi 68-1250,
art. 2).
"""

from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.limitation import Claim, Does, Effect, EventKind, LimitationLaw, Rule
from quitus.domain.law.rates import Confidence

_CIVIL = {
    EventKind.ACKNOWLEDGEMENT: Effect(Does.RESTART, "C. civ. 2240, 2231", "clock_acknowledged"),
    EventKind.PART_PAYMENT: Effect(Does.RESTART, "C. civ. 2240, 2231", "clock_paid_in_part"),
    # The overall limit of C. civ. 2232 leaves out 2241 al. 1 and 2244.
    EventKind.COURT_ACTION: Effect(Does.HOLD, "C. civ. 2241, 2242", "clock_court_action", capped=False),
    EventKind.COURT_ACTION_FAILED: Effect(Does.NOTHING, "C. civ. 2243", "clock_court_action_failed"),
    EventKind.ENFORCEMENT: Effect(Does.RESTART, "C. civ. 2244, 2231", "clock_enforcement", capped=False),
    # The order that was served, not the application for it.
    EventKind.ORDER_SERVED: Effect(
        Does.RESTART, "C. civ. 2241, 2231", "clock_order_served", confidence=Confidence.MEDIUM
    ),
    EventKind.CLAIM_DECLARED: Effect(Does.HOLD, "C. com. L622-25-1", "clock_claim_declared"),
    EventKind.MEDIATION: Effect(Does.PAUSE, "C. civ. 2238", "clock_paused"),
    EventKind.CONCILIATION: Effect(Does.PAUSE, "C. civ. 2238", "clock_paused"),
    EventKind.REMINDER: Effect(Does.NOTHING, "C. civ. 2240, 2241, 2244", "clock_reminder"),
    EventKind.FORMAL_NOTICE: Effect(
        Does.NOTHING, "Cass. com. 18 mai 2022, n° 20-23.204", "clock_formal_notice"
    ),
}

_PUBLIC_ARTICLE = "loi 68-1250, art. 2"
_NOT_LISTED = Effect(Does.NOTHING, _PUBLIC_ARTICLE, "clock_not_listed", confidence=Confidence.MEDIUM)


def _of_public_bodies(does: Does, why: str) -> Effect:
    return Effect(does, _PUBLIC_ARTICLE, why, confidence=Confidence.MEDIUM)


_PUBLIC = {
    **dict.fromkeys(EventKind, _NOT_LISTED),
    EventKind.ACKNOWLEDGEMENT: _of_public_bodies(Does.RESTART, "clock_public_acknowledged"),
    EventKind.PART_PAYMENT: _of_public_bodies(Does.RESTART, "clock_public_paid_in_part"),
    EventKind.COURT_ACTION: _of_public_bodies(Does.HOLD, "clock_public_court_action"),
    EventKind.FORMAL_NOTICE: _of_public_bodies(Does.RESTART, "clock_public_demand"),
    EventKind.REMINDER: _of_public_bodies(Does.NOTHING, "clock_public_reminder"),
    EventKind.MEDIATION: Effect(
        Does.PAUSE,
        "loi 68-1250, art. 2-1",
        "clock_public_paused",
        longest_months=6,
        confidence=Confidence.MEDIUM,
    ),
}

_CAP_ARTICLE = "C. civ. 2232"
_BUSINESS = Rule(
    5,
    "C. civ. 2224 ; C. com. L110-4",
    _CIVIL,
    cap_years=20,
    cap_article=_CAP_ARTICLE,
    confidence=Confidence.HIGH,
)
_CONSUMER = Rule(
    2, "C. conso. L218-2", _CIVIL, cap_years=20, cap_article=_CAP_ARTICLE, confidence=Confidence.HIGH
)
_CARRIAGE = Rule(
    1,
    "C. com. L133-6",
    _CIVIL,
    begins_why="clock_begins_by_delivery",
    from_delivery=True,
    cap_years=20,
    cap_article=_CAP_ARTICLE,
    confidence=Confidence.HIGH,
)
_QUADRENNIAL = Rule(
    4,
    "loi 68-1250, art. 1",
    _PUBLIC,
    begins_why="clock_begins_next_year",
    from_next_year=True,
    confidence=Confidence.MEDIUM,
)

LAW = LimitationLaw(
    "FR",
    {
        (Claim.ORDINARY, DebtorKind.BUSINESS): _BUSINESS,
        (Claim.ORDINARY, DebtorKind.CONSUMER): _CONSUMER,
        (Claim.ORDINARY, DebtorKind.PUBLIC): _QUADRENNIAL,
        **{(Claim.CARRIAGE, debtor): _CARRIAGE for debtor in DebtorKind},
    },
    late_article="C. civ. 2219, 2249, 2250",
)
