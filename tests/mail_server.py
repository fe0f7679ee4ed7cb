"""A real SMTP server that answers as it is told, and writes down every message it takes.

In a thread for tests of one answer; as a process of its own (`python -m tests.mail_server FOLDER`) for tests that kill
whoever speaks to it.
"""

import asyncio
import contextlib
import json
import ssl
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Taken:
    """One message as it arrived."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=default)  # type: ignore[return-value]


@dataclass
class Behaviour:
    """What the server answers: a text at one stage, silence, or the end of the connection."""

    mail_from: str = ""
    recipient: dict[str, str] = field(default_factory=dict)
    data: str = ""
    drop_at: str = ""  # "mail", "rcpt", "data" (words taken, no answer)
    slow_seconds: float = 0
    messages_per_connection: int = 0


class Recorder:
    """The handler that aiosmtpd asks at each stage."""

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.taken: list[Taken] = []
        self.connections = 0
        self.seen: dict[int, int] = {}

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.behaviour.drop_at == "mail":
            return self._drop(server)
        most = self.behaviour.messages_per_connection
        count = self.seen[id(session)] = self.seen.get(id(session), 0) + 1
        if most and count > most:
            self.seen.pop(id(session))
            asyncio.get_running_loop().call_later(0.01, server.transport.close)
            return "421 4.7.0 Too many messages in this connection"
        if self.behaviour.mail_from:
            return self.behaviour.mail_from
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.behaviour.drop_at == "rcpt":
            return self._drop(server)
        if answer := self.behaviour.recipient.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.behaviour.slow_seconds)
        if self.behaviour.data:
            return self.behaviour.data
        self.taken.append(Taken(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content or b""))
        if self.behaviour.drop_at == "data":
            return self._drop(server)
        return "250 2.0.0 Queued as 4b5gKZ"

    def _drop(self, server: SMTP) -> str:
        server.transport.abort()
        return "451 gone"


@contextlib.contextmanager
def served(recorder: Recorder, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[int]:
    """The recorder behind a port of this machine, on a loop in a thread of its own. `tls`: from the first byte."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def call(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(20)

    server = call(loop.create_server(lambda: SMTP(recorder, loop=loop, **options), "127.0.0.1", 0, ssl=tls))
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        call(_end(server))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)  # the transports' last words


@contextlib.contextmanager
def mail_server(behaviour: Behaviour | None = None, **options: Any) -> Iterator[tuple[Recorder, int]]:
    """The server of a test, and its port."""
    recorder = Recorder(behaviour)
    with served(recorder, **options) as port:
        yield recorder, port


def only(user: str, password: str) -> Callable[..., AuthResult]:
    """An authenticator that lets one user in."""

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(
            success=(data.login, data.password) == (user.encode(), password.encode()), handled=False
        )

    return check


class JournalKeeper(Recorder):
    """Writes a line per message to a file before it answers: what a killed sender was never told is there too."""

    def __init__(self, journal: Path, slow_seconds: float) -> None:
        super().__init__(Behaviour(slow_seconds=slow_seconds))
        self.journal = journal.open("a", buffering=1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mail = message_from_bytes(envelope.content or b"", policy=default)
        line = {"id": mail["Message-ID"], "to": envelope.rcpt_tos, "at": time.time()}
        self.journal.write(json.dumps(line) + "\n")
        await asyncio.sleep(self.behaviour.slow_seconds)
        return "250 2.0.0 Queued"


def main() -> None:
    """Serve until the standard input ends; the port is printed once the server listens."""
    with served(JournalKeeper(Path(sys.argv[1]), float(sys.argv[2]))) as port:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
