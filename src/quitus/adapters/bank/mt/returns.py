"""Money that goes back in MT940: the mark of a reversal, SWIFT's type of a returned item, German and Dutch codes."""

import re
from collections.abc import Sequence

from quitus.adapters.bank.mt.movements import Movement
from quitus.adapters.bank.text import given
from quitus.domain.banking.returned import Returned, ReturnKind, originals, reason_in

RETURNED_ITEM = "RTI"  # SWIFT's type, behind N, F or S
# The number before the subfields (Geschäftsvorfallcode): returned debits of businesses and of consumers, a transfer.
CODES = {"108": ReturnKind.DEBIT, "109": ReturnKind.DEBIT, "159": ReturnKind.TRANSFER}
_CODE = re.compile(r" ?([0-9]{3})[?~<>^|]")
_RTRN = re.compile(r"/RTRN/([A-Z0-9]{2,10})/")


def returned_movement(found: Movement, texts: Sequence[Sequence[str]], reference: str) -> Returned | None:
    """What the movement and its texts mark; None where they mark nothing. `reference`: as read in the texts."""
    text = "".join(line for lines in texts for line in lines)
    code, told = _CODE.match(text), _RTRN.search(text)
    kind = CODES.get(code[1]) if code else None
    if not (found.reversal or kind or told or found.kind[1:] == RETURNED_ITEM):
        return None
    reason = told[1] if told else reason_in(text)
    return Returned(kind or ReturnKind.OTHER, reason, originals(given(reference), given(found.reference)))
