"""mock-bank, an independent program: it makes real bank files of payments that it really booked."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.request import Request, urlopen


class MockBank:
    """Talks to a running mock-bank; its account ACME is NL41MOCK0000000001."""

    def __init__(self, address: str) -> None:
        self._address = address

    def ask(self, method: str, path: str, body: object = None) -> str:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self._address}{path}", data=data, method=method)  # noqa: S310 - our own loopback
        with urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.read().decode()

    def credit(self, minor: int, **fields: object) -> None:
        """Somebody pays into the account."""
        self.ask("POST", "/_mock/credits", {"account": "ACME", "amount": minor, **fields})

    def pay(self, file: bytes) -> str:
        """Send a file of transfers; what the bank says at once."""
        request = Request(f"{self._address}/payments", data=file, method="POST")  # noqa: S310 - our own loopback
        with urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.read().decode()

    def documents(self, kind: str) -> list[bytes]:
        """The waiting messages of that kind, of all accounts."""
        raw = self.ask("GET", f"/_mock/mailbox?raw&leave&type={kind}")
        return [("<?xml" + part).encode() for part in raw.split("<?xml")[1:]]


@contextmanager
def mock_bank(today: date) -> Iterator[MockBank]:
    """A bank that opens at nine o'clock of its own day, on a free port."""
    program = Path(sys.executable).parent / "mock-bank"
    with subprocess.Popen(
        [str(program), "--port", "0", "--clock", f"{today}T09:00"], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            listening = re.search(r"http://[0-9.:]+", process.stderr.readline())
            assert listening is not None
            yield MockBank(listening[0])
        finally:
            process.kill()
