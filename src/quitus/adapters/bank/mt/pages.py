"""Putting the pages of a statement together: each opens with what the one before closed with."""

from dataclasses import replace

from quitus.adapters.bank.mt.messages import Message
from quitus.adapters.bank.mt.tally import Tally
from quitus.domain.banking.statement import LineStatus, Statement
from quitus.domain.refused import Refused

_PAGE_EDGE = "M"


class Pages:
    """The pages of one statement so far."""

    def __init__(self, first: Message) -> None:
        self._pages = [first]
        self._so_far = Tally()
        self._check_totals(first)

    @property
    def waits(self) -> bool:
        """Whether another page may follow."""
        last = self._pages[-1]
        return last.report or last.closing_mark == _PAGE_EDGE

    def goes_on_in(self, page: Message) -> bool:
        """Whether the message, about the same account, is the next page of this."""
        last = self._pages[-1]
        if last.report != page.report:
            return False
        follows = (
            last.statement_number == page.statement_number
            and None not in (last.sequence, page.sequence)
            and page.sequence == (last.sequence or 0) + 1
        )
        return follows or (not last.report and page.opening_mark == _PAGE_EDGE)

    def add(self, page: Message) -> None:
        last = self._pages[-1]
        self._pages.append(page)
        before, after = last.closing and last.closing.amount, page.opening and page.opening.amount
        if before and after and before != after:
            page.tell(page.where, Refused("bank_pages_apart", before=before, after=after))
        self._check_totals(page)

    def finish(self) -> Statement:
        """The statement; tells of a page that does not add up or is not there."""
        first, last = self._pages[0], self._pages[-1]
        if len(self._pages) > 1:
            for page in self._pages:
                if _unbalanced(page):
                    page.tell(page.where, Refused("bank_page_unbalanced"))
        lacks_first = first.opening_mark == _PAGE_EDGE and first.sequence not in (0, 1)
        if lacks_first or last.closing_mark == _PAGE_EDGE:
            last.tell(last.where, Refused("bank_pages_missing"))
        return Statement(
            account=first.account,
            currency=first.currency,
            opening=first.opening,
            closing=last.closing and replace(last.closing, interim=last.report),
            lines=tuple(line for page in self._pages for line in page.lines),
            problems=tuple(problem for page in self._pages for problem in page.problems),
            report=last.report,
        )

    def _check_totals(self, page: Message) -> None:
        """The last page of a report may count its own movements, or those of all pages."""
        self._so_far.add(page.lines)
        if not page.totals or page.blocked:
            return
        own = Tally()
        own.add(page.lines)
        if not (own.agrees(page.totals) or self._so_far.agrees(page.totals)):
            told = ", ".join(
                f"{kind} {total.count} / {total.sum}" for kind, total in sorted(page.totals.items())
            )
            page.tell(page.where, Refused("bank_totals_differ", told=told))


def _unbalanced(page: Message) -> bool:
    if page.blocked or page.opening is None or page.closing is None:
        return False
    booked = sum(line.amount.minor for line in page.lines if line.status is LineStatus.BOOKED)
    return page.opening.amount.minor + booked != page.closing.amount.minor
