"""Reading a file of MT940 and MT942 messages, with or without their SWIFT envelopes."""

import re

from quitus.adapters.bank.bounds import Movements
from quitus.adapters.bank.byte_lines import byte_lines, readable
from quitus.adapters.bank.encodings import ascii_head
from quitus.adapters.bank.mt.fields import BEGIN, END, MOVEMENT, REPORT_TAGS, Field, fields
from quitus.adapters.bank.mt.messages import HEADERS, MOST_PROBLEMS, STATEMENT_KINDS, Message
from quitus.adapters.bank.mt.movements import looks_like_a_movement
from quitus.adapters.bank.mt.pages import Pages
from quitus.adapters.bank.text import shown
from quitus.domain.banking.statement import BankFile, ReadProblem
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

STATEMENT, REPORT = "MT940", "MT942"
# A message begins near the beginning, behind a few lines of the bank's; orders and advices begin alike but have
# none of the fields of a statement.
_NEAR = 4096
_FIRST_TAG = re.compile(rb"(?:^|[\r\n]|\{4:)[\x00-\x09\x0b\x0c\x0e-\x1f]{0,8}:20:")
_STATEMENT_TAG = re.compile(rb"[\r\n][\x00-\x09\x0b\x0c\x0e-\x1f]{0,8}:(?:28C?|60[FM]|61|62[FM]|34F|90[CD]):")
_FRAGMENT = re.compile(rb"\s*:(?:61:[0-9]{6}|60[FM]:[CD][0-9]{6})")
_BALANCES = ("60F", "60M", "62F", "62M")


class MtReader:
    """MT940 and MT942 (`ports.bank_files.FormatReader`)."""

    def recognises(self, head: bytes) -> bool:
        """Whether the tags of a message stand at the beginnings of lines; a torn piece of one is known too."""
        letters = ascii_head(head)
        if _FRAGMENT.match(letters[:_NEAR]):
            return True
        return bool(_FIRST_TAG.search(letters[:_NEAR]) and _STATEMENT_TAG.search(letters))

    def read(self, source: Bytes) -> BankFile:
        """Every statement of the file; refuses one that ends or begins in the middle of a message."""
        document = _Document()
        for found in fields(byte_lines(source)):
            document.take(found)
        return document.finish()


class _Document:
    """The statements so far, and the message being read."""

    def __init__(self) -> None:
        self._formats: dict[str, None] = {}
        self._statements: list[Pages] = []
        self._waiting: dict[str, Pages] = {}  # by account: those that another page may follow
        self._problems: list[ReadProblem] = []
        self._found_blocking = 0
        self._open: Message | None = None
        self._skips = False
        self._others: set[str] = set()
        self._movements = Movements()

    def take(self, found: Field) -> None:
        """Hand the field to its message."""
        if found.tag == BEGIN:
            self._close()
            self._begin(found)
        elif found.tag == END:
            if self._open:
                self._open.ended = True
            self._close()
            self._skips = False
        elif self._skips:
            self._suspect(found)
        elif message := self._message_for(found):
            self._movements.add(found.tag == MOVEMENT)
            message.take(found)

    def finish(self) -> BankFile:
        self._close(last=True)
        if not self._statements:
            raise Refused("bank_statement_missing")
        statements = tuple(pages.finish() for pages in self._statements)
        return BankFile(", ".join(self._formats), statements, tuple(self._problems))

    def _begin(self, found: Field) -> None:
        kind = found.lines[0]
        self._skips = kind not in STATEMENT_KINDS
        if self._skips and kind not in self._others:
            self._others.add(kind)
            other = Refused("bank_message_other", kind=f"MT{kind}")
            self._tell(f"l.{found.number}", other, blocks=False)
        if not self._skips:
            self._open = Message(found.number, kind, enveloped=True)

    def _message_for(self, found: Field) -> Message | None:
        """The message that the field belongs to: the open one or, where it cannot, a new one."""
        if found.tag == "20":
            if self._open is None or self._open.begun:
                self._close()
                self._open = Message(found.number)
        elif self._open is None:
            self._open = self._headless(found)
        elif self._open.closing_mark and found.tag in (*HEADERS, "60F", "60M"):
            self._open = self._after(self._open, found)
        return self._open

    def _headless(self, found: Field) -> Message | None:
        """What stands outside of any message: the header of one without `:20:`, or words about the account."""
        if found.tag in HEADERS:
            return Message(found.number)
        if found.tag in (MOVEMENT, *_BALANCES, *REPORT_TAGS):
            raise Refused("bank_file_cut_short", missing=":20:")
        self._suspect(found)
        return None

    def _suspect(self, found: Field) -> None:
        """Tell of a movement where none belongs."""
        for line in found.lines:
            if looks_like_a_movement(line):
                hidden = Refused("bank_line_not_understood", line=shown(readable(line)))
                self._tell(f"l.{found.number}", hidden)

    def _after(self, before: Message, found: Field) -> Message:
        """The next message, when a bank joins several under one `:20:`, or several pages under one header."""
        before.ended = True
        self._close()
        message = Message(found.number, before.kind)
        if found.tag not in HEADERS:
            message.identification = before.identification
            message.statement_number = before.statement_number
        return message

    def _close(self, *, last: bool = False) -> None:
        """The open message is complete: a page of the statement before it, or the first of another."""
        page, self._open = self._open, None
        if page is None:
            return
        self._movements.add()
        if page.empty:
            if last:
                raise Refused("bank_file_cut_short", missing=":25:")
            self._tell(page.where, Refused("bank_tag_missing", tag=":25:"))
            return
        page.finish(last=last)
        self._formats[REPORT if page.report else STATEMENT] = None
        before = self._waiting.pop(page.identification, None)
        if before and before.goes_on_in(page):
            before.add(page)
        else:
            before = Pages(page)
            self._statements.append(before)
        if before.waits:
            self._waiting[page.identification] = before
        self._count(sum(problem.blocks for problem in page.problems))

    def _tell(self, where: str, refusal: Refused, *, blocks: bool = True) -> None:
        self._problems.append(ReadProblem.of(where, refusal, blocks=blocks))
        self._count(1)

    def _count(self, found: int) -> None:
        self._found_blocking += found
        if self._found_blocking > MOST_PROBLEMS:
            raise Refused("bank_file_garbled", most=MOST_PROBLEMS)
