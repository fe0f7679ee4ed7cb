"""How each bank's tables look, one small file a bank: its headers as it writes them, and what they mean.

A profile is found by its headers alone. `header` is the bank's line, its columns apart by ";". `[table.columns]` says
which column gives what; a "?" behind a name: the column may be missing. `dates` ("day first", "month first"),
`decimals` (","), `currency` and `fees` ("added", "deducted", "included") are what the bank always does and its cells
may not show.
`first_line` names the cells of the line that some banks write above the table. `states` are words of this bank alone,
"unknown" those that leave open what moved.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from quitus.adapters.bank.tables.cell_words import State
from quitus.adapters.tables.headers import unique_names
from quitus.domain.banking.column_mapping import BankField, ColumnMapping, Fees
from quitus.domain.importing.dates import DateOrder
from quitus.domain.importing.text import name_key, plain

_WORD = re.compile(r"[a-z0-9]+")
_ORDERS = {"day first": DateOrder.DAY_FIRST, "month first": DateOrder.MONTH_FIRST}


@dataclass(frozen=True, slots=True)
class Profile:
    """One table of one bank. `columns`: for each field the names of its columns, and which of them must be there."""

    bank: str
    header: tuple[str, ...]
    columns: Mapping[BankField, tuple[str, ...]]
    needed: frozenset[str]
    date_order: DateOrder | None = None
    decimal_mark: str | None = None
    currency: str | None = None
    fees: Fees | None = None
    first_line: tuple[str, ...] = ()
    states: Mapping[str, State | None] = field(default_factory=dict)

    def mapping(self, headers: Sequence[str]) -> ColumnMapping | None:
        """What the columns mean; None when these are not the bank's headers. `headers` are unique."""
        places = {name: place for place, name in reversed(list(enumerate(map(_name, headers))))}
        if not self.needed <= places.keys():
            return None
        columns = {
            name: tuple(places[wanted] for wanted in wanteds if wanted in places)
            for name, wanteds in self.columns.items()
        }
        return ColumnMapping(
            {name: found for name, found in columns.items() if found},
            self.date_order,
            self.decimal_mark,
            self.fees,
            self.currency,
        )


def profile_for(headers: Sequence[str]) -> tuple[Profile, ColumnMapping] | None:
    """The profile whose columns are there; of several the one that asks for most."""
    found = [(profile, mapping) for profile in profiles() if (mapping := profile.mapping(headers))]
    return max(found, key=lambda one: len(one[0].needed), default=None)


@lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """Every profile, in the order of their files' names."""
    told = sorted(
        (file for file in files(__name__).iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    return tuple(profile for file in told for profile in _profiles(tomllib.loads(file.read_text("utf-8"))))


def _profiles(told: Mapping[str, object]) -> list[Profile]:
    tables = told["table"]
    assert isinstance(tables, list)  # noqa: S101 - files of ours, each read by a test
    return [_profile(str(told["bank"]), table) for table in tables]


def _profile(bank: str, table: Mapping[str, object]) -> Profile:
    columns = table["columns"]
    assert isinstance(columns, Mapping)  # noqa: S101
    named = {BankField(name): _listed(written) for name, written in columns.items()}
    states = table.get("states", {})
    assert isinstance(states, Mapping)  # noqa: S101
    return Profile(
        bank=bank,
        header=unique_names([part.strip() for part in str(table["header"]).split(";")]),
        columns={
            name: tuple(_name(written.rstrip("?")) for written in all_of) for name, all_of in named.items()
        },
        needed=frozenset(_name(one) for all_of in named.values() for one in all_of if not one.endswith("?")),
        date_order=_ORDERS.get(str(table.get("dates"))),
        decimal_mark=_text(table.get("decimals")),
        currency=_text(table.get("currency")),
        fees=Fees(str(table["fees"])) if "fees" in table else None,
        first_line=_listed(table.get("first_line", ())),
        states={
            name_key(word): None if state == "unknown" else State(state)
            for state, words in states.items()
            for word in _listed(words)
        },
    )


def _listed(written: object) -> tuple[str, ...]:
    if isinstance(written, str):
        return (written,)
    assert isinstance(written, Sequence)  # noqa: S101
    return tuple(map(str, written))


def _text(written: object) -> str | None:
    return None if written is None else str(written)


@lru_cache(maxsize=5_000)
def _name(header: str) -> str:
    """A header's words and figures in one spelling: "Débit Euros" and "DEBIT EUROS" are one."""
    return " ".join(_WORD.findall(plain(header[:200])))
