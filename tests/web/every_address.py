"""Every address of the site, the parameters that its view reads, and the forms of a page."""

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

ARGUMENT = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>[^)]*\)")
# What asks for a value that an address or a form names: its name is a text among the arguments.
ASKS = {"get", "getlist", "number", "text", "word", "day", "day_or_why", "named", "ids"}
READ_BY = {"page": "page", "chosen_period": "period"}  # by a function that several views share


@dataclass(frozen=True, slots=True)
class Address:
    """An address as its pattern writes it, with its view."""

    route: str
    view: Any

    @property
    def arguments(self) -> list[str]:
        """The names of what stands in it."""
        return [found["name"] or found["group"] for found in ARGUMENT.finditer(self.route)]

    def path(self, values: Mapping[str, object]) -> str:
        """The address with these values in their places."""
        filled = ARGUMENT.sub(lambda found: str(values[found["name"] or found["group"]]), self.route)
        return "/" + re.sub(r"[\^$\\]", "", filled)

    @property
    def parameters(self) -> list[str]:
        """The names that its view's module asks for, of an address or a form."""
        module = inspect.unwrap(self.view).__module__
        return sorted(_names(module)) if module.startswith("quitus.") else []

    @property
    def parameters_of_room(self) -> list[str]:
        """Those that any module beside its view's asks for: a view may leave the reading to another one."""
        package = inspect.unwrap(self.view).__module__.rpartition(".")[0]
        if not package.startswith("quitus."):
            return []
        modules = pkgutil.iter_modules(import_module(package).__path__, f"{package}.")
        return sorted({name for module in modules if not module.ispkg for name in _names(module.name)})

    def takes(self, method: str) -> bool:
        """Whether the method is not refused: asked of the view itself, before it looks at who asks."""
        try:
            return bool(self.view(getattr(RequestFactory(), method)("/")).status_code != 405)
        except Exception:  # noqa: BLE001 - a bare request has no user and no arguments: the view went on with it
            return True


def addresses() -> Iterator[Address]:
    """Every address of the site, however deep."""

    def below(resolver: URLResolver, before: str) -> Iterator[Address]:
        for one in resolver.url_patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from below(one, route)
            else:
                assert isinstance(one, URLPattern)
                yield Address(route, one.callback)

    yield from below(get_resolver(), "")


@cache
def _names(name: str) -> frozenset[str]:
    module = import_module(name)
    constants = {name: value for name, value in vars(module).items() if isinstance(value, str)}
    found: set[str] = set()
    for call in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(call, ast.Call):
            continue
        asks = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if asks in READ_BY:
            found.add(READ_BY[asks])
        if asks.lstrip("_") in ASKS:
            said = [getattr(one, "value", constants.get(getattr(one, "id", ""))) for one in call.args]
            found |= {text for text in said if isinstance(text, str) and re.fullmatch(r"[a-z_]+", text)}
    return frozenset(found)


@dataclass(slots=True)
class PageForm:
    """A form of a page. `values`: what stands in it, as it would be sent; `days`: its fields for a day."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)

    def sent(self, **changed: str) -> dict[str, list[str]]:
        """What is sent once one of its fields says something else."""
        return self.values | {name: [value] for name, value in changed.items()}


def forms_of(page: str) -> list[PageForm]:
    """The forms of a page. What must be filled in and is blank is; a box that is not ticked sends nothing."""
    reader = _Forms()
    reader.feed(page)
    return reader.forms


class _Forms(HTMLParser):
    """Reads the forms of a page, those too whose fields stand elsewhere on it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._by_id: dict[str, PageForm] = {}
        self._form = PageForm("get", "")
        self._inside: dict[str, str] = {}  # of the select or the textarea that is open
        self._text = ""
        self._chosen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(said.get("method", "get").lower(), said.get("action", ""))
            self._by_id[said.get("id", "")] = self._form
            self.forms.append(self._form)
        elif tag in ("input", "button"):
            self._add(said)
        elif tag in ("select", "textarea"):
            self._inside, self._text, self._chosen = said, "", None
        elif tag == "option" and ("selected" in said or self._chosen is None):
            self._chosen = said.get("value", "")

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            text = (self._chosen or "") if tag == "select" else self._text
            self._add({**self._inside, "value": text, "type": tag})
        elif tag == "form":
            self._form = PageForm("get", "")

    def _add(self, said: dict[str, str]) -> None:
        form = self._by_id.get(said.get("form", ""), self._form)
        kind, name, value = said.get("type", "text"), said.get("name", ""), said.get("value", "")
        unticked = kind in ("checkbox", "radio") and "checked" not in said
        if not name or name == "csrfmiddlewaretoken" or kind == "file" or unticked:
            return
        if not value and "required" in said:
            value = {"date": "2026-11-24", "email": "compta@berthier.example"}.get(kind, "12")
        if kind == "date":
            form.days.add(name)
        form.values.setdefault(name, []).append(value or ("on" if kind == "checkbox" else ""))
