"""Which column says what: proposed from the header words, with the reason, for a person to confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from quitus.domain.importing.header_words import FIELDS, Field, Kind, Known, header_words, without_neutral
from quitus.domain.importing.problems import Problem
from quitus.domain.refused import Refused

Columns = Mapping[Field, tuple[int, ...]]
"""Each mapped field with the places of its columns, from 0. Only `SEVERAL` may have more than one."""

# VAT too: a file with a column for each rate is no reason to ask, and is left unread.
SEVERAL = frozenset(
    {
        Field.EMAIL,
        Field.PHONE,
        Field.ADDRESS,
        Field.CONTACT_NAME,
        Field.LABEL,
        Field.VAT_AMOUNT,
        Field.VAT_RATE,
    }
)
NOTHING_CHOSEN: Columns = MappingProxyType({})

# One field of each group must have a column.
REQUIRED = {
    Kind.CLIENTS: ((Field.NAME,),),
    Kind.INVOICES: (
        (Field.NUMBER,),
        (Field.CLIENT_NAME, Field.CLIENT_REFERENCE),
        (Field.ISSUED_ON,),
        (Field.AMOUNT, Field.REMAINING),
    ),
}


class Confidence(StrEnum):
    """How sure a proposal is; below LIKELY the preview asks the person to look."""

    CHOSEN = "chosen"
    CERTAIN = "certain"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"
    NONE = "none"


class Reason(StrEnum):
    """Why a column was mapped, or was not."""

    CHOSEN = "chosen"  # by a person
    KNOWN_WORDS = "known_words"  # "N° facture"
    KNOWN_WORDS_WITH_MORE = "known_words_with_more"  # "Montant TTC (EUR)"
    VAGUE_WORD = "vague_word"  # "Date", "Total", "Client"
    CLEARER_COLUMN = "clearer_column"  # "Total" beside "Montant TTC"
    TWO_COLUMNS = "two_columns"  # "Solde" beside "Reste dû": somebody must say which
    EXCLUDES_VAT = "excludes_vat"  # "Montant HT" is never what is owed
    UNKNOWN_WORDS = "unknown_words"


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What one column is taken for. `field` is None when it is not used."""

    index: int
    header: str
    field: Field | None
    confidence: Confidence
    reason: Reason


@dataclass(frozen=True, slots=True)
class Proposal:
    """One `ColumnProposal` a header, and what must be settled before rows are read."""

    columns: tuple[ColumnProposal, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]

    @property
    def mapping(self) -> Columns:
        """The proposal as rows are read with it."""
        places: dict[Field, tuple[int, ...]] = {}
        for column in self.columns:
            if column.field is not None:
                places[column.field] = (*places.get(column.field, ()), column.index)
        return places


def propose_columns(headers: Sequence[str], kind: Kind, chosen: Columns = NOTHING_CHOSEN) -> Proposal:
    """What each column seems to say; `chosen` fields are taken as given, `()` leaving one out.

    Two equally clear columns for one field, or none for a required one, are problems: nothing is guessed.
    Raises Refused `import_column_unknown` for a chosen place or field that does not exist.
    """
    _check_chosen(chosen, headers, kind)
    settled = {place: field for field, places in chosen.items() for place in places}
    seen = [
        _first_look(index, header, kind, settled.get(index), frozenset(chosen))
        for index, header in enumerate(headers)
    ]
    columns, problems = _one_column_a_field(seen)
    mapped = {column.field for column in columns if column.field is not None}
    asked = {problem.facts["field"] for problem in problems}
    for group in REQUIRED[kind]:
        if not mapped.intersection(group) and not asked.intersection(group):
            problems.append(Problem("import_column_missing", facts={"field": group[0]}))
    return Proposal(tuple(columns), tuple(problems), tuple(_notices(columns, kind)))


def knows_header(text: str) -> bool:
    """Whether a cell reads like a header of some kind of file: tells headers from a preamble."""
    words = header_words(text)
    return bool(words) and any(
        _level(words, known) is not Confidence.NONE for fields in FIELDS.values() for known in fields.values()
    )


def check_mapping(columns: Columns, headers: Sequence[str], kind: Kind) -> None:
    """Raise Refused unless rows can be read with this mapping.

    Codes: import_column_unknown, import_column_missing, import_two_columns.
    """
    _check_chosen(columns, headers, kind)
    for group in REQUIRED[kind]:
        if not any(columns.get(field) for field in group):
            raise Refused("import_column_missing", field=group[0])
    for field, places in columns.items():
        if len(places) > 1 and field not in SEVERAL:
            raise Refused(
                "import_two_columns", field=field, first=headers[places[0]], second=headers[places[1]]
            )


def _check_chosen(chosen: Columns, headers: Sequence[str], kind: Kind) -> None:
    for field, places in chosen.items():
        for place in places:
            if field not in FIELDS[kind] or not 0 <= place < len(headers):
                raise Refused("import_column_unknown", field=field, place=place + 1)


def _first_look(
    index: int, header: str, kind: Kind, settled: Field | None, taken: frozenset[Field]
) -> ColumnProposal:
    """The best field for one header, the others left aside."""
    if settled is not None:
        return ColumnProposal(index, header, settled, Confidence.CHOSEN, Reason.CHOSEN)
    words = header_words(header)
    free = {field: known for field, known in FIELDS[kind].items() if field not in taken}
    levels = {field: _level(words, known) for field, known in free.items()}
    for confidence, reason in (
        (Confidence.CERTAIN, Reason.KNOWN_WORDS),
        (Confidence.LIKELY, Reason.KNOWN_WORDS_WITH_MORE),
        (Confidence.DOUBTFUL, Reason.VAGUE_WORD),
    ):
        for field, level in levels.items():
            if level is confidence:
                return ColumnProposal(index, header, field, confidence, reason)
    reason = Reason.EXCLUDES_VAT if "ht" in words else Reason.UNKNOWN_WORDS
    return ColumnProposal(index, header, None, Confidence.NONE, reason)


def _level(words: frozenset[str], sets: Sequence[Known]) -> Confidence:
    """How clearly the words name the field that answers to `sets`."""
    deciding = without_neutral(words)
    best = Confidence.NONE
    for known in sets:
        if known.needed <= deciding <= known.needed | known.tolerated:
            if not known.vague:
                return Confidence.CERTAIN if words == deciding else Confidence.LIKELY
            best = Confidence.DOUBTFUL
    return best


_CLEAREST_FIRST = (Confidence.CHOSEN, Confidence.CERTAIN, Confidence.LIKELY, Confidence.DOUBTFUL)


def _one_column_a_field(seen: list[ColumnProposal]) -> tuple[list[ColumnProposal], list[Problem]]:
    """Keep the clearest column of each field; two equally clear ones are a question."""
    columns = list(seen)
    problems = []
    for field in sorted({column.field for column in seen if column.field is not None}):
        rivals = sorted(
            (column for column in seen if column.field is field),
            key=lambda column: _CLEAREST_FIRST.index(column.confidence),
        )
        best = [column for column in rivals if column.confidence is rivals[0].confidence]
        several = len(best) > 1
        if several and field in SEVERAL:
            best = rivals
        elif several:
            problems.append(_two_columns(field, best))
        for column in rivals:
            if column not in best or (several and field not in SEVERAL):
                reason = Reason.TWO_COLUMNS if column in best else Reason.CLEARER_COLUMN
                columns[column.index] = ColumnProposal(
                    column.index, column.header, None, Confidence.NONE, reason
                )
    return columns, problems


def _two_columns(field: Field, columns: Sequence[ColumnProposal]) -> Problem:
    facts = {"field": field, "first": columns[0].header, "second": columns[1].header}
    return Problem("import_two_columns", column=columns[1].header, facts=facts)


def _notices(columns: Sequence[ColumnProposal], kind: Kind) -> list[Problem]:
    """What was assumed and could cost money if it were wrong."""
    by_field = {column.field: column for column in columns if column.field is not None}
    if kind is not Kind.INVOICES:
        return []
    notices = [] if Field.DUE_ON in by_field else [Problem("import_due_dates_missing")]
    amount, remaining = by_field.get(Field.AMOUNT), by_field.get(Field.REMAINING)
    if amount is not None and amount.confidence is Confidence.DOUBTFUL:
        notices.append(Problem("import_amount_taken_with_vat", column=amount.header))
    if amount is None and remaining is not None:
        notices.append(Problem("import_amount_from_remaining", column=remaining.header))
    return notices
