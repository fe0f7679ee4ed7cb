"""The tags of an OFX file as they come, to its statements: a stack of what is open, whatever ends are missing."""

from collections.abc import Sized

from quitus.adapters.bank.bounds import Movements
from quitus.adapters.bank.ofx.containers import (
    BALANCE,
    BANK_ANSWERS,
    BANK_STATEMENTS,
    DETAIL,
    MOVEMENTS,
    OWN_ACCOUNTS,
    STATEMENT,
    VALUES,
    Container,
    depth,
)
from quitus.adapters.bank.ofx.statements import StatementParts
from quitus.adapters.bank.ofx.tags import Tag
from quitus.adapters.bank.ofx.values import Decode, Values
from quitus.adapters.bank.text import shown
from quitus.domain.banking.statement import BankFile, ReadProblem, Statement
from quitus.domain.refused import Refused

MOST_STATEMENTS = 10_000
MOST_PROBLEMS = 10_000
MOST_ASIDE = 1_000  # tags within one text
EXACT = frozenset({"TRNAMT", "BALAMT", "DTPOSTED", "DTAVAIL", "VALUEDATE", "DTASOF"})
# What stands at the end of a value that another one interrupted: neither an amount nor a date has it.
INTERRUPTED = b"<"


class Document:
    """The statements so far, and what is open."""

    def __init__(self, decode: Decode) -> None:
        self._decode = decode
        self._stack: list[Container] = []
        self._statements: list[Statement] = []
        self._problems: list[ReadProblem] = []
        self._open: StatementParts | None = None
        self._whole = False
        self._movements = Movements()
        self._others: list[tuple[str, int]] = []  # statements of no bank account
        self._warnings: list[Refused] = []
        # The value that a tag has begun, and what stands behind it under tags that nobody knows: they may be words.
        self._value: tuple[Container, str] | None = None
        self._aside: list[bytes] = []

    def take(self, tag: Tag) -> None:
        """The next tag."""
        level = depth(tag.name)
        if level is not None:
            self._value, self._aside = None, []
            if tag.closing:
                self._end(tag.name)
            elif not tag.empty:
                self._begin(tag, level)
        elif tag.name in VALUES:
            if tag.closing:
                self._end_value(tag)
            else:
                self._take_value(tag)
        elif self._value is not None and len(self._aside) < MOST_ASIDE:
            self._value[0].grow(len(tag.text))
            mark = "</" if tag.closing else "<"
            self._aside.append(f"{mark}{tag.name}>".encode() + tag.text)

    def finish(self) -> BankFile:
        """The file; refuses one that is cut short or has no statement of a bank account."""
        if self._stack or not self._whole:
            raise Refused("bank_file_cut_short", missing="</OFX>")
        if not self._statements:
            if self._warnings:
                raise self._warnings[0]
            raise Refused("bank_investments_only" if self._others else "bank_statement_missing")
        for name, line in self._others:
            refusal = Refused("bank_investments_left_aside")
            self._problems.append(ReadProblem.of(f"{name} l.{line}", refusal, blocks=False))
        for warning in self._warnings:
            self._problems.append(ReadProblem.of("STATUS", Refused("bank_answer_warns", **warning.facts)))
        return BankFile("OFX", tuple(self._statements), tuple(self._problems))

    def _begin(self, tag: Tag, level: int) -> None:
        if tag.name in OWN_ACCOUNTS and any(found.name in MOVEMENTS for found in self._stack):
            level = DETAIL  # the other side's, as some banks tell it
        while self._stack and self._stack[-1].depth >= level:
            self._pop()
        container = Container(tag.name, level, tag.line)
        if tag.name in BANK_STATEMENTS:
            where = f"{tag.name}[{len(self._statements) + 1}]"
            self._open = StatementParts(where, container, self._decode)
        self._stack.append(container)
        self._whole = False

    def _end(self, name: str) -> None:
        """The end of a container and of all that is open in it; an end without beginning is passed over."""
        if any(found.name == name for found in self._stack):
            while self._pop().name != name:
                pass
            self._whole = self._whole or name == "OFX"

    def _take_value(self, tag: Tag) -> None:
        self._value, self._aside = None, []
        for holder in reversed(self._stack):
            if tag.name in holder.wanted:
                holder.grow(len(tag.text))
                holder.values.setdefault(tag.name, []).append(tag.text)
                self._value = (holder, tag.name)
                return
        if tag.name == "TRNAMT":
            self._take_stray_amount(tag.text, tag.line)

    def _end_value(self, tag: Tag) -> None:
        """A value is complete: with what stood in it under unknown tags, and what stands behind its end."""
        if self._value is None:
            return
        holder, name = self._value
        if name == tag.name:
            holder.grow(len(tag.text))
            holder.values[name][-1] += b"".join(self._aside) + _behind(tag.text)
            self._value, self._aside = None, []
        elif tag.name in EXACT and (interrupted := holder.values.get(tag.name)):
            _mark_interrupted(interrupted)

    def _pop(self) -> Container:
        """The innermost container is complete: hand it to whom it concerns."""
        container = self._stack.pop()
        parent = self._stack[-1] if self._stack else container
        if container.name in MOVEMENTS:
            self._take_movement(container, parent)
        elif container.depth == DETAIL:
            parent.keep(container)
        elif container.name == "STATUS":
            if parent.name in BANK_ANSWERS:
                self._take_answer(Values(container, self._decode))
        elif container.name in BANK_STATEMENTS:
            self._take_statement()
        elif container.depth == STATEMENT:
            self._others.append((container.name, container.line))
            self._bound(self._others)
        elif self._open is not None:
            if container.name in OWN_ACCOUNTS:
                self._open.take_account(container)
                self._bound(self._open.problems)
            elif container.name == BALANCE:
                self._open.balance = container
        return container

    def _take_movement(self, container: Container, parent: Container) -> None:
        self._movements.add()
        if self._open is not None:
            self._open.take_movement(container, parent)
            self._bound(self._open.problems)
        elif not any(found.name.endswith("STMTRS") for found in self._stack):  # those are told as a whole
            self._take_stray_amount(b" ".join(container.values.get("TRNAMT", ())), container.line)

    def _take_stray_amount(self, raw: bytes, line: int) -> None:
        """An amount that belongs to no movement of a statement: the tag that began it is damaged."""
        problems = self._open.problems if self._open else self._problems
        refusal = Refused("bank_movement_stray", text=shown(self._decode(raw)))
        where = f"{self._open.where} l.{line}" if self._open else f"l.{line}"
        problems.append(ReadProblem.of(where, refusal))
        self._bound(problems)

    def _take_statement(self) -> None:
        if self._open is not None:
            self._statements.append(self._open.finish())
            self._open = None
        if len(self._statements) > MOST_STATEMENTS:
            raise Refused("bank_xml_abnormal")

    def _take_answer(self, status: Values) -> None:
        """What the bank says of its answer: an error is refused with its words, a warning told with the lines."""
        code, severity = status.text("CODE"), status.text("SEVERITY").upper()
        if not code.strip("0") and severity != "ERROR":
            return
        message = status.text("MESSAGE") or severity or "?"
        refusal = Refused("bank_answer_failed", bank_code=shown(code), message=shown(message))
        if severity not in ("INFO", "WARN"):
            raise refusal
        self._warnings.append(refusal)
        self._bound(self._warnings)

    @staticmethod
    def _bound(problems: Sized) -> None:
        """A file that is unreadable throughout is refused, not told line by line."""
        if len(problems) > MOST_PROBLEMS:
            raise Refused("bank_file_garbled", most=MOST_PROBLEMS)


def _mark_interrupted(values: list[bytes]) -> None:
    """Once: a mark for each end that follows would copy a long value as often."""
    if not values[-1].endswith(INTERRUPTED):
        values[-1] += INTERRUPTED


def _behind(text: bytes) -> bytes:
    """What stands behind the end of a value, apart from it: part of a text, and no part of an amount."""
    return b"\n" + text if text.strip() else b""
