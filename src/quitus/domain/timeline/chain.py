"""The hash chain of a timeline: what is recorded can be erased, but not altered unseen.

A link is sha256(previous ‖ header ‖ payload hash), where the payload hash is sha256(salt ‖ payload bytes).
Erasing a person's data deletes payload and salt; the chain still verifies from the hashes that stay.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as the chain knows it. `payload_hash` stands for the facts."""

    sequence: int
    kind: str
    happened_on: date
    actor: str
    payload_hash: bytes

    def hash_after(self, previous: bytes) -> bytes:
        """This link's hash, given the one before it."""
        header = f"{self.sequence}\n{self.kind}\n{self.happened_on.isoformat()}\n{self.actor}\n".encode()
        return hashlib.sha256(previous + header + self.payload_hash).digest()


def canonical(facts: Mapping[str, object]) -> str:
    """The facts as the one text that is hashed and stored: sorted keys, no spaces, no escapes."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def payload_hash(salt: bytes, text: str) -> bytes:
    """The hash that stands for a payload; the salt keeps a guess at its content from being tested."""
    return hashlib.sha256(salt + text.encode()).digest()


def first_broken(links: Iterable[tuple[Link, bytes]]) -> int | None:
    """The sequence of the first link whose stored hash is wrong or whose number is missing; None when whole."""
    previous = GENESIS
    for expected, (link, stored) in enumerate(links, start=1):
        if link.sequence != expected or link.hash_after(previous) != stored:
            return expected
        previous = stored
    return None
