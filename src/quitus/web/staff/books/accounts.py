"""Which account stands for what, and when financial years begin and end."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quitus.apps.books.accounts import Chosen, chosen_accounts
from quitus.apps.books.choosing import Wanted, choose_accounts
from quitus.apps.books.years import financial_year_of, known_years, name_financial_year
from quitus.apps.organisations.rights import Right
from quitus.domain.refused import Refused
from quitus.web.book_words import USES
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.books.forms import AccountForm, YearForm
from quitus.web.staff.books.period import year_words
from quitus.web.staff.books.shown import books_page


@require_safe
@needs(Right.READ)
def accounts(request: StaffRequest) -> HttpResponse:
    """Every use with its account; who keeps the books finds the way to change it."""
    year = financial_year_of(request.today)
    return _page(request, YearForm(today=request.today, initial={"first": year.first, "last": year.last}))


@require_http_methods(["GET", "POST"])
@needs(Right.KEEP_BOOKS)
def account(request: StaffRequest, use: str) -> HttpResponse:
    """Another account for a use."""
    chosen = _named(use)
    if request.method == "GET":
        own = chosen.label if chosen.own else ""
        return _account_page(request, chosen, AccountForm(initial={"account": chosen.account, "label": own}))
    form = AccountForm(request.POST)
    if form.is_valid():
        wanted = Wanted(form.cleaned_data["account"].strip(), form.cleaned_data["label"].strip())
        try:
            changed = choose_accounts({use: wanted}, on=request.today, actor=request.actor)
        except Refused as refusal:
            form.add_error("account", refusal_sentence(refusal))
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing has changed."))
            return HttpResponseRedirect(reverse("staff:books_accounts"))
    return _account_page(request, chosen, form, status=422)


@require_POST
@needs(Right.KEEP_BOOKS)
def year(request: StaffRequest) -> HttpResponse:
    """When a financial year begins and ends."""
    form = YearForm(request.POST, today=request.today)
    if form.is_valid():
        try:
            name_financial_year(**form.cleaned_data, on=request.today, actor=request.actor)
        except Refused as refusal:
            form.add_error("last", refusal_sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(f"{reverse('staff:books_accounts')}#h-years")
    return _page(request, form, status=422)


def _page(request: StaffRequest, form: YearForm, *, status: int = 200) -> HttpResponse:
    context = {
        "accounts": [(USES[chosen.use], chosen) for chosen in chosen_accounts()],
        "years": [(year_words(one), one) for one in known_years(request.today)],
        "form": form,
        "may_keep": Right.KEEP_BOOKS in request.rights,
    }
    return books_page(request, "accounts", "books_accounts", context, status=status)


def _account_page(
    request: StaffRequest, chosen: Chosen, form: AccountForm, *, status: int = 200
) -> HttpResponse:
    context = {"chosen": chosen, "words": USES[chosen.use], "form": form}
    return books_page(request, "account", "books_accounts", context, status=status)


def _named(use: str) -> Chosen:
    for chosen in chosen_accounts():
        if chosen.use == use:
            return chosen
    raise Http404
