"""The statement of interest and indemnity, as strings for its template."""

from collections.abc import Iterable, Mapping
from datetime import date

from quitus.adapters.documents.typst import figures
from quitus.adapters.documents.typst.head import head_strings, pay_strings
from quitus.adapters.documents.typst.plain_text import Printable, filled
from quitus.adapters.documents.typst.words import words
from quitus.domain.money import Money, total
from quitus.ports import formats
from quitus.ports.documents import (
    WorksheetClaim,
    WorksheetCost,
    WorksheetDocument,
    WorksheetReduction,
    WorksheetRow,
)

# A claim of up to so many rows stays on one page; a longer one repeats its head on the next.
LONGEST_WHOLE = 12
# So many costs, so many reductions are named in a sum; more are added up, the rows name them all.
MOST_LINES = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def worksheet_strings(document: WorksheetDocument) -> dict[str, object]:
    """All that `worksheet.typ` reads."""
    return _Writer(document).strings()


class _Writer:
    """Writes one document: its language, its words and the letters of its sources are the same throughout."""

    def __init__(self, document: WorksheetDocument) -> None:
        self.document = document
        self.claims = document.claims
        self.language = document.head.language
        self.all_words = words(self.language)
        self.words = self.all_words["worksheet"]
        cited = dict.fromkeys(self._source(row) for claim in self.claims for row in claim.rows)
        self.letters = {source: _letters(place) for place, source in enumerate(cited)}

    def strings(self) -> dict[str, object]:
        document, said = self.document, self.words
        indemnified = any(claim.indemnity is not None for claim in self.claims)
        until = filled(self.all_words["head"]["included"], day=self._day(document.until))
        return {
            **head_strings(
                document.head,
                said["title"] if indemnified else said["title_interest"],
                [(self.all_words["head"]["until"], until)],
            ),
            "summary": self._summary(),
            "pay": pay_strings(document.transfer, document.remaining, self.language),
            "remarks": {"heading": said["remarks"], "said": [*document.warnings, *document.notes]},
            "overview": self._overview() if len(self.claims) > 1 else None,
            "detail": {
                "heading": said["detail"] if len(self.claims) > 1 else said["detail_one"],
                "columns": self._column_words(),
            },
            "claims": [self._claim(claim) for claim in self.claims],
            "method": self._method(),
            "sources": {
                "heading": said["sources"],
                "lines": [(letter, source) for source, letter in self.letters.items()],
            },
            "articles": {"heading": said["articles"], "lines": self._articles()},
        }

    # --- the whole

    def _summary(self) -> dict[str, object]:
        said, claims = self.words, self.claims
        if len(claims) == 1:
            one = said["one"] if claims[0].invoice else said["one_unnamed"]
            sentence = filled(one, invoice=claims[0].invoice, due=self._day(claims[0].due))
        else:
            sentence = filled(said["several"], count=formats.in_words(len(claims), self.language))
        if self.document.claimed is not None:
            claimed = filled(said["claimed"], amount=self._money(self.document.claimed))
            sentence = Printable(f"{sentence}, {claimed}")
        sums = self._sums()
        return {
            "label": said["remaining"],
            "amount": self._money(self.document.remaining),
            "sentence": sentence,
            "lines": self._lines(claims[0]) if len(claims) == 1 else self._sum_lines(sums),
            "total": (said["total"], sums["remaining"]),
        }

    def _sums(self) -> dict[str, str]:
        """What each column of the overview adds up to; columns of nothing are left out."""
        currency = self.claims[0].principal.currency
        columns: dict[str, list[Money]] = {
            "principal": [claim.principal for claim in self.claims],
            "interest": [claim.interest for claim in self.claims],
            "indemnity": [claim.indemnity for claim in self.claims if claim.indemnity is not None],
            "costs": [cost.amount for claim in self.claims for cost in claim.costs],
            "earlier": [claim.earlier for claim in self.claims if claim.earlier],
            "reduced": [-reduction.amount for claim in self.claims for reduction in claim.reductions],
            "remaining": [claim.remaining for claim in self.claims],
        }
        return {name: self._money(total(amounts, currency)) for name, amounts in columns.items() if amounts}

    def _sum_lines(self, sums: Mapping[str, str]) -> list[tuple[str, str]]:
        return [(self.words[name], amount) for name, amount in sums.items() if name != "remaining"]

    def _overview(self) -> dict[str, object]:
        said, sums = self.words["overview_columns"], self._sums()
        return {
            "heading": self.words["overview"],
            "columns": [said["invoice"], said["due"], *(said[name] for name in sums)],
            "rows": [self._overview_row(claim, sums) for claim in self.claims],
            "total": [said["total"], "", *sums.values()],
        }

    def _overview_row(self, claim: WorksheetClaim, columns: Iterable[str]) -> list[str]:
        cells = {
            "principal": self._money(claim.principal),
            "interest": self._money(claim.interest),
            "indemnity": "" if claim.indemnity is None else self._money(claim.indemnity),
            "costs": self._money(claim.costs_total) if claim.costs else "",
            "earlier": self._money(claim.earlier) if claim.earlier else "",
            "reduced": self._money(-claim.reduced) if claim.reductions else "",
            "remaining": self._money(claim.remaining),
        }
        return [claim.invoice, self._day(claim.due), *(cells[name] for name in columns)]

    def _method(self) -> dict[str, object]:
        said, conventions = self.words, self.document.conventions
        return {
            "heading": said["method"],
            "said": [
                said["method_lines"]["rows"],
                said["basis"][conventions.basis.value],
                said["rounding"][conventions.rounding.value],
                said["method_lines"]["decimals"],
                said["order"][conventions.order.value]
                if self.document.claimed is None
                else said["method_lines"]["on_principal"],
                said["compound"]["yes" if conventions.compound else "no"],
            ],
        }

    def _source(self, row: WorksheetRow) -> str:
        """Where a rate comes from, and how sure that is where it is not quite."""
        doubt = self.all_words["confidence"][row.confidence.value]
        return f"{row.source} ({doubt})" if doubt else row.source

    def _articles(self) -> list[tuple[str, str]]:
        says = self.all_words["articles"]
        return [(cited, says.get(cited, "")) for cited in dict.fromkeys(self.document.articles)]

    # --- one invoice

    def _claim(self, claim: WorksheetClaim) -> dict[str, object]:
        said = self.words
        rows = self._rows(claim)
        long = len(rows) > LONGEST_WHOLE
        # Of an only invoice, the sum stands at the head of the document already.
        lines, total_line = self._lines(claim), (said["total"], self._money(claim.remaining))
        if len(self.claims) == 1:
            lines, total_line = [], (said["interest"], self._money(claim.interest))
        return {
            "name": self._name(claim),
            "facts": self._facts(claim, long=long),
            "long": long,
            "rows": rows or [{"kind": "sentence", "text": said["no_rows"]}],
            "lines": lines,
            "total": total_line,
        }

    def _name(self, claim: WorksheetClaim) -> str:
        if not claim.invoice:
            return filled(self.words["claim_unnamed"], due=self._day(claim.due))
        return filled(self.words["claim"], invoice=claim.invoice)

    def _facts(self, claim: WorksheetClaim, *, long: bool) -> str:
        """Its dates; with its number where they head a page of their own. Nothing that its name says already."""
        if not claim.invoice:
            return self._name(claim) if long else ""
        words = ("dates_of" if long else "dates") + ("" if claim.issued else "_unissued")
        facts = {"invoice": claim.invoice, "due": self._day(claim.due)}
        if claim.issued:
            facts["issued"] = self._day(claim.issued)
        return filled(self.words[words], **facts)

    def _rows(self, claim: WorksheetClaim) -> list[dict[str, object]]:
        """Rows in the order of time, each reduction between the rows whose base it parts; many costs at the end."""
        waiting = _by_day(claim.reductions)
        rows: list[dict[str, object]] = []
        for row in claim.rows:
            while waiting and waiting[0].day < row.first:
                rows.append(self._reduction(waiting.pop(0)))
            rows.append(self._row(row))
        rows += [self._reduction(reduction) for reduction in waiting]
        # A sum that names its costs is enough; else they are named here.
        many = len(claim.costs) > MOST_LINES
        return rows + [self._cost(cost) for cost in claim.costs if many]

    def _row(self, row: WorksheetRow) -> dict[str, object]:
        return {
            "kind": "row",
            "cells": [
                self._day(row.first),
                self._day(row.last),
                formats.number(row.days, self.language),
                self._money(row.base),
                figures.rate(row.percent, self.language),
            ],
            "source": self.letters[self._source(row)],
            "interest": figures.exact(row.exact, self.language),
        }

    def _reduction(self, reduction: WorksheetReduction) -> dict[str, object]:
        part = reduction.principal
        sentence = self.words["reduction" if part in (None, reduction.amount) else "on_principal"]
        text = filled(
            sentence,
            day=self._day(reduction.day),
            words=reduction.words,
            amount=self._money(reduction.amount),
            principal="" if part is None else self._money(part),
        )
        return {"kind": "sentence", "text": text}

    def _cost(self, cost: WorksheetCost) -> dict[str, object]:
        text = filled(self.words["cost"], words=cost.words, amount=self._money(cost.amount))
        return {"kind": "sentence", "text": text}

    def _lines(self, claim: WorksheetClaim) -> list[tuple[str, str]]:
        """What makes up the sum of an invoice; many costs or reductions are put together."""
        said = self.words
        lines = [(said["principal"], claim.principal), (said["interest"], claim.interest)]
        if claim.indemnity is not None:
            lines.append((said["indemnity"], claim.indemnity))
        costs = [(cost.words, cost.amount) for cost in claim.costs]
        reductions = [
            (filled(said["reduction_line"], words=taken.words, day=self._day(taken.day)), -taken.amount)
            for taken in _by_day(claim.reductions)
        ]
        lines += costs if len(costs) <= MOST_LINES else [(said["costs"], claim.costs_total)]
        if claim.earlier:
            lines.append((said["earlier"], claim.earlier))
        lines += reductions if len(reductions) <= MOST_LINES else [(said["reduced"], -claim.reduced)]
        return [(label, self._money(amount)) for label, amount in lines]

    def _column_words(self) -> list[str]:
        said = self.words["columns"]
        currency = figures.symbol(self.claims[0].principal, self.language)
        names = ("first", "last", "days", "base", "percent", "source", "interest")
        return [said[name].format(currency=currency) for name in names]

    def _day(self, day: date) -> str:
        return formats.full_date(day, self.language)

    def _money(self, amount: Money) -> str:
        return formats.money(amount, self.language)


def _by_day(reductions: Iterable[WorksheetReduction]) -> list[WorksheetReduction]:
    return sorted(reductions, key=lambda reduction: reduction.day)


def _letters(place: int) -> str:
    """a … z, aa, ab …: the name of the source at a place."""
    more, letter = divmod(place, len(LETTERS))
    return (_letters(more - 1) if more else "") + LETTERS[letter]
