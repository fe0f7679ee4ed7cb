"""Letters to members that wait for the worker, sealed: they may hold a link that opens an account."""

import json
import logging

from procrastinate.contrib.django import app

from quitus.apps.outbox.mail import Letter
from quitus.apps.outbox.to_members import hand_over_letters
from quitus.ports.registry import adapters

log = logging.getLogger(__name__)


def queue_letter(organisation_id: int, letter: Letter) -> None:
    """Have the worker write to a member; whoever asked is not told, and waits no longer, when nobody is written to."""
    words = json.dumps([letter.to_address, letter.subject, letter.text, letter.html])
    deliver_letter.defer(organisation_id=organisation_id, sealed=adapters().sealer.seal(words).hex())


@app.task(name="outbox.deliver_letter")
def deliver_letter(organisation_id: int, sealed: str) -> None:
    """Write once; a link that does not come is asked for again."""
    letter = Letter(*json.loads(adapters().sealer.unseal(bytes.fromhex(sealed))))
    if hand_over_letters(organisation_id, [letter]):
        log.warning("letter_to_member_not_taken", extra={"about": {"organisation": organisation_id}})
