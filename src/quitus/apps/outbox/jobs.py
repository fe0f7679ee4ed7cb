"""Letters to members that wait for the worker, sealed: they may hold a link that opens an account."""

import json
import logging

from procrastinate.contrib.django import app

from quitus.apps.outbox.to_members import Letter, write_to_members
from quitus.ports.registry import adapters

log = logging.getLogger(__name__)


def write_soon(organisation_id: int, letter: Letter) -> None:
    """Have the worker write to a member; whoever asked is not told, and waits no longer, when nobody is written to."""
    words = json.dumps([letter.to_address, letter.subject, letter.text, letter.html])
    write_to_member.defer(organisation_id=organisation_id, sealed=adapters().sealer.seal(words).hex())


@app.task(name="outbox.write_to_member")
def write_to_member(organisation_id: int, sealed: str) -> None:
    """Write once; a link that does not come is asked for again."""
    letter = Letter(*json.loads(adapters().sealer.unseal(bytes.fromhex(sealed))))
    if write_to_members(organisation_id, [letter]):
        log.warning("letter_to_member_not_taken", extra={"about": {"organisation": organisation_id}})
