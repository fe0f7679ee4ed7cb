"""Whose invoice a row is: a client on record, or one to be made from the file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from quitus.domain.importing.cells import Cells
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.text import name_key


@dataclass(frozen=True, slots=True)
class KnownClient:
    """A client on record, with what a row can name it by."""

    id: int
    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client that the rows at `lines` ask for."""

    reference: str
    name: str
    email: str
    lines: tuple[int, ...]


class DebtorNamed(Protocol):
    """A row that says whose it is."""

    @property
    def line(self) -> int: ...
    @property
    def client_reference(self) -> str: ...
    @property
    def client_name(self) -> str: ...
    @property
    def client_email(self) -> str: ...
    @property
    def known_client(self) -> int | None: ...


def new_clients(rows: Iterable[DebtorNamed]) -> tuple[NewClient, ...]:
    """The clients to make, each once, in the order of the file; rows of known clients ask for none."""
    groups: dict[tuple[str, str], list[DebtorNamed]] = defaultdict(list)
    for row in rows:
        if row.known_client is None:
            groups[debtor_key(row.client_reference, row.client_name)].append(row)
    return tuple(
        NewClient(
            group[0].client_reference,
            group[0].client_name,
            next((row.client_email for row in group if row.client_email), ""),
            tuple(row.line for row in group),
        )
        for group in groups.values()
    )


def debtor_key(reference: str, name: str) -> tuple[str, str]:
    """What makes two rows one debtor: the reference, else the name."""
    return ("reference", reference.casefold()) if reference else ("name", name_key(name))


class Debtors:
    """Finds clients by reference, then by name, and watches that the file does not contradict itself.

    A wrong debtor is the worst mistake of an import: somebody would read another firm's invoices. So a
    reference under two names, or a name that fits two clients, is a problem and never a guess.
    `codes_under_names`: the file has one client column, which may hold names or references.
    """

    def __init__(self, clients: Iterable[KnownClient], *, codes_under_names: bool) -> None:
        self._codes_under_names = codes_under_names
        self._by_reference: dict[str, KnownClient] = {}
        self._by_name: dict[str, list[KnownClient]] = defaultdict(list)
        for client in clients:
            if client.reference:
                self._by_reference[client.reference.casefold()] = client
            self._by_name[name_key(client.name)].append(client)
        self._first_names: dict[tuple[str, str], tuple[str, int]] = {}
        self._first_emails: dict[tuple[str, str], tuple[str, int]] = {}
        self._told: set[tuple[str, str]] = set()
        self._first_references: dict[int, tuple[str, int]] = {}  # of clients who have none on record

    def find(self, cells: Cells, reference: str, name: str, email: str) -> int | None:
        """The id of the client on record; None for a new one. Contradictions go to the row's problems."""
        if not reference and not name:
            field = Field.CLIENT_NAME if cells.has(Field.CLIENT_NAME) else Field.CLIENT_REFERENCE
            cells.problem("import_value_missing", field, field=field)
            return None
        if reference and name:
            self._check_one_name(cells, reference, name)
        known = self._on_record(cells, reference, name)
        if known is not None:
            self._compare_names(cells, known, reference, name)
            return known.id
        if name:
            self._check_one_email(cells, debtor_key(reference, name), email)
        else:
            cells.problem("import_client_unknown", Field.CLIENT_REFERENCE)
        return None

    def _on_record(self, cells: Cells, reference: str, name: str) -> KnownClient | None:
        code = reference or (name if self._codes_under_names else "")
        if code and (known := self._by_reference.get(code.casefold())):
            return known
        namesakes = self._by_name.get(name_key(name), []) if name else []
        if reference:  # unknown here: only a client who has no reference yet can be meant
            namesakes = [client for client in namesakes if not client.reference]
        if len(namesakes) > 1:
            cells.problem("import_client_ambiguous", Field.CLIENT_NAME, count=len(namesakes))
        if len(namesakes) != 1:
            return None
        if reference:
            self._check_one_reference(cells, namesakes[0], reference)
        return namesakes[0]

    def _check_one_reference(self, cells: Cells, client: KnownClient, reference: str) -> None:
        """Two references under one name are two clients, and only one of them can be the one on record."""
        first, first_line = self._first_references.setdefault(client.id, (reference, cells.line))
        if first.casefold() != reference.casefold():
            facts = {"first": first, "first_line": first_line, "name": client.name}
            cells.problem("import_client_two_references", Field.CLIENT_REFERENCE, **facts)

    def _check_one_name(self, cells: Cells, reference: str, name: str) -> None:
        first_name, first_line = self._first_names.setdefault(debtor_key(reference, name), (name, cells.line))
        if name_key(first_name) != name_key(name):
            cells.problem(
                "import_client_two_names", Field.CLIENT_NAME, first_name=first_name, first_line=first_line
            )

    def _check_one_email(self, cells: Cells, key: tuple[str, str], email: str) -> None:
        """A client to be made has one address; which of two would get all the invoices?"""
        if not email:
            if key not in self._told and key not in self._first_emails:
                self._told.add(key)
                cells.notice("import_client_without_email", Field.CLIENT_NAME)
            return
        first_email, first_line = self._first_emails.setdefault(key, (email, cells.line))
        if first_email.casefold() != email.casefold():
            cells.problem(
                "import_client_two_emails", Field.CLIENT_EMAIL, first_email=first_email, first_line=first_line
            )

    def _compare_names(self, cells: Cells, known: KnownClient, reference: str, name: str) -> None:
        if not (reference and name) or name_key(name) == name_key(known.name):
            return
        if (reference, name_key(name)) not in self._told:
            self._told.add((reference, name_key(name)))
            cells.notice("import_client_name_differs", Field.CLIENT_NAME, known_name=known.name)
