"""The life of a message: the moves that are allowed, and no others.

A message is handed over only from "queued", and comes back there only when it surely did not leave, or when a
person says so. That is the whole of "at most once".
"""

from quitus.apps.outbox.models import MessageState
from quitus.domain.refused import Refused

_S = MessageState

MOVES = frozenset(
    {
        (_S.WAITING_APPROVAL, _S.QUEUED),
        (_S.WAITING_APPROVAL, _S.WITHDRAWN),
        (_S.QUEUED, _S.HANDING_OVER),
        (_S.QUEUED, _S.WAITING_APPROVAL),  # its address changed after a person had approved it
        (_S.QUEUED, _S.WITHDRAWN),
        (_S.HANDING_OVER, _S.ACCEPTED),
        (_S.HANDING_OVER, _S.REFUSED),
        (_S.HANDING_OVER, _S.QUEUED),  # surely not taken: tried again later
        (_S.HANDING_OVER, _S.UNSURE),
        # A person looked; or the sender, stopped for an hour and taken for dead, tells what it knows.
        (_S.UNSURE, _S.ACCEPTED),
        (_S.UNSURE, _S.QUEUED),
        (_S.UNSURE, _S.REFUSED),
        (_S.UNSURE, _S.WITHDRAWN),
        # The same late sender, after a person said "send again": it did arrive, so it is not sent again.
        (_S.QUEUED, _S.ACCEPTED),
        (_S.REFUSED, _S.QUEUED),
        (_S.REFUSED, _S.WITHDRAWN),
    }
)


def sources_of_answer(to: MessageState) -> list[MessageState]:
    """The states in which the answer to an attempt may move a message to `to`."""
    answerable = {_S.HANDING_OVER, _S.UNSURE} | ({_S.QUEUED} if to is _S.ACCEPTED else set())
    return sorted(before for before, after in MOVES if after is to and before in answerable)


def check_move(before: str, to: MessageState) -> None:
    """Refuses `message_cannot_move` when no such move is allowed."""
    if (MessageState(before), to) not in MOVES:
        raise Refused("message_cannot_move", state=before, wanted=to.value)
