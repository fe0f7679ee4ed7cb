"""What a financial year begins with: the balances that the years before left (journal AN).

Derived, never stored: posting it as well would count everything twice. Stocks are carried account by account, clients
one by one; income less charges of all earlier years goes to the result, 120 or 129.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from quitus.apps.organisations.sql import rows

PROFIT, LOSS = "120000", "129000"
FLOWS = "67"  # classes of charges and income

_BEFORE = """
SELECT line.account, line.client_id, sum(line.debit - line.credit)::bigint
FROM books_journalline AS line JOIN books_journalentry AS entry ON entry.id = line.entry_id
WHERE entry.happened_on < %(first)s
GROUP BY line.account, line.client_id ORDER BY line.account, line.client_id NULLS FIRST
"""


@dataclass(frozen=True, slots=True)
class Carried:
    """A balance carried forward, in minor units: a debit is positive, never zero."""

    account: str
    client_id: int | None
    balance: int


def carried_into(first: date) -> list[Carried]:
    """The balances with which a year that begins on `first` opens; their sum is zero."""
    sums: dict[tuple[str, int | None], int] = defaultdict(int)
    result = 0
    for account, client_id, balance in rows(_BEFORE, {"first": first}):
        if account[0] in FLOWS:
            result += balance
        else:
            sums[account, client_id] += balance
    if result:
        sums[LOSS if result > 0 else PROFIT, None] += result
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[0][1] or 0))
    return [Carried(account, client_id, balance) for (account, client_id), balance in ordered if balance]
