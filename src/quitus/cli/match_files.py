"""The two files of `quitus bank match`: lines as `quitus bank read --json` prints them, and a list of open items."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from quitus.domain.importing.text import shown
from quitus.domain.matching.facts import ClientKnown, LineFacts, OpenInstalment
from quitus.domain.money import CURRENCY, Money, from_decimal
from quitus.domain.refused import Refused
from quitus.domain.typed_days import LAST_DAY, check_day

NO_DUE_DATE = LAST_DAY  # paid last
AMOUNT = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,8})?\Z", re.ASCII)
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class OpenFile:
    """What is open, numbered from 0 in the file's order; `ids` are the file's own."""

    ids: Sequence[object]
    instalments: Sequence[OpenInstalment]
    clients: Sequence[ClientKnown]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of the file. Pending ones are announced, not money yet: they are never matched alone."""

    facts: LineFacts
    pending: bool


def read_lines(content: bytes) -> list[FileLine]:
    """Every line in file, statement, line order, pending ones included. Refuses what is no such file."""
    found: list[FileLine] = []
    for place, value in _values(content, "--lines"):
        for line_place, line in _lines_of(value, place):
            found.append(_line(line, line_place, len(found)))
    return found


def read_open(content: bytes) -> OpenFile:
    """The open items and the clients they name. Refuses what is no such list, and an id that stands there twice."""
    items = [
        (place, item)
        for value_place, value in _values(content, "--open")
        for place, item in (
            [(f"{value_place}[{at}]", one) for at, one in enumerate(value)]
            if isinstance(value, list)
            else [(value_place, value)]
        )
    ]
    clients = _Clients()
    ids: dict[object, int] = {}
    instalments = []
    for place, item in items:
        one = _Fields(item, place)
        identity = one.identity("id")
        if identity in ids:
            raise Refused("match_id_twice", where=place, id=shown(str(identity)))
        ids[identity] = len(ids)
        instalments.append(
            OpenInstalment(
                id=ids[identity],
                client_id=clients.known(one, ids[identity]),
                number=one.text("number"),
                due=one.day_or("due", NO_DUE_DATE),
                remaining=one.money(),
                reference=one.text("reference") or None,
            )
        )
    return OpenFile(tuple(ids), instalments, clients.all())


class _Clients:
    """The clients as the items name them: by their id, else by their name, else each item by itself."""

    def __init__(self) -> None:
        self._ids: dict[object, int] = {}
        self._names: dict[int, dict[str, None]] = {}
        self._aliases: dict[int, dict[str, None]] = {}
        self._ibans: dict[int, set[str]] = {}

    def known(self, item: "_Fields", alone: int) -> int:
        name = item.text("client_name")
        key = item.identity("client", required=False)
        key = ("client", key) if key is not None else ("name", name) if name else ("item", alone)
        client = self._ids.setdefault(key, len(self._ids))
        if name:
            self._names.setdefault(client, {})[name] = None
        self._aliases.setdefault(client, {}).update(dict.fromkeys(item.texts("aliases")))
        self._ibans.setdefault(client, set()).update(item.texts("ibans"))
        return client

    def all(self) -> list[ClientKnown]:
        return [
            ClientKnown(
                client_id=client,
                names=tuple(self._names.get(client, ())),
                ibans=frozenset(self._ibans.get(client, ())),
                aliases=tuple(self._aliases.get(client, ())),
            )
            for client in self._ids.values()
        ]


class _Fields:
    """An object of the file whose fields are asked for one by one. Refused match_field_wrong says which is wrong."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, Mapping):
            raise Refused("match_not_an_object", where=where, value=shown(str(value)))
        self._value = value
        self._where = where

    def text(self, name: str) -> str:
        value = self._value.get(name)
        if value is None:
            return ""
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)  # an invoice number that a program took for one
        if not isinstance(value, str):
            raise self._wrong(name)
        return value[:LONGEST_TEXT]

    def texts(self, name: str) -> list[str]:
        value = self._value.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(name)
        return [one[:LONGEST_TEXT] for one in value if one.strip()]

    def identity(self, name: str, *, required: bool = True) -> object:
        value = self._value.get(name)
        if isinstance(value, bool | list | dict) or (required and value in (None, "")):
            raise self._wrong(name)
        return float(value) if isinstance(value, Decimal) else value

    def day(self, name: str) -> date:
        value = self._value.get(name)
        try:
            day = date.fromisoformat(value if isinstance(value, str) else "")
            check_day(day)
        except (ValueError, Refused):
            raise self._wrong(name) from None
        return day

    def day_or(self, name: str, otherwise: date) -> date:
        return otherwise if self._value.get(name) in (None, "") else self.day(name)

    def money(self) -> Money:
        value = self._value.get("amount")
        currency = self._value.get("currency") or "EUR"
        if not isinstance(currency, str):
            raise self._wrong("currency")
        if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
            raise self._wrong("amount")
        text = f"{value:f}" if isinstance(value, Decimal) and abs(value.adjusted()) < 20 else str(value)
        if not AMOUNT.match(text):
            raise self._wrong("amount")
        return from_decimal(Decimal(text), self._currency(currency))

    def _currency(self, code: str) -> str:
        if not CURRENCY.match(code):
            raise self._wrong("currency")
        return code

    def _wrong(self, name: str) -> Refused:
        value = shown(str(self._value.get(name, "")))
        return Refused("match_field_wrong", where=self._where, field=name, value=value)


def _line(value: object, place: str, number: int) -> FileLine:
    one = _Fields(value, place)
    facts = LineFacts(
        booked=one.day("booked"),
        amount=one.money(),
        label=one.text("label"),
        counterparty=one.text("counterparty") or None,
        iban=one.text("iban") or None,
        reference=one.text("reference") or None,
        id=number,
    )
    return FileLine(facts, one.text("status") == "pending")


def _lines_of(value: object, place: str) -> Iterator[tuple[str, object]]:
    """The lines of what `bank read` says of a file; a list of lines, or one line, is taken too."""
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from _lines_of(one, f"{place}[{at}]")
    elif isinstance(value, Mapping) and isinstance(value.get("statements"), list):
        for at, statement in enumerate(value["statements"]):
            yield from _lines_of(statement, f"{place}.statements[{at}]")
    elif isinstance(value, Mapping) and isinstance(value.get("lines"), list):
        for at, line in enumerate(value["lines"]):
            yield f"{place}.lines[{at}]", line
    else:
        yield place, value


def _values(content: bytes, file: str) -> Iterator[tuple[str, Any]]:
    """The JSON values of a file with where they stand: the whole of it, or one value a line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("match_file_not_json", file=file, line=1, reason=str(error.reason)) from None
    try:
        yield file, _parsed(text)
    except (ValueError, RecursionError) as trouble:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2:
            raise _not_json(file, 1, trouble) from None
        for number, line in lines:
            try:
                value = _parsed(line)
            except (ValueError, RecursionError) as error:
                raise _not_json(file, number, error) from None
            yield f"{file}:{number}", value


def _parsed(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _not_json(file: str, line: int, error: Exception) -> Refused:
    return Refused("match_file_not_json", file=file, line=line, reason=shown(str(error)))
