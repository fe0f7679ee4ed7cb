"""Which account stands for what, as the firm chose. The chart's numbers hold where it chose none.

Entries are built with the chart's numbers (`domain/books/entries.py`); posting puts the firm's own in, here, so that no
caller can forget it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from quitus.apps.organisations.sql import few_rows
from quitus.domain.books.accounts import DEFAULT_ACCOUNTS, USES, AccountMap
from quitus.domain.books.entries import Entry

STOCKS = "12345"  # classes of the balance sheet: what stands there moves along when its account changes
_CHOICES = "SELECT use, account, label, since FROM books_accountchoice ORDER BY id"


@dataclass(frozen=True, slots=True)
class Choice:
    """The firm gave a use an account of its own on a day; an empty label is the chart's."""

    use: str
    account: str
    label: str
    since: date


@dataclass(frozen=True, slots=True)
class Chosen:
    """One use with the account that stands for it now; `own` when the firm chose it."""

    use: str
    account: str
    label: str
    since: date | None

    @property
    def own(self) -> bool:
        return self.since is not None


def account_map() -> AccountMap:
    """The accounts in use now."""
    return _map_of(_newest(choices()))


def chosen_accounts() -> list[Chosen]:
    """Every use in the chart's order, with its account, label and since when."""
    newest = _newest(choices())
    accounts = _map_of(newest)
    return [
        Chosen(use, account, _label_of(newest.get(use), use), newest[use].since if use in newest else None)
        for use, account in accounts
    ]


def account_labels() -> "Labels":
    """What accounts are called, former ones included (the FEC's CompteLib)."""
    made = choices()
    own = {choice.account: choice.label for choice in made}  # the newest of an account holds
    return Labels(_map_of(_newest(made)), own)


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of accounts: the firm's own, else the chart's, each looked up once."""

    accounts: AccountMap
    own: Mapping[str, str]
    known: dict[str, str] = field(default_factory=dict)

    def of(self, account: str) -> str:
        """Never empty."""
        label = self.known.get(account)
        if label is None:
            label = self.known[account] = self.own.get(account) or self.accounts.label(account)
        return label


def client_accounts() -> list[str]:
    """The accounts on which clients have stood: the one of now, and former ones."""
    return _ever("clients")


def claim_accounts() -> list[str]:
    """Those, and the ones of doubtful clients: where what settles what is told by letters."""
    return _ever("clients", "doubtful_clients")


def _ever(*uses: str) -> list[str]:
    numbers = numbers_ever(choices())
    return sorted({number for use in uses for number in numbers[use]})


def put_own_accounts(entries: Sequence[Entry]) -> list[Entry]:
    """The entries on the firm's own accounts."""
    accounts = account_map()
    return _moved(entries, {USES[use].default: own for use, own in accounts if own != USES[use].default})


def put_present_accounts(entry: Entry) -> Entry:
    """The opposite of an older entry, on the accounts to which what stood on its own has moved since."""
    present: dict[str, str] = {}
    accounts = account_map()
    for use, numbers in numbers_ever(choices()).items():
        own = getattr(accounts, use)
        if own[0] in STOCKS:
            present |= {number: own for number in numbers if number != own}
    return _moved([entry], present)[0]


def numbers_ever(made: Iterable[Choice]) -> dict[str, set[str]]:
    """Every number that each use has had, the chart's among them."""
    ever = defaultdict(set, {use: {described.default} for use, described in USES.items()})
    for choice in made:
        ever[choice.use].add(choice.account)
    return ever


def _moved(entries: Sequence[Entry], own: Mapping[str, str]) -> list[Entry]:
    if not own:
        return list(entries)
    return [
        tuple(replace(line, account=own.get(line.account, line.account)) for line in entry)
        for entry in entries
    ]


def choices() -> list[Choice]:
    """All that were ever made, the oldest first: a firm makes a few in its life."""
    return [Choice(*row) for row in few_rows(_CHOICES, {})]


def _newest(made: Iterable[Choice]) -> dict[str, Choice]:
    return {choice.use: choice for choice in made}


def _map_of(newest: Mapping[str, Choice]) -> AccountMap:
    """As stored: each choice was checked when it was made, and the chart's rules may grow stricter later."""
    return replace(DEFAULT_ACCOUNTS, **{use: choice.account for use, choice in newest.items() if use in USES})


def _label_of(choice: Choice | None, use: str) -> str:
    return choice.label if choice and choice.label else USES[use].label
