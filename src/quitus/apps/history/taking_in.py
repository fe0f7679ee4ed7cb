"""Bank lines become movements of the history as they come, and are judged again when more is known of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from quitus.apps.banking.matching.own_money import own_pairs_around
from quitus.apps.banking.models import BankLine
from quitus.apps.history.facts import Line, circumstances, known_about, lines_of
from quitus.apps.history.models import HandEntry, Joining, Movement
from quitus.apps.organisations.bulk import insert_all, update_all
from quitus.apps.timeline.actions import PROGRAM, Event
from quitus.domain.history.judge import Moved, judge, party_key, party_name
from quitus.domain.history.kinds import OF_CLIENT, Because, Judgement
from quitus.domain.history.periods import month_number
from quitus.domain.history.words import words_of

# What new facts do not change: a person's word, and what is proven.
STANDING = (Because.SAID,)
SURE = (Because.SAID, Because.MATCHED, Because.RETURNED, Because.ORDER, Because.RULE, Because.OWN_IBAN)
WORDS_LENGTH = 1000
AT_ONCE = 5000


class History:
    """Told of every bank line."""

    def stored(self, line_ids: Collection[int], on: date) -> Sequence[Event]:
        take_in(line_ids)
        return ()

    def decided(self, line_ids: Collection[int]) -> None:
        judge_again(line_ids)

    def forgotten(self, line_ids: Collection[int]) -> None:
        """What was written down by hand counts again where the line that told it goes."""
        joined = Joining.objects.filter(line_id__in=line_ids)
        told = HandEntry.objects.filter(id__in=joined.filter(declined=False).values("entry_id"))
        # Locked first: somebody may be cancelling one of them.
        entries = told.order_by("id").select_for_update(no_key=True)
        standing = [entry.id for entry in entries if entry.cancelled_on is None]
        Movement.objects.filter(entry_id__in=standing).update(counted=True)
        joined.delete()
        Movement.objects.filter(line_id__in=line_ids).delete()


def take_in(line_ids: Collection[int]) -> None:
    """Make movements of new lines, and judge anew what they say about others: the other half of a transfer."""
    lines = lines_of(line_ids)
    if not lines:
        return
    judged = _judged(lines)
    insert_all(
        Movement,
        {
            "line_id": [line.id for line in lines],
            "bank_account_id": [line.account_id for line in lines],
            "day": [line.day for line in lines],
            "month": [month_number(line.day) for line in lines],
            "amount_minor": [line.moved.minor for line in lines],
            "currency": [line.currency for line in lines],
            **_written([line.moved for line in lines]),
            **_columns(lines, judged),
        },
        judged_by=PROGRAM,
    )
    known = known_about(())
    halves = set(own_pairs_around([(line.day, line.moved.minor) for line in lines], known.own_ibans)) - {
        line.id for line in lines
    }
    now_own = Movement.objects.filter(iban__in=known.own_ibans, line__isnull=False).exclude(because__in=SURE)
    judge_again({*halves, *now_own.values_list("line_id", flat=True)})


def judge_again(line_ids: Collection[int]) -> None:
    """Judge the movements of these lines by what is known now; a person's word stays."""
    rows = Movement.objects.filter(line_id__in=line_ids).exclude(because__in=STANDING)
    ids = dict(rows.order_by("line_id").values_list("line_id", "id"))
    if not ids:
        return
    lines = lines_of(ids)
    columns = _columns(lines, _judged(lines))
    update_all(Movement, list(ids.values()), {**columns, "judged_by": [PROGRAM] * len(ids)})


def judge_waiting() -> int:
    """Take in lines that came before there was a history, some at a time; how many."""
    waiting = Movement.objects.filter(judged_by="").order_by("id").values_list("line_id", flat=True)
    ids = [line_id for line_id in waiting[:AT_ONCE] if line_id is not None]
    if not ids:
        return 0
    # The lines' lock, as for a person's word about one of them.
    list(BankLine.objects.filter(id__in=ids).order_by("booked_on", "id").select_for_update(no_key=True))
    moved = [line.moved for line in lines_of(ids)]
    rows = Movement.objects.filter(line_id__in=ids).order_by("line_id").values_list("id", flat=True)
    update_all(Movement, list(rows), _written(moved))
    judge_again(ids)
    return len(ids)


def _judged(lines: Sequence[Line]) -> Mapping[int, Judgement]:
    known = known_about([line.moved for line in lines])
    about = circumstances(lines, known.own_ibans)
    return {line.id: judge(line.moved, known, about[line.id]) for line in lines}


def _written(moved: Sequence[Moved]) -> dict[str, list[str]]:
    return {
        "label": [one.label for one in moved],
        "party": [party_name(one)[:200] for one in moved],
        "party_key": [party_key(one) for one in moved],
        "iban": [one.iban for one in moved],
    }


def searched(*texts: str) -> str:
    """What a search looks into: words without accents or capitals."""
    return words_of(" ".join(texts))[:WORDS_LENGTH]


def _columns(lines: Sequence[Line], judged: Mapping[int, Judgement]) -> dict[str, list[str]]:
    """What is thought of each; a client is found by their own name, too."""
    found = [judged[line.id] for line in lines]
    clients = [one.about if one.because in OF_CLIENT else "" for one in found]
    return {
        "kind": [one.kind.value for one in found],
        "because": [one.because.value for one in found],
        "about": [one.about[:200] for one in found],
        "words": [
            searched(line.moved.label, line.moved.counterparty, client)
            for line, client in zip(lines, clients, strict=True)
        ],
    }
