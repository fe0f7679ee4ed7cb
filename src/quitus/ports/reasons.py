"""Why a rule gave its answer, as a sentence in French or English."""

from collections.abc import Callable
from datetime import date

from quitus.domain.law.payment_terms import Terms
from quitus.domain.law.terms_text import write_terms
from quitus.domain.reasons import Reason
from quitus.domain.refused import Refused
from quitus.ports.plurals import Grouped
from quitus.ports.procedure_sentences import days_off_words
from quitus.ports.refusals import sentence


def reason_sentence(reason: Reason, language: str, shown_day: Callable[[date], str] = date.isoformat) -> str:
    """The sentence of a reason, its days as `shown_day` writes them."""

    def shown(fact: object) -> object:
        if isinstance(fact, date):
            return shown_day(fact)
        if isinstance(fact, Terms):
            return write_terms(fact, language)
        if isinstance(fact, tuple):
            return days_off_words(fact, language)
        return Grouped(fact, language) if isinstance(fact, int) else fact

    facts = {name: shown(fact) for name, fact in reason.facts.items()}
    return sentence(Refused(reason.code, **facts), language)
