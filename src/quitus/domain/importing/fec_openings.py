"""Opening balances in a FEC: by document, or only whole, which names no invoice."""

import re

from quitus.domain.importing.text import plain

# "AN", "AN 2026", "RAN 01/01/2026", "OUVERTURE/2026", "à nouveaux", "solde d'ouverture", "balance initiale".
_WHOLE = re.compile(
    r"(?:an[ouv]?|ran|r\.?a\.?n\.?|a\.?n\.?|ouv(?:erture)?|reports?|a[ -]?nouveaux?|soldes?|bilan|balance)"
    r"(?:(?: |d'|d’|a[ -])*(?:nouveaux?|ouverture|initiale?|report))*[^a-z]*"
)


def says_nothing(document: str, entry: str) -> bool:
    """Whether the document of an opening balance names no invoice: blank, "AN 2026", or the entry's own number.

    `document` is without capitals, "" for a mere dash.
    """
    words = plain(document)
    return not words or words == plain(entry) or _WHOLE.fullmatch(words) is not None
