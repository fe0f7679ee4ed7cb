"""A bank's file that waits for a word: what its columns mean, how it reads like this, then all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.banking.account_queries import accounts_in_use
from quitus.apps.banking.statements.uploads import Turned
from quitus.apps.banking.tables import waiting_files
from quitus.apps.banking.tables.waiting_files import Answer, Question, Trial
from quitus.apps.organisations.rights import Right
from quitus.domain.banking.column_mapping import ColumnMapping, TableGuess, headers_missing
from quitus.domain.banking.statement import ReadProblem
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.bank.answered import parted
from quitus.web.staff.bank.column_forms import AccountForm, ColumnsForm, seen_mark
from quitus.web.staff.bank.statements import result_sentence
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried

SAMPLES = 3
SAMPLE_LENGTH = 40
HOW_WRITTEN = {
    "bank_dates_ambiguous",
    "bank_column_fees",
    "bank_column_currency_whose",
    "bank_amount_unreadable",
}
# A larger file is read again when it is asked for, not with each choice.
LIVE_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the page shows it; `also`: what it means besides, as long as its choice stays."""

    header: str
    samples: str
    select: object
    also: str = ""


@dataclass(slots=True)
class Said:
    """What a request says of a table. `mapping` is None where its choices contradict each other."""

    form: ColumnsForm
    account: AccountForm
    mapping: ColumnMapping | None
    trial: Trial
    unseen: bool = False
    refused: Sequence[str] = field(default_factory=list)


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def columns(request: StaffRequest, waiting_id: int) -> HttpResponse:
    """What the columns of the file's next table mean. Each choice shows at once how the table reads; nothing is
    imported that was not shown so."""
    if request.method != "POST":
        asked = waiting_files.question(waiting_id)
        form = ColumnsForm(headers=asked.table.headers, proposed=asked.mapping)
        return _page(request, asked, Said(form, _account_form(asked), asked.mapping, asked.trial))
    try:
        return _answered(request, waiting_id)
    except ObjectDoesNotExist:
        messages.warning(request, _("Somebody has finished this file meanwhile, or given it up."))
        return HttpResponseRedirect(reverse("staff:statements"))


def _answered(request: StaffRequest, waiting_id: int) -> HttpResponse:
    """Read as it was said, or taken in."""
    asked = waiting_files.asked_table(waiting_id, request.POST.get("table", "")[:64])
    said = _said(request, asked)
    if request.POST.get("do") == "import" and said.mapping is not None and not said.unseen:
        done = _taken(request, asked, said)
        if done is not None:
            return done
        return _page(request, asked, said, status=422)
    wrong = said.mapping is None
    return _page(request, asked, said, status=422 if wrong and not _partly(request) else 200)


@require_POST
@needs(Right.MATCH)
@or_404
def give_up(request: StaffRequest, waiting_id: int) -> HttpResponse:
    """The file is not wanted after all."""
    name = waiting_files.give_up(waiting_id)
    messages.success(request, _("%(name)s was deleted. Nothing of it was recorded.") % {"name": name[:100]})
    return HttpResponseRedirect(reverse("staff:statements"))


def _said(request: StaffRequest, asked: Question) -> Said:
    form = ColumnsForm(request.POST, headers=asked.table.headers, proposed=asked.mapping)
    mapping = form.mapping() if form.is_valid() else None
    trial = Trial()
    if mapping is not None:
        trial = waiting_files.try_columns(asked.file.id, asked.table.fingerprint, mapping)
    importing = request.POST.get("do") == "import"
    unseen = importing and mapping is not None and request.POST.get("seen") != seen_mark(mapping)
    account = _account_form(asked, request) if importing and trial.nameless else _account_form(asked)
    if not importing:
        typed = (name for name in account.fields if name in request.POST)
        account.initial.update({name: request.POST.get(name, "")[:50] for name in typed})
    return Said(form, account, mapping, trial, unseen)


def _taken(request: StaffRequest, asked: Question, said: Said) -> HttpResponse | None:
    """Where to go once it is imported, or noted while another table waits; None when something is wrong with it."""
    if said.mapping is None or (said.account.is_bound and not said.account.is_valid()):
        return None
    whose = said.account.cleaned_data if said.account.is_bound else {}
    answer = Answer(
        asked.table.fingerprint, said.mapping, whose.get("account"), whose.get("new_account") or ""
    )
    imported = None
    with tried(said.form):
        imported = waiting_files.answer(asked.file.id, answer, on=request.today, actor=request.actor)
    if said.form.errors:
        said.refused = [str(error) for error in said.form.non_field_errors()]
        return None
    if imported is None:
        messages.success(request, _("Noted. One more table of this file needs a word."))
        return HttpResponseRedirect(reverse("staff:columns", args=[asked.file.id]))
    messages.success(request, result_sentence(Turned(asked.file.file_name, imported=imported)))
    return HttpResponseRedirect(reverse("staff:statements"))


def _account_form(asked: Question, request: StaffRequest | None = None) -> AccountForm:
    return AccountForm(
        None if request is None else request.POST,
        accounts=accounts_in_use(),
        nobody=_("Choose the account"),
        initial={"account": asked.account_id},
    )


def _partly(request: StaffRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _page(request: StaffRequest, asked: Question, said: Said, *, status: int = 200) -> HttpResponse:
    context = {
        "asked": asked,
        "headerless": headers_missing(asked.table.headers),
        "form": said.form,
        "account_form": said.account if said.trial.nameless else None,
        "trial": said.trial,
        "trial_questions": _questions(said.trial),
        "problems": [_problem(problem) for problem in said.trial.problems],
        "more_problems": said.trial.problem_count - len(said.trial.problems),
        "seen": seen_mark(said.mapping) if said.mapping is not None else "",
        "unseen": said.unseen,
        "wrong": [error for name in said.form.fields for error in said.form[name].errors],
        "refused": said.refused,
    }
    waiting, answered = parted(asked.doubts, said.mapping, asked.mapping, said.trial)
    context |= {
        "doubts": [_problem(problem) for problem in waiting],
        "answered": [_problem(problem) for problem in answered],
    }
    if _partly(request):
        return render(request, "staff/bank/tried.html", context)
    context |= {
        "columns": [_column(said.form, asked.table, place) for place in range(len(asked.table.headers))],
        "live": asked.size <= LIVE_BYTES,
        "written_open": _asks_how(asked, said),
        "crumbs": [
            (_("Bank"), reverse("staff:bank")),
            (_("Statements"), reverse("staff:statements")),
            (asked.file.file_name, ""),
        ],
    }
    return page(request, "staff/bank/columns.html", context, status=status)


def _asks_how(asked: Question, said: Said) -> bool:
    """Whether the answer lies in how the table is written, or was given so: its fields are unfolded then."""
    mapping = said.mapping or asked.mapping
    if any((mapping.date_order, mapping.decimal_mark, mapping.fees, mapping.currency)):
        return True
    found = (*asked.doubts, *said.trial.problems)
    return said.mapping is None or any(problem.code in HOW_WRITTEN for problem in found)


def _questions(trial: Trial) -> list[tuple[str, str]]:
    """What must be answered before the table can be read at all."""
    if trial.refused is None:
        return []
    guess = trial.refused.facts.get("guess")
    if isinstance(guess, TableGuess) and guess.questions:
        return [_problem(problem) for problem in guess.questions]
    return [("", refusal_sentence(trial.refused))]


def _column(form: ColumnsForm, table: TableGuess, place: int) -> Column:
    cells = [row[place][:SAMPLE_LENGTH] for row in table.rows if place < len(row) and row[place]]
    samples = " · ".join(cells[:SAMPLES])
    return Column(table.headers[place], samples, form[f"column-{place}"], form.also(place))


def _problem(problem: ReadProblem) -> tuple[str, str]:
    """Where in the file, and what is to be looked at."""
    return problem.where, refusal_sentence(Refused(problem.code, **problem.facts))
