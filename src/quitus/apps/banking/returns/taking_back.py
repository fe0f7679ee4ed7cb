"""Which payments a debit line takes back: by itself when certain, by a person when not, and undone without a trace.

Locks are taken in the order of `payments/locks.py`. What the program finds while others work it takes when it is
free; the firm's next turn looks again.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.models import BankLine, MatchPayment
from quitus.apps.banking.returns.facts import payments_meant, return_line
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.watchers import tell_decided
from quitus.apps.organisations.bulk import new_ids
from quitus.apps.payments.locks import clients_if_free, instalments_if_free, lock_clients, lock_instalments
from quitus.apps.payments.models import Allocation, Payment, PaymentReturn
from quitus.apps.payments.returns import LONGEST_REASON, Return, return_payment, undo_return
from quitus.domain.money import Money
from quitus.domain.payments.returns import Candidate, ReturnVerdict, decide_return
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

LOOK_BACK = timedelta(days=120)
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """How much of a payment a line takes back, and what of the line is the bank's fee for it."""

    payment_id: int
    minor: int
    fee_minor: int = 0
    score: int = 0
    evidence: Sequence[str] = ()


def recognise(line_ids: Collection[int], *, on: date) -> tuple[int, int]:
    """Look for what marked debit lines take back. How many were (taken back, proposed).

    A line about which somebody has decided is left to them: from then on it is only proposed for. So is what cannot be
    booked as it is. Waits for nobody, and refuses nothing.
    """
    lines = _open_lines(line_ids)
    if not lines:
        return 0, 0
    facts = [return_line(line) for line in lines]
    payments = {payment.id: payment for payment in payments_meant(facts)}
    refused = _refused(lines)
    touched = {line_id for line_id, _ in refused}
    before = _proposed(lines)
    taken, proposed = 0, 0
    for line, fact in zip(lines, facts, strict=True):
        open_ones = [one for one in payments.values() if (line.id, one.id) not in refused]
        verdict = decide_return(fact, open_ones)
        first = verdict.candidates[0] if verdict.certain and line.id not in touched else None
        if first and _free([first.payment_id]) and _could_take(line, first, Decider(on)):
            del payments[first.payment_id]
            taken += 1
        else:
            _propose(line, verdict, before.get(line.id, []), Decider(on))
            proposed += bool(verdict.candidates)
    return taken, proposed


def recognise_open(*, on: date) -> tuple[int, int]:
    """Look once more at what waits: the payment may be matched after its return came."""
    waiting = BankLine.objects.filter(settled=False, amount_minor__lt=0, booked_on__gte=on - LOOK_BACK)
    newest = waiting.exclude(returned_kind="").order_by("-booked_on", "-id")
    return recognise(list(newest.values_list("id", flat=True)[:MOST_WAITING]), on=on)


def accept(line_return_id: int, by: Decider) -> LineReturn:
    """A person confirms a proposal. Accepted already: nothing happens. Refused: line_return_no_longer_open."""
    line_id = LineReturn.objects.values_list("line_id", flat=True).get(id=line_return_id)
    line = _locked_line(line_id)
    row = LineReturn.objects.get(id=line_return_id)
    # What is taken back has a row of its own: the proposal is over with it.
    same = LineReturn.objects.filter(line=line, payment_id=row.payment_id, amount_minor=row.amount_minor)
    if done := same.filter(state=LineReturnState.ACCEPTED).first():
        return done
    if row.state != LineReturnState.SUGGESTED or row.amount_minor + row.fee_minor > left_of(line):
        raise Refused("line_return_no_longer_open")
    _lock([row.payment_id])
    wanted = Taken(row.payment_id, row.amount_minor, row.fee_minor, row.score, row.evidence)
    return _take(line, [wanted], by)[0]


def take_back_by_hand(
    line_id: int, amounts: Mapping[int, Money], by: Decider, *, fee: Money | None = None
) -> list[LineReturn]:
    """A person says which payments a debit line takes back, how much of each, and what of the line is the bank's fee.

    Refused: line_not_a_debit, line_already_matched, line_return_amounts_wrong, payment_back_already,
    return_noted_otherwise, and what `return_payment` refuses.
    """
    line = _locked_line(line_id)
    if line.amount_minor >= 0:
        raise Refused("line_not_a_debit")
    left = left_of(line)
    if not left:
        raise Refused("line_already_matched")
    fee_minor = fee.minor if fee else 0
    given = sum(amount.minor for amount in amounts.values()) + fee_minor
    if (
        not amounts
        or fee_minor < 0
        or given > left
        or any(one.minor <= 0 or one.currency != line.currency for one in amounts.values())
    ):
        raise Refused("line_return_amounts_wrong", amount=Money(left, line.currency))
    _lock(amounts)
    first = min(amounts)
    wanted = [Taken(id_, one.minor, fee_minor if id_ == first else 0) for id_, one in sorted(amounts.items())]
    return _take(line, wanted, by)


def dismiss(line_id: int, by: Decider) -> None:
    """A person says that none of the proposals is right. Nothing waits: nothing happens."""
    _locked_line(line_id)
    LineReturn.objects.filter(line_id=line_id, state=LineReturnState.SUGGESTED).update(
        state=LineReturnState.DISMISSED, decided_by=by.actor[:80], decided_on=by.on
    )


def undo(line_return_id: int, by: Decider) -> None:
    """The line does not take that payment back: it stands again, and the line is open. Undone already: nothing.

    A return that somebody had noted before the line came is left standing.
    """
    line_id = LineReturn.objects.values_list("line_id", flat=True).get(id=line_return_id)
    line = _locked_line(line_id)
    row = LineReturn.objects.select_related("payment_return").get(id=line_return_id)
    if row.state != LineReturnState.ACCEPTED:
        return
    _lock([row.payment_id])
    row.state = LineReturnState.UNDONE
    row.save(update_fields=["state"])
    _mark(line)
    if row.payment_return is not None and not row.joined:
        _undo_and_link(row.payment_return.id, by)
    recognise([line.id], on=by.on)


def note_return(back: Return, by: Decider, *, client_id: int) -> PaymentReturn:
    """A person saw that a payment came back, before a line says so or without one. Refused as `return_payment`."""
    row = return_payment(back, on=by.on, actor=by.actor, client_id=client_id)
    _link_rest(row)
    return row


def undo_payment_return(return_id: int, by: Decider) -> PaymentReturn:
    """It did not come back, or another one did: the payment stands again, and the line that said so is open.

    Undone already: nothing happens. Refused: return_fee_claimed, return_rest_moved; line_return_no_longer_open, where
    a line is joined to it at this moment.
    """
    standing = LineReturn.objects.filter(payment_return_id=return_id, state=LineReturnState.ACCEPTED)
    told = standing.first()
    if told is None:
        _lock(PaymentReturn.objects.filter(id=return_id).values_list("payment_id", flat=True))
        if standing.exists():
            raise Refused("line_return_no_longer_open")
        return _undo_and_link(return_id, by)
    line = _locked_line(told.line_id)
    told = LineReturn.objects.get(id=told.id)
    _lock([told.payment_id])
    if told.state == LineReturnState.ACCEPTED:
        told.state = LineReturnState.UNDONE
        told.save(update_fields=["state"])
        _mark(line)
    row = _undo_and_link(return_id, by)
    recognise([line.id], on=by.on)
    return row


def _take(line: BankLine, wanted: Sequence[Taken], by: Decider) -> list[LineReturn]:
    """Take these payments back by a line, all locked; what was noted before is joined to the line.

    Refused: payment_back_already; return_noted_otherwise and return_fee_noted_otherwise, for another amount or a higher
    fee than was noted: the line would stand for money that nobody took back, or hide some.
    """
    told = {
        row.payment_id: row
        for row in PaymentReturn.objects.filter(
            payment_id__in=[one.payment_id for one in wanted], undone_on=None
        )
    }
    found = LineReturn.objects.filter(payment_id__in=[one.payment_id for one in wanted])
    if found.filter(state=LineReturnState.ACCEPTED).exists():
        raise Refused("payment_back_already")
    for one in wanted:
        if (noted := told.get(one.payment_id)) and noted.amount_minor != one.minor:
            raise Refused("return_noted_otherwise", amount=Money(noted.amount_minor, noted.currency))
        if noted and one.fee_minor > noted.fee_minor:
            raise Refused(
                "return_fee_noted_otherwise",
                fee=Money(noted.fee_minor, noted.currency),
                asked=Money(one.fee_minor, noted.currency),
            )
    ids = new_ids(LineReturn, len(wanted))
    LineReturn.objects.filter(
        line=line, payment_id__in=[one.payment_id for one in wanted], state=LineReturnState.SUGGESTED
    ).update(state=LineReturnState.OUTDATED)
    rows = []
    for id_, one in zip(ids, wanted, strict=True):
        before = told.get(one.payment_id)
        row = before or _return(line, one, id_, by)
        rows.append(_row(line, one, LineReturnState.ACCEPTED, by, id_=id_, payment_return=row))
        rows[-1].joined = before is not None
    LineReturn.objects.bulk_create(rows)
    _mark(line)
    elsewhere = LineReturn.objects.filter(
        payment_id__in=[one.payment_id for one in wanted], state=LineReturnState.SUGGESTED
    )
    elsewhere.update(state=LineReturnState.OUTDATED)
    too_much = LineReturn.objects.filter(
        line=line, state=LineReturnState.SUGGESTED, amount_minor__gt=left_of(line) - F("fee_minor")
    )
    too_much.update(state=LineReturnState.OUTDATED)
    return rows


def _could_take(line: BankLine, one: Candidate, by: Decider) -> bool:
    """Take a payment back, all locked, unless that is refused: its day is to come, or its credit was paid back.

    Then nothing of it is kept, and a person hears why when they confirm the proposal.
    """
    try:
        with transaction.atomic():
            _take(line, [_as_taken(one)], by)
    except Refused:
        return False
    return True


def _return(line: BankLine, one: Taken, id_: int, by: Decider) -> PaymentReturn:
    back = Return(
        slot=f"line_return:{id_}",
        payment_id=one.payment_id,
        returned_on=line.booked_on,
        amount=Money(one.minor, line.currency),
        fee=Money(one.fee_minor, line.currency),
        code=line.returned_code,
        reason=line.label[:LONGEST_REASON],
    )
    row = return_payment(back, on=by.on, actor=by.actor)
    _link_rest(row)
    return row


def _refused(lines: Sequence[BankLine]) -> set[tuple[int, int]]:
    """Which payments a person said that which lines do not take back; what stands in their place neither."""
    by_person = LineReturnState.DISMISSED, LineReturnState.UNDONE
    rows = LineReturn.objects.filter(line__in=lines, state__in=by_person)
    found: set[tuple[int, int]] = set()
    for line_id, payment_id, restored_id in rows.values_list(
        "line_id", "payment_id", "payment_return__restored_id"
    ):
        found |= {(line_id, payment_id), (line_id, restored_id or payment_id)}
    return found


def _proposed(lines: Sequence[BankLine]) -> dict[int, list[LineReturn]]:
    """What is proposed for these lines now."""
    found: dict[int, list[LineReturn]] = defaultdict(list)
    for row in LineReturn.objects.filter(line__in=lines, state=LineReturnState.SUGGESTED).order_by("id"):
        found[row.line_id].append(row)
    return found


def _propose(line: BankLine, verdict: ReturnVerdict, before: Sequence[LineReturn], by: Decider) -> None:
    """Keep what the line may take back, in place of what was proposed `before`."""
    wanted = [_as_taken(one) for one in verdict.candidates]
    same = [
        (row.payment_id, row.amount_minor, row.fee_minor, row.score, list(row.evidence)) for row in before
    ] == [(one.payment_id, one.minor, one.fee_minor, one.score, list(one.evidence)) for one in wanted]
    if not same:
        ids = [row.id for row in before]
        LineReturn.objects.filter(id__in=ids).update(state=LineReturnState.OUTDATED)
        LineReturn.objects.bulk_create(_row(line, one, LineReturnState.SUGGESTED, by) for one in wanted)


def _row(
    line: BankLine,
    one: Taken,
    state: LineReturnState,
    by: Decider,
    *,
    id_: int | None = None,
    payment_return: PaymentReturn | None = None,
) -> LineReturn:
    return LineReturn(
        id=id_,
        line=line,
        payment_id=one.payment_id,
        state=state,
        amount_minor=one.minor,
        fee_minor=one.fee_minor,
        score=min(one.score, 1000),
        evidence=list(one.evidence),
        decided_by=by.actor[:80],
        decided_on=by.on,
        recorded_at=real_now(),
        payment_return=payment_return,
    )


def _as_taken(one: Candidate) -> Taken:
    return Taken(
        one.payment_id, one.minor, one.fee_minor, one.score, [evidence.value for evidence in one.evidence]
    )


def _undo_and_link(return_id: int, by: Decider) -> PaymentReturn:
    row = undo_return(return_id, on=by.on, actor=by.actor)
    if row.restored_id is not None:
        _link(row.payment_id, row.restored_id)
    return row


def _link_rest(row: PaymentReturn) -> None:
    if row.rest_id is not None:
        _link(row.payment_id, row.rest_id)


def _link(payment_id: int, stands_id: int) -> None:
    """What stands in the place of a payment is undone with the match that made that payment."""
    made = MatchPayment.objects.filter(payment_id=payment_id).values_list("match_id", flat=True).first()
    if made is not None and not MatchPayment.objects.filter(payment_id=stands_id).exists():
        MatchPayment.objects.create(match_id=made, payment_id=stands_id)


def left_of(line: BankLine) -> int:
    """What of a debit line takes nothing back yet, in minor units; nothing for one that is settled otherwise."""
    rows = LineReturn.objects.filter(line=line, state=LineReturnState.ACCEPTED)
    accepted = list(rows.values_list("amount_minor", "fee_minor"))
    if line.settled and not accepted:
        return 0
    return max(0, -line.amount_minor - sum(minor + fee for minor, fee in accepted))


def _mark(line: BankLine) -> None:
    """A line that takes something back is settled."""
    back = LineReturn.objects.filter(line=line, state=LineReturnState.ACCEPTED).exists()
    if line.settled != back:
        line.settled = back
        BankLine.objects.filter(id=line.id).update(settled=back)
        tell_decided([line.id])


def _open_lines(line_ids: Collection[int]) -> list[BankLine]:
    """Those of these lines that are marked, wait, and are held by nobody else; in the order in which they came."""
    marked = BankLine.objects.filter(id__in=line_ids, settled=False, amount_minor__lt=0)
    marked = marked.exclude(returned_kind="").order_by("booked_on", "id")
    return list(marked.select_for_update(no_key=True, skip_locked=True))


def _locked_line(line_id: int) -> BankLine:
    return BankLine.objects.select_for_update(no_key=True).get(id=line_id)


def _lock(payment_ids: Collection[int]) -> None:
    """The clients of these payments and what they settle, after the line. Raises Payment.DoesNotExist."""
    clients, settled = _touched(payment_ids)
    lock_clients(clients)
    lock_instalments(clients, also=settled)


def _free(payment_ids: Collection[int]) -> bool:
    """The same locks, if nobody else has them."""
    clients, settled = _touched(payment_ids)
    return clients_if_free(clients) and instalments_if_free(clients, also=settled)


def _touched(payment_ids: Collection[int]) -> tuple[set[int], set[int]]:
    clients = dict(Payment.objects.filter(id__in=payment_ids).values_list("id", "client_id"))
    if missing := set(payment_ids) - clients.keys():
        raise Payment.DoesNotExist(f"payments {sorted(missing)}")
    settled = Allocation.objects.filter(payment_id__in=payment_ids).values_list("instalment_id", flat=True)
    return set(clients.values()), set(settled)
