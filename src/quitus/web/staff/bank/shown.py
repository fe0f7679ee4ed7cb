"""The bank page: one line with its reasons beside the list of all; on a phone one after the other."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quitus.apps.banking import queries
from quitus.apps.banking.matching.care import automatic_from
from quitus.apps.banking.matching.own_record import own_record
from quitus.apps.banking.matching.rule_queries import payer_of, put_aside_before
from quitus.apps.banking.models import MatchState, Outcome
from quitus.apps.banking.queries import BankCounts, LineView, MatchView
from quitus.apps.banking.returns.models import LineReturnState
from quitus.apps.banking.statements.statement_list import furthest_statement
from quitus.apps.insight.returns_list import LineReturnView, line_returns
from quitus.apps.insight.waiting import waiting_counts
from quitus.apps.organisations.rights import Right
from quitus.web.evidence import Reason, figure, is_capped, marked, read_in_label, reasons, share
from quitus.web.staff.access import StaffRequest, page
from quitus.web.staff.asked import number
from quitus.web.staff.bank.forms import IgnoreForm, ignored_words, wanted_lines
from quitus.web.staff.bank.place import FILTERS, Place, part, place_of, wants_part

LINES = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list; `score` of what it would pay, where it waits."""

    href: str
    current: bool
    line: LineView
    status: str
    words: str
    score: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the line stands among all that the list holds, and what is before and after it; 0: not known."""

    position: int = 0
    count: int = 0
    previous: str = ""
    next: str = ""
    next_id: int | None = None


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
    second_reasons: list[Reason]
    margin: str
    ignored_because: str
    story: list[MatchView]
    aside_kept: str  # why money of this payer was put aside before, as it is kept
    returns: list[LineReturnView]

    @property
    def aside_before(self) -> str:
        """The same, for reading."""
        return ignored_words(self.aside_kept)

    @property
    def proposed(self) -> list[LineReturnView]:
        """The payments that a debit line may take back."""
        return [one for one in self.returns if one.state == LineReturnState.SUGGESTED]

    @property
    def proposed_tied(self) -> bool:
        """Whether two of them lead alike."""
        return len(self.proposed) > 1 and self.proposed[0].score == self.proposed[1].score


@dataclass(frozen=True, slots=True)
class Done:
    """What was just decided, and whether it can be taken back."""

    match: MatchView
    line: LineView
    words: str
    can_undo: bool
    can_teach: bool


def bank_page(
    request: StaffRequest,
    line_id: int | None,
    *,
    ignore_form: IgnoreForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The list by its filter, and a line: the one asked for, else the first that waits for a word."""
    context = _context(request, line_id)
    context |= {"ignore_form": ignore_form or IgnoreForm(), "refused": refused}
    if wants_part(request):
        to_do = waiting_counts()["bank"]
        words = ngettext("%d line to confirm", "%d lines to confirm", to_do) % to_do
        context |= {"to_do": to_do, "to_do_words": words}
        return part(request, "staff/bank/work.html", context, into="#bank", status=status)
    return page(request, "staff/bank/index.html", {**context, "page_keys": _keys(request)}, status=status)


def _keys(request: StaffRequest) -> list[tuple[str, tuple[str, ...]]]:
    """The page's own shortcuts, for the help."""
    walking: list[tuple[str, tuple[str, ...]]] = [(_("Next line, previous line"), ("j", "k"))]
    if Right.MATCH not in request.rights:
        return walking
    return [
        *walking,
        (_("That is it"), ("↵",)),
        (_("Take the second"), ("2",)),
        (_("Another invoice"), ("c",)),
        (_("Divide it"), ("s",)),
        (_("Not from a client"), ("i",)),
        (_("Undo the last decision"), ("u",)),
        (_("Back to the line"), (_("Esc"),)),
    ]


def _context(request: StaffRequest, line_id: int | None) -> dict[str, object]:
    counts, asked, threshold = queries.counts(), place_of(request), automatic_from()
    only = asked.only or ("suggested" if counts.suggested else "open" if counts.open_credits else "all")
    place = Place(only, asked.text, asked.before)
    found = queries.lines(
        only="" if only == "all" else only,
        wanted=wanted_lines(place.text, request.organisation.currency),
        before=place.before,
        limit=LINES + 1,
    )
    shown = found[:LINES]
    chosen = queries.line(line_id) if line_id else next(iter(shown), None)
    return {
        "today": request.today,
        "waiting": counts,
        "tabs": _tabs(only, counts),
        "place": place,
        "rows": [_row(one, place, chosen) for one in shown],
        "older": Place(only, place.text, shown[-1].id).listed() if len(found) > LINES else "",
        "detail": detail(chosen) if chosen else None,
        "steps": _steps(shown, place, chosen, _standing(place, len(found))),
        "done": _done(request),
        "automatic": own_record().whole,
        "threshold": figure(threshold) if threshold is not None else "",
        "last": furthest_statement(),
        "may_match": Right.MATCH in request.rights,
        "address": place.line(chosen.id) if chosen else place.listed(),
    }


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
        second_reasons=reasons(match.runner_up_evidence) if match and rival is not None else [],
        margin=figure(match.margin) if match else "",
        ignored_because="" if not match or waits else _reason_given(match),
        story=[past for past in queries.match_story(line.id) if past.state not in _STANDING],
        aside_kept=put_aside_before(payer_of(line.id)) if line.amount.minor > 0 and not line.settled else "",
        returns=line_returns(line.id) if line.amount.minor < 0 else [],
    )


_STANDING = {MatchState.SUGGESTED, MatchState.ACCEPTED, MatchState.IGNORED, MatchState.PART}


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
    if line.decided.minor:
        return "part", _("partly decided")
    if line.amount.minor > 0:
        return "due", _("unknown")
    if line.may_return:
        return "part", _("to confirm")
    return ("hold", _("returned")) if line.settled else ("due", _("money out"))


def _reason_given(match: MatchView) -> str:
    return next((ignored_words(str(one["facts"].get("reason", ""))) for one in match.evidence), "")


def _tabs(only: str, counts: BankCounts) -> list[tuple[str, str, bool]]:
    words = {
        "suggested": _("To confirm (%(count)d)") % {"count": counts.suggested},
        "open": _("Open (%(count)d)") % {"count": counts.open_credits},
        "matched": _("Matched"),
        "all": _("All"),
    }
    return [(words[name], f"{reverse('staff:bank')}?only={name}", name == only) for name in FILTERS]


def _row(line: LineView, place: Place, chosen: LineView | None) -> Row:
    status, words = status_of(line)
    waits = line.match is not None and line.match.state == MatchState.SUGGESTED
    score = figure(line.match.score) if line.match and waits else ""
    return Row(place.line(line.id), chosen is not None and chosen.id == line.id, line, status, words, score)


def _standing(place: Place, found: int) -> tuple[int, int]:
    """How many lines stand before those of the page, and how many there are; 0 where a search would count long."""
    if place.before is None and found <= LINES:
        return 0, found
    if place.text:
        return 0, 0
    only = "" if place.only == "all" else place.only
    whole = queries.count_lines(only=only)
    return (whole - queries.count_lines(only=only, before=place.before) if place.before else 0), whole


def _steps(shown: list[LineView], place: Place, chosen: LineView | None, standing: tuple[int, int]) -> Steps:
    """The lines before and after; what is not in the list is before its first one."""
    ids = [line.id for line in shown]
    earlier, count = standing
    if chosen is None or not ids:
        return Steps()
    if chosen.id not in ids:
        return Steps(0, count, "", place.line(ids[0]), ids[0])
    at = ids.index(chosen.id)
    before = ids[at - 1] if at else None
    after = ids[at + 1] if at + 1 < len(ids) else None
    return Steps(
        earlier + at + 1 if count else 0,
        count,
        place.line(before) if before else "",
        place.line(after) if after else "",
        after or before,
    )


def _done(request: StaffRequest) -> Done | None:
    """What the page before decided, as it is now."""
    match_id = number(request, "done")
    found = queries.match_and_line(match_id) if match_id is not None else None
    if found is None:
        return None
    match, line = found
    outcome = {
        MatchState.ACCEPTED.value: _("Matched. What it pays is no longer reminded of."),
        MatchState.PART.value: _("Matched in part. The rest of the line waits for a word."),
        MatchState.IGNORED.value: _("Put aside. You can take it back at any time."),
        MatchState.DISMISSED.value: _("Noted. The line stays open, and reminders go on."),
        MatchState.UNDONE.value: _("Taken back. Balances and reminders are as they were before."),
    }
    refused = match.state == MatchState.DISMISSED and match.outcome == Outcome.REFUSED and not line.match
    if match.state not in outcome or (match.state == MatchState.DISMISSED and not refused):
        return None
    teaches = match.state in _STANDING and bool(line.iban or line.counterparty)
    return Done(match, line, outcome[match.state], refused or match.state in _STANDING, teaches)
