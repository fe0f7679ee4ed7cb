"""Where somebody stands in the list of bank lines: its filter and search, and which line comes next."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import replace_url, reswap, retarget

from quitus.apps.banking import queries
from quitus.domain.importing.text import clean, has_unusable_character
from quitus.web.staff.access import StaffRequest
from quitus.web.staff.asked import LONGEST_SEARCH, numbers

FILTERS = ("suggested", "open", "matched", "all")


@dataclass(frozen=True, slots=True)
class Place:
    """The list as it was asked for; `only` is "" where nobody chose a filter."""

    only: str = ""
    text: str = ""
    before: int | None = None

    @property
    def query(self) -> str:
        """What an address says of it."""
        return self.with_more()

    def with_more(self, **more: int) -> str:
        """The same with other things that an address says."""
        said: dict[str, str | int] = {}
        if self.only:
            said["only"] = self.only
        if self.text:
            said["q"] = self.text
        if self.before is not None:
            said["before"] = self.before
        return urlencode({**said, **more})

    def line(self, line_id: int, **more: int) -> str:
        """The address of a line beside this list."""
        query = self.with_more(**more)
        return f"{reverse('staff:line', args=[line_id])}{'?' if query else ''}{query}"

    def listed(self) -> str:
        """The address of the list."""
        query = self.query
        return f"{reverse('staff:bank')}{'?' if query else ''}{query}"


def place_of(request: HttpRequest) -> Place:
    """The place that an address names, or that a form or a page beside the list carries along."""
    carried = request.POST.get("place") or request.GET.get("place")
    said = request.GET if carried is None else QueryDict(carried[:500])
    only, text = said.get("only", ""), said.get("q", "")[:LONGEST_SEARCH].replace("\x00", "")
    before = next(iter(numbers([said.get("before", "")])), None)
    return Place(only if only in FILTERS else "", "" if has_unusable_character(text) else clean(text), before)


def go_on(request: StaffRequest, line_id: int, done: int) -> HttpResponse:
    """After a decision (the match `done`) about a line: the next one of the list, else this one as it is now."""
    following = next(iter(numbers([request.POST.get("next", "")])), None)
    goal = following if following is not None and queries.line_exists(following) else line_id
    return HttpResponseRedirect(f"{place_of(request).line(goal, done=done)}#evidence")


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts a part into the page that stays."""
    return request.headers.get("HX-Request") == "true"


def part(
    request: HttpRequest, template: str, context: dict[str, object], *, into: str, status: int = 200
) -> HttpResponse:
    """A part of the page, for the element `into`; the address that the browser shows is the context's `address`."""
    response = render(request, template, {**context, "fragment": True}, status=status)
    retarget(response, into)
    reswap(response, "outerHTML")
    if address := context.get("address"):
        replace_url(response, str(address))
    patch_vary_headers(response, ["HX-Request"])
    return response
