"""The staff site's way around: what stands in the side navigation, and in the bottom bar on a phone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


@dataclass(frozen=True, slots=True)
class Section:
    """A room of the staff site; `waiting` says what its count counts, for those who cannot see it."""

    name: str
    icon: str
    label: str | Promise
    waiting: str | Promise = ""

    @property
    def href(self) -> str:
        """Its address; "#" until the room is built."""
        try:
            return reverse(f"staff:{self.name}")
        except NoReverseMatch:
            return "#"


# The first five are the bottom bar; what is seldom needed comes after them and hides on a phone.
MAIN = (
    Section("today", "sun", _("Today"), ngettext_lazy("%d thing to do", "%d things to do")),
    Section("invoices", "receipt-text", _("Owed to me")),
    Section("clients", "users", _("Clients")),
    Section("bank", "landmark", _("Bank"), ngettext_lazy("%d line to confirm", "%d lines to confirm")),
    Section(
        "reminders",
        "calendar-days",
        _("Reminders"),
        ngettext_lazy("%d message to approve", "%d messages to approve"),
    ),
)
ALSO = (
    Section("aged", "hourglass", _("Aged balance")),
    Section("history", "arrow-left-right", _("Money in and out")),
    Section("books", "book-open", _("Books")),
    Section("settings", "settings", _("Settings")),
)
# Only where messages stay here instead of leaving.
MAILBOX = Section("mailbox", "inbox", _("Demo mailbox"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as one page shows it: `key` is its keyboard shortcut, `count` what waits there."""

    name: str
    icon: str
    label: str | Promise
    href: str
    current: bool
    key: str
    count: int
    waiting: str


@dataclass(frozen=True, slots=True)
class Navigation:
    main: tuple[Entry, ...]
    also: tuple[Entry, ...]


# Pages with addresses of their own that are reached from another section.
ELSEWHERE = (("/transfers/", "/history/"), ("/law/clients/", "/clients/"), ("/law/", "/settings/"))


def navigation(path: str, counts: Mapping[str, int], *, mailbox: bool = False) -> Navigation:
    """The navigation on the page at `path`; `counts` holds what waits, by section name.

    `mailbox`: messages stay here, so there is a mailbox to look into.
    """
    sections = (*MAIN, *ALSO, *([MAILBOX] if mailbox else []))
    here = _current(path, [section.href for section in sections])
    entries = tuple(
        Entry(
            name=section.name,
            icon=section.icon,
            label=section.label,
            href=section.href,
            current=section.href == here,
            key=str(position % 10),  # the tenth is 0, as on a keyboard
            count=counts.get(section.name, 0),
            waiting=_waiting(section, counts.get(section.name, 0)),
        )
        for position, section in enumerate(sections, start=1)
    )
    return Navigation(entries[: len(MAIN)], entries[len(MAIN) :])


def _current(path: str, addresses: list[str]) -> str:
    """The address that `path` lies under: the longest one, and the root only for itself."""
    for own, section in ELSEWHERE:
        if path.startswith(own):
            path = section
            break
    under = [
        address for address in addresses if address == path or (address != "/" and path.startswith(address))
    ]
    return max(under, key=len, default="")


def _waiting(section: Section, count: int) -> str:
    return str(section.waiting % count) if section.waiting and count else ""
