"""Which doubts about a table are answered by what is chosen on the page now, and which still wait."""

from collections.abc import Callable, Sequence

from quitus.apps.banking.tables.waiting_files import Trial
from quitus.domain.banking.column_mapping import AMOUNTS, WORDS, BankField, ColumnMapping
from quitus.domain.banking.statement import ReadProblem

# What a choice has to say; beside it the proposed one, where the answer is to choose otherwise.
_ANSWERS: dict[str, Callable[[ColumnMapping, ColumnMapping], bool]] = {
    "bank_column_date_missing": lambda said, _: bool(said.columns.get(BankField.BOOKED)),
    "bank_column_amount_missing": lambda said, _: any(said.columns.get(name) for name in AMOUNTS),
    "bank_column_words_missing": lambda said, _: any(said.columns.get(name) for name in WORDS),
    "bank_column_currency_whose": lambda said, _: said.currency is not None,
    "bank_column_sign": lambda said, _: _both_ways(said),
    "bank_column_fees": lambda said, _: said.fees is not None,
    "bank_column_account": lambda said, proposed: (
        said.columns.get(BankField.ACCOUNT) != proposed.columns.get(BankField.ACCOUNT)
    ),
    # The words stay unknown as long as nothing else is read from their column: a person sees them until it is imported.
    "bank_column_state": lambda said, _: False,
    "bank_dates_ambiguous": lambda said, _: said.date_order is not None,
    "bank_all_credits": lambda said, _: _both_ways(said),
}
# What the whole table has to show, and a reading that was refused answers nothing of.
_READING = ("bank_headers_missing", "bank_table_misread")


def parted(
    doubts: Sequence[ReadProblem], said: ColumnMapping | None, proposed: ColumnMapping, trial: Trial
) -> tuple[list[ReadProblem], list[ReadProblem]]:
    """The doubts that wait for an answer, and those that `said` answers; None: its choices contradict each other."""
    if said is None:
        return list(doubts), []
    answered = [one for one in doubts if _is_answered(one, said, proposed, trial)]
    waiting = [one for one in doubts if one not in answered]
    misread = trial.refused is None and trial.unread > trial.count
    if misread and all(one.code != "bank_table_misread" for one in waiting):
        facts = {"count": trial.unread, "lines": trial.count}
        waiting.append(ReadProblem("", "bank_table_misread", facts))
    return waiting, answered


def _is_answered(doubt: ReadProblem, said: ColumnMapping, proposed: ColumnMapping, trial: Trial) -> bool:
    if doubt.code == "bank_column_twice":
        name = doubt.facts.get("field")
        return isinstance(name, BankField) and said.columns.get(name) != proposed.columns.get(name)
    if answers := _ANSWERS.get(doubt.code):
        return answers(said, proposed)
    if doubt.code in _READING:
        return said != proposed and trial.refused is None and trial.unread <= trial.count
    return said != proposed and trial.refused is None


def _both_ways(said: ColumnMapping) -> bool:
    """Whether something tells money that comes in from money that goes out."""
    return any(said.columns.get(name) for name in (BankField.SIGN, BankField.DEBIT, BankField.CREDIT))
