"""The words of Quitus's templates: amounts and dates as people read them, icons, statuses, components.

Built in by the settings, so that no template loads it. Formats are in `web/formats.py`, components in
`web/component_tags.py` and `templates/components/`.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import segno
from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, pgettext_lazy

from quitus.domain.money import Money
from quitus.ports import return_sentences
from quitus.web import component_tags, formats, icons
from quitus.web.navigation import Navigation
from quitus.web.navigation import navigation as navigation_at
from quitus.web.preferences import KEYS_COOKIE, THEME_COOKIE, THEMES
from quitus.web.reminder_words import reason_words, step_name

register = template.Library()
register.tag("component", component_tags.component)
register.tag("fill", component_tags.fill)
register.tag("sprite", component_tags.sprite)

# What each status looks like: the voice of its colour, its shape, its word.
STATUSES = {
    "due": ("", "s-due", pgettext_lazy("status", "to come")),
    "late": ("late", "s-late", pgettext_lazy("status", "late")),
    "part": ("wait", "s-part", pgettext_lazy("status", "partly paid")),
    "paid": ("paid", "s-paid", pgettext_lazy("status", "paid")),
    "promise": ("mine", "s-promise", pgettext_lazy("status", "promised")),
    "dispute": ("wait", "s-dispute", pgettext_lazy("status", "contested")),
    "hold": ("", "s-hold", pgettext_lazy("status", "on hold")),
    "auto": ("mine", "s-auto", pgettext_lazy("status", "collected by debit")),
}


def language() -> str:
    """The language that the page is written in."""
    return get_language() or "fr"


# --- money that came back


@register.filter
def return_meaning(code: str) -> str:
    """What the code of a return means."""
    return return_sentences.return_meaning(code, language())


@register.filter
def return_advice(code: str) -> str:
    """What is to be done about it."""
    return return_sentences.return_advice(code, language())


@register.filter
def return_evidence(kind: str) -> str:
    """What speaks for a payment that may have come back."""
    return return_sentences.return_evidence(kind, language())


# --- amounts and numbers


@register.filter
def money(amount: Money | None) -> str:
    """`1 234,56 €`; nothing for no amount, which is not the same as zero."""
    return "" if amount is None else formats.money(amount, language())


@register.filter
def money_rounded(amount: Money | None) -> str:
    """`1 900 €`, for estimates."""
    return "" if amount is None else formats.money_rounded(amount, language())


@register.filter
def money_typed(amount: Money | None) -> str:
    """`2640,00`, to fill a field or to be copied."""
    return "" if amount is None else formats.money_typed(amount, language())


@register.filter
def number(value: int | Decimal | None) -> str:
    """`20 000`."""
    return "" if value is None else formats.number(value, language())


@register.filter
def percent(ratio: Decimal | None) -> str:
    """0.996 as `99,6 %`."""
    return "" if ratio is None else formats.percent(ratio, language())


@register.filter
def in_words(count: int) -> str:
    """3 as `trois`, from two to sixteen."""
    return formats.in_words(count, language())


# --- days


def _local(moment: date) -> date:
    """The date of a moment in the zone that the page shows; a plain date is the same everywhere."""
    return _in_zone(moment).date() if isinstance(moment, datetime) else moment


def _in_zone(moment: datetime) -> datetime:
    return localtime(moment) if is_aware(moment) else moment


def _register_day(name: str, words: Callable[[date, str], str]) -> None:
    def day_filter(moment: date | None) -> str:
        return "" if moment is None else words(_local(moment), language())

    register.filter(name, day_filter)


for _format in (
    formats.full_date,
    formats.day_month,
    formats.short_day,
    formats.weekday,
    formats.weekday_name,
    formats.weekday_short,
    formats.day_number,
    formats.month,
    formats.month_short,
):
    _register_day(_format.__name__, _format)


@register.filter
def day(moment: date | None, today: date | None = None) -> str:
    """`mardi 24 novembre`; given today, also the year of another one."""
    return "" if moment is None else formats.day(_local(moment), language(), today)


@register.filter
def relative_day(moment: date | None, today: date) -> str:
    """`hier`, `dans 3 jours`."""
    return "" if moment is None else formats.relative_day(_local(moment), language(), today)


@register.filter
def clock_time(moment: datetime | None) -> str:
    """`7 h 42`, in the zone that the page shows."""
    return "" if moment is None else formats.clock_time(_in_zone(moment), language())


# --- codes and names

register.filter("iban", formats.account_words)
register.filter("reference", formats.by_four)
register.filter("iban_ends", formats.iban_ends)
register.filter("initials", formats.initials)
register.filter("step_name", step_name)
register.filter("reason_words", reason_words)


# --- drawings


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, css: str = "ico") -> SafeString:
    """A line icon by its name in `web/icons/lucide.svg`, or a shape of status (`s-…`)."""
    symbol_id = name if name.startswith("s-") else f"i-{name}"
    return icons.drawing(symbol_id, css, on_page=context.get("_symbols"))


@register.inclusion_tag("components/pill.html", takes_context=True)
def pill(context: Context, status: str, words: str = "") -> dict[str, Any]:
    """A status by its name in STATUSES, in its own word or in better ones ("12 days late")."""
    tone, shape, word = STATUSES[status]
    return {"_symbols": context.get("_symbols"), "tone": tone, "shape": shape, "words": words or word}


@register.inclusion_tag("components/gauge.html")
def gauge(share: Decimal, label: str = "", rival: bool = False) -> dict[str, Any]:
    """A bar filled to `share`, a ratio from 0 to 1."""
    width = round(min(max(share, Decimal(0)), Decimal(1)) * 300)
    return {"width": width, "label": label, "rival": rival}


@register.simple_tag
def qr(payload: str, title: str) -> SafeString:
    """A QR code of error level M, as the European payment code wants it; `title` says what it is."""
    matrix = segno.make(payload, error="m", boost_error=False, micro=False).matrix
    path = "".join(
        f"M{x + 2} {y + 2}.5h1" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    side = len(matrix) + 4
    return format_html(
        '<svg role="img" viewBox="0 0 {} {}" class="qr"><title>{}</title><path d="{}"/></svg>',
        side, side, title, path,
    )  # fmt: skip


# --- the page


@register.simple_tag(takes_context=True)
def preferences(context: Context) -> SafeString:
    """What the reader chose on this device, as attributes of <html>."""
    request = context.get("request")
    cookies = request.COOKIES if request else {}
    theme = cookies.get(THEME_COOKIE, "")
    chosen = format_html(' data-theme="{}"', theme) if theme in THEMES else SafeString("")
    return chosen + SafeString(' data-keys="off"' if cookies.get(KEYS_COOKIE) == "off" else "")


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Navigation:
    """The staff navigation; the page's `counts` say what waits where, its `mailbox` that messages stay here."""
    request = context.get("request")
    return navigation_at(
        request.path if request else "", context.get("counts") or {}, mailbox=bool(context.get("mailbox"))
    )


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: "Page[Any]") -> dict[str, Any]:
    """The way to the pages before and after, with the search of this one kept."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "_symbols": context.get("_symbols"),
        "page": page,
        "before": address(page.previous_page_number()) if page.has_previous() else "",
        "after": address(page.next_page_number()) if page.has_next() else "",
    }


# --- forms


@register.inclusion_tag("components/fields.html", takes_context=True)
def fields(context: Context, form: BaseForm) -> dict[str, Any]:
    """All fields of a form, after what is wrong with the whole of it."""
    return {"_symbols": context.get("_symbols"), "form": form}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, kind: str = "", hint: str = "") -> dict[str, Any]:
    """One field with its label, help and errors; `kind="money"` puts the euro sign into it."""
    kind = kind or _kind(bound)
    own_class = bound.field.widget.attrs.get("class", "")
    attributes: dict[str, Any] = {"class": f"input {own_class}".strip()} if kind in ("text", "money") else {}
    if kind == "money":
        attributes |= {"inputmode": "decimal", "autocomplete": "off"}
    # A placeholder that repeats the label says nothing, and vanishes when one types.
    if str(bound.field.widget.attrs.get("placeholder", "")) == str(bound.label):
        attributes["placeholder"] = False
    words = hint or bound.help_text
    described = [f"{bound.auto_id}_helptext"] * bool(words) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    if described and kind not in ("choices", "hidden"):
        attributes["aria-describedby"] = " ".join(described)
    return {
        "kind": kind,
        "widget": bound.as_widget(attrs=attributes),
        "options": list(bound) if kind == "choices" else [],
        "id": bound.auto_id,
        "label": bound.label,
        "optional": not bound.field.required,
        "hint": words,
        "errors": bound.errors,
        "described_by": " ".join(described),
    }


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "choices" if isinstance(widget, RadioSelect | CheckboxSelectMultiple) else "text"
