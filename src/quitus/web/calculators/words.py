"""What the calculators call things: kinds of debtors, conventions, cases, events, tables of rates; their figures."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quitus.domain.law.cautions import UNSURE, Caution
from quitus.domain.law.countries import COUNTRIES, DebtorKind
from quitus.domain.law.fr.procedure import ProcedureEvent
from quitus.domain.law.limitation import Claim, EventKind
from quitus.domain.law.maxima import Case
from quitus.domain.law.rates import AGREED, Confidence, Rate
from quitus.domain.law.worksheet import Basis, Order, Rounding
from quitus.domain.reasons import Reason
from quitus.domain.refused import Refused
from quitus.ports.reasons import reason_sentence
from quitus.web import formats
from quitus.web.errors import refusal_sentence
from quitus.web.templatetags.quitus import language

Choices = list[tuple[str, str | Promise]]

DEBTORS: dict[StrEnum, Promise] = {
    DebtorKind.BUSINESS: _("A business"),
    DebtorKind.PUBLIC: _("A public body"),
    DebtorKind.CONSUMER: _("A consumer"),
}
BASES: dict[StrEnum, Promise] = {
    Basis.DAYS_365: _("365 days, in leap years too"),
    Basis.ACTUAL: _("365 days, 366 in leap years"),
    Basis.DAYS_360: _("360 days"),
}
ROUNDINGS: dict[StrEnum, Promise] = {
    Rounding.ONCE: _("Once, between two payments"),
    Rounding.SEGMENT: _("Each row by itself"),
}
ORDERS: dict[StrEnum, Promise] = {
    Order.INTEREST: _("Interest first, as the law says"),
    Order.PRINCIPAL: _("Principal first, as the contract says"),
}
CASES: dict[StrEnum, Promise] = {
    Case.PERIODIC: _("Invoice for a period"),
    Case.TRANSPORT: _("Road transport, hire of vehicles, customs"),
    Case.PERISHABLE: _("Perishable food"),
    Case.PERISHABLE_PERIODIC: _("Perishable food, invoice for a period"),
    Case.LIVESTOCK: _("Livestock, fresh meat"),
    Case.SPIRITS: _("Spirits"),
    Case.WINE: _("Wine, grapes, must"),
    Case.HOSPITAL: _("Public hospital"),
    Case.PUBLIC_UNDERTAKING: _("Public undertaking"),
}
CLAIMS: dict[StrEnum, Promise] = {
    Claim.ORDINARY: _("Goods or services"),
    Claim.CARRIAGE: _("Carriage of goods"),
}
EVENTS: dict[StrEnum, Promise] = {
    EventKind.PART_PAYMENT: _("Part payment"),
    EventKind.ACKNOWLEDGEMENT: _("The debtor acknowledged the debt"),
    EventKind.COURT_ACTION: _("Court action"),
    EventKind.COURT_ACTION_FAILED: _("Court action withdrawn, lapsed or dismissed"),
    EventKind.ORDER_SERVED: _("Order for payment, served"),
    EventKind.ENFORCEMENT: _("Protective or enforcement measure"),
    EventKind.CLAIM_DECLARED: _("Claim declared in an insolvency"),
    EventKind.MEDIATION: _("Mediation"),
    EventKind.CONCILIATION: _("Conciliation"),
    EventKind.FORMAL_NOTICE: _("Formal notice"),
    EventKind.REMINDER: _("Reminder"),
}
ORDER_EVENTS: dict[StrEnum, Promise] = {
    ProcedureEvent.ORDER_DATED: _("Order for payment dated"),
    ProcedureEvent.ORDER_SERVED: _("Order for payment served"),
    ProcedureEvent.ORDER_FIRST_MEASURE: _("First act in person, or first seizure"),
    ProcedureEvent.OPPOSITION_FEE_ASKED: _("Opposition: its costs are asked for"),
    ProcedureEvent.LAWYER_ASKED: _("Opposition: a lawyer is asked for"),
}
INSOLVENCY_EVENTS: dict[StrEnum, Promise] = {
    ProcedureEvent.INSOLVENCY_PUBLISHED: _("Insolvency published in the BODACC"),
}
UNCONTESTED_EVENTS: dict[StrEnum, Promise] = {
    ProcedureEvent.UNCONTESTED_SERVED: _("Order to pay served (L126)"),
    ProcedureEvent.UNCONTESTED_ENFORCEABLE: _("Title made enforceable by the registry (L126)"),
}
TABLES: dict[str, Promise] = {
    "late_payment": _("Late payment, between businesses"),
    "public_late_payment": _("Late payment, by a public buyer"),
    "contract_floor": _("Lowest rate of a contract"),
    "legal_other": _("Legal rate, creditor in business"),
    "legal_private": _("Legal rate, private creditor"),
    "ecb": _("European Central Bank, main refinancing"),
}
CONFIDENCE: dict[Confidence, str | Promise] = {
    Confidence.READ: pgettext_lazy("confidence", "read at its source"),
    Confidence.HIGH: pgettext_lazy("confidence", "well known"),
    Confidence.MEDIUM: pgettext_lazy("confidence", "likely, to be confirmed"),
    Confidence.LOW: pgettext_lazy("confidence", "doubtful, to be checked"),
    Confidence.USER: pgettext_lazy("confidence", "as agreed"),
}
DECIMALS = Decimal("0.0001")  # of interest before it is rounded; the sum keeps them all


def choices(words: Mapping[StrEnum, Promise]) -> Choices:
    """For a form: each word with what it is called."""
    return [(word.value, name) for word, name in words.items()]


def countries() -> Choices:
    """The countries whose law is known, by their names."""
    return [(code, country_name(code)) for code in COUNTRIES]


def country_name(code: str) -> str:
    """`FR` as `France`; an unknown code as it is."""
    return str(formats.locale(language()).territories.get(code, code))


def table_name(name: str) -> str:
    """`FR late_payment` as people call it."""
    short = name.partition(" ")[2]
    return str(TABLES.get(short, name))


def source_words(rate: Rate) -> str:
    """Where a rate comes from."""
    return str(_("Rate agreed in the contract")) if rate.source == AGREED else rate.source


def doubt(confidence: Confidence) -> str:
    """How unsure something is; nothing where it is sure enough."""
    return str(CONFIDENCE[confidence]) if confidence in UNSURE else ""


# --- figures


def percent_number(percent: Decimal) -> str:
    """`12,15`, for a sentence that says "%": two decimals at least, all there are."""
    text = format_decimal(
        percent, "0.00##########", locale=formats.locale(language()), decimal_quantization=False
    )
    return text.replace("-", formats.MINUS)


def percent_words(percent: Decimal) -> str:
    """`12,15 %`, `12.15%`."""
    return f"{percent_number(percent)}{'' if language().startswith('en') else formats.NARROW}%"


def exact_words(units: Decimal) -> str:
    """`39,3419`: interest before it is rounded, whatever the currency."""
    rounded = units.quantize(DECIMALS, ROUND_HALF_UP)
    return format_decimal(rounded, "#,##0.0000", locale=formats.locale(language()))


# --- sentences

_RATE_MISSING = _(
    "No rate is known for %(day)s (%(table)s). Choose days that are in the table of rates, or give a contract rate."
)


def refused_words(refusal: Refused) -> str:
    """The sentence of a refusal, with the words of these pages in it."""
    if refusal.code == "rate_missing":  # who has no firm here cannot add one
        facts = {
            "day": formats.full_date(refusal.facts["day"], language()),  # type: ignore[arg-type]
            "table": table_name(str(refusal.facts["table"])),
        }
        return _RATE_MISSING % facts
    return refusal_sentence(
        Refused(refusal.code, **{name: _said(name, fact) for name, fact in refusal.facts.items()})
    )


def caution_words(caution: Caution) -> str:
    """What whoever sends a claim should know."""
    return refused_words(Refused(caution.code, **caution.facts))


def reason_words(reason: Reason) -> str:
    """Why a rule gave its answer."""
    said = language()
    return reason_sentence(reason, said, lambda day: formats.full_date(day, said))


def _said(name: str, fact: object) -> object:
    if isinstance(fact, Decimal):
        return percent_number(fact)
    if name == "table":
        return table_name(str(fact))
    if name == "country":
        return country_name(str(fact))
    named: dict[str, dict[StrEnum, Promise]] = {"debtor": DEBTORS, "case": CASES, "kind": EVENTS}
    words = {word.value: called for word, called in named.get(name, {}).items()}
    return str(words.get(str(fact), fact)).lower() if name in named else fact
