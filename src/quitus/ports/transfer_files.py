"""What we ask of a format of transfer files: the order as the bank reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from quitus.domain.outgoing.orders import Payee


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer; `end_to_end_id` comes back on the statement."""

    end_to_end_id: str
    payee: Payee


@dataclass(frozen=True, slots=True)
class TransferFile:
    """An order: who pays from which account, when, whom. `message_id` is never used twice."""

    message_id: str
    created: datetime
    debtor: str
    iban: str
    bic: str
    execution_on: date
    instant: bool
    transfers: Sequence[Transfer]


class TransferFiles(Protocol):
    """One format, such as pain.001."""

    def write(self, order: TransferFile) -> bytes:
        """The file, valid by the format's own schema; the same order gives the same bytes."""
        ...
