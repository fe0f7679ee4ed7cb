"""The bank page: the list on the left, one line with its reasons on the right; on a phone one after the other."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quitus.apps.banking import queries
from quitus.apps.banking.models import MatchState
from quitus.apps.banking.queries import BankCounts, LineView, MatchView
from quitus.apps.banking.return_models import LineReturnState
from quitus.apps.insight.returns_list import LineReturnView, line_returns
from quitus.apps.organisations.rights import Right
from quitus.domain.matching.decide import DEFAULT
from quitus.web.evidence import Reason, figure, is_capped, marked, read_in_label, reasons, share
from quitus.web.staff.access import StaffRequest, page
from quitus.web.staff.asked import number
from quitus.web.staff.bank.forms import IgnoreForm, wanted_lines

FILTERS = ("suggested", "open", "matched", "all")
LINES = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    href: str
    current: bool
    line: LineView
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Side:
    """One way to understand the line: its score, and the bar that shows it."""

    score: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Detail:
    """One line with all that was thought about it."""

    line: LineView
    label: SafeString
    status: str
    words: str
    reasons: list[Reason]
    total: str
    capped: bool
    best: Side | None
    second: Side | None
    margin: str
    ignored_because: str
    story: list[MatchView]
    returns: list[LineReturnView]

    @property
    def proposed(self) -> list[LineReturnView]:
        """The payments that a debit line may take back."""
        return [one for one in self.returns if one.state == LineReturnState.SUGGESTED]

    @property
    def proposed_tied(self) -> bool:
        """Whether two of them lead alike."""
        return len(self.proposed) > 1 and self.proposed[0].score == self.proposed[1].score


def bank_page(
    request: StaffRequest,
    line_id: int | None,
    *,
    ignore_form: IgnoreForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list by its filter, and a line: the one asked for, else the first that waits for a word."""
    counts = queries.counts()
    only = _filter(request, counts)
    text = request.GET.get("q", "")
    found = queries.lines(
        only="" if only == "all" else only,
        wanted=wanted_lines(text, request.organisation.currency),
        before=number(request, "before"),
        limit=LINES + 1,
    )
    shown = found[:LINES]
    chosen = queries.line(line_id) if line_id else next(iter(shown), None)
    context = {
        "waiting": counts,
        "tabs": _tabs(only, counts),
        "only": only,
        "q": text,
        "rows": [_row(one, only, text, chosen) for one in shown],
        "older": _address(only, text, before=shown[-1].id) if len(found) > LINES else "",
        "detail": detail(chosen) if chosen else None,
        "ignore_form": ignore_form or IgnoreForm(),
        "automatic": queries.automatic_record(),
        "threshold": figure(DEFAULT.automatic),
        "last": next(iter(queries.statements(limit=1)), None),
        "may_match": Right.MATCH in request.rights,
    }
    return page(request, "staff/bank/index.html", context, status=status)


def detail(line: LineView) -> Detail:
    """A line, its reasons in words, the runner-up and by how much it lost."""
    match = line.match
    waits = match is not None and match.state != MatchState.IGNORED
    evidence = match.evidence if match and waits else []
    state, words = status_of(line)
    rival = match.runner_up_score if match and waits else None
    return Detail(
        line=line,
        label=marked(line.label, read_in_label(evidence)),
        status=state,
        words=words,
        reasons=reasons(evidence),
        total=figure(match.score) if match else "",
        capped=is_capped(evidence),
        best=Side(figure(match.score), share(match.score)) if match and evidence else None,
        second=Side(figure(rival), share(rival)) if rival is not None else None,
        margin=figure(match.margin) if match else "",
        ignored_because="" if not match or waits else _reason_given(match),
        story=[past for past in queries.match_story(line.id) if match is None or past.id != match.id],
        returns=line_returns(line.id) if line.amount.minor < 0 else [],
    )


def status_of(line: LineView) -> tuple[str, str]:
    """The pill of a line: its shape, and the word beside it."""
    state = line.match.state if line.match else ""
    known = {
        MatchState.SUGGESTED.value: ("part", _("to confirm")),
        MatchState.ACCEPTED.value: ("paid", _("matched")),
        MatchState.IGNORED.value: ("hold", _("put aside")),
    }
    if state in known:
        return known[state]
    if line.amount.minor > 0:
        return "due", _("unknown")
    return ("hold", _("returned")) if line.settled else ("due", _("money out"))


def _reason_given(match: MatchView) -> str:
    return next((str(one["facts"].get("reason", "")) for one in match.evidence), "")


def _filter(request: StaffRequest, counts: BankCounts) -> str:
    """The filter asked for, else the one under which something waits."""
    asked = request.GET.get("only", "")
    if asked in FILTERS:
        return asked
    return "suggested" if counts.suggested else "open" if counts.open_credits else "all"


def _tabs(only: str, counts: BankCounts) -> list[tuple[str, str, bool]]:
    words = {
        "suggested": _("To confirm (%(count)d)") % {"count": counts.suggested},
        "open": _("Open (%(count)d)") % {"count": counts.open_credits},
        "matched": _("Matched"),
        "all": _("All"),
    }
    return [(words[name], _address(name), name == only) for name in FILTERS]


def _address(only: str, text: str = "", **more: int) -> str:
    query = (
        {"only": only} | ({"q": text} if text else {}) | {name: str(value) for name, value in more.items()}
    )
    return f"{reverse('staff:bank')}?{urlencode(query)}"


def _row(line: LineView, only: str, text: str, chosen: LineView | None) -> Row:
    query = urlencode({"only": only} | ({"q": text} if text else {}))
    href = f"{reverse('staff:line', args=[line.id])}?{query}#evidence"
    status, words = status_of(line)
    return Row(href, chosen is not None and chosen.id == line.id, line, status, words)
