"""A person says what a movement was for: of this one, or always for that counterparty. Both can be taken back.

What is said for always takes turns with imports: no line comes in meanwhile that would not hear of it, and of two who
speak of one counterparty the second finds the word of the first.
"""

from collections.abc import Collection
from datetime import date

from quitus.apps.banking.models import BankLine
from quitus.apps.banking.statements.importing import take_turn
from quitus.apps.history.models import KindRule, Movement
from quitus.apps.history.taking_in import judge_again
from quitus.apps.timeline.actions import Event, record
from quitus.domain.history.kinds import Because, Kind
from quitus.domain.refused import Refused


def correct(movement_id: int, kind: Kind, *, always: bool, on: date, actor: str) -> Movement:
    """What this movement was for; with `always`, everything that goes the same way for its counterparty.

    Refused: kind_by_match for money that pays invoices, kind_without_party where nothing says who the counterparty
    is. Raises Movement.DoesNotExist.
    """
    if always:
        take_turn()
    movement = _locked(movement_id)
    if movement.because in (Because.MATCHED, Because.RETURNED):
        raise Refused("kind_by_match")
    if always:
        _make_rule(movement, kind, on=on, actor=actor)
        if movement.line_id is not None:
            return Movement.objects.get(id=movement_id)
        # No rule judges what a person wrote down: of that it is a word by itself.
    if (movement.kind, movement.because) == (kind.value, Because.SAID.value):
        return movement
    before = movement.kind
    movement.kind, movement.because = kind.value, Because.SAID.value
    movement.about, movement.judged_by = "", actor
    movement.save(update_fields=["kind", "because", "about", "judged_by"])
    facts = {"movement": movement.id, "party": movement.party, "before": before, "kind": kind.value}
    record(Event("kind_corrected", on, actor, None, facts))
    return movement


def let_judge(movement_id: int, *, on: date, actor: str) -> Movement:
    """A person's word about one movement is taken back: it is judged by what is known. Nothing for others."""
    movement = _locked(movement_id)
    if movement.because != Because.SAID or movement.line_id is None:
        return movement
    movement.because, movement.judged_by = Because.NOTHING.value, ""
    movement.save(update_fields=["because", "judged_by"])
    judge_again([movement.line_id])
    facts = {"movement": movement.id, "party": movement.party, "before": movement.kind, "kind": ""}
    record(Event("kind_corrected", on, actor, None, facts))
    return Movement.objects.get(id=movement_id)


def remove_rule(rule_id: int, *, on: date, actor: str) -> None:
    """The rule holds no more, and what it said is judged anew. Removed already: nothing happens.

    Raises KindRule.DoesNotExist.
    """
    take_turn()
    rule = KindRule.objects.select_for_update(no_key=True).get(id=rule_id)
    if rule.removed_on is not None:
        return
    rule.removed_on, rule.removed_by = on, actor
    rule.save(update_fields=["removed_on", "removed_by"])
    _judge_party(rule)
    record(Event("kind_rule_removed", on, actor, None, {"party": rule.party, "kind": rule.kind}))


def _make_rule(movement: Movement, kind: Kind, *, on: date, actor: str) -> None:
    if not movement.party_key:
        raise Refused("kind_without_party")
    comes_in = movement.amount_minor > 0
    standing = KindRule.objects.filter(party_key=movement.party_key, comes_in=comes_in, removed_on=None)
    former = standing.select_for_update(no_key=True).first()
    if former is None or former.kind != kind:
        if former is not None:
            former.removed_on, former.removed_by = on, actor
            former.save(update_fields=["removed_on", "removed_by"])
        rule = KindRule.objects.create(
            party_key=movement.party_key,
            party=movement.party,
            comes_in=comes_in,
            kind=kind.value,
            made_on=on,
            made_by=actor,
        )
    else:
        rule = former
    if (
        movement.because == Because.SAID and movement.line_id is not None
    ):  # the wider word takes the place of this one
        Movement.objects.filter(id=movement.id).update(because=Because.NOTHING)
    _judge_party(rule)
    if rule is not former:
        record(Event("kind_rule_made", on, actor, None, {"party": rule.party, "kind": kind.value}))


def _judge_party(rule: KindRule) -> None:
    """All of the counterparty that goes that way."""
    found = Movement.objects.filter(party_key=rule.party_key, line__isnull=False)
    same_way = found.filter(amount_minor__gt=0) if rule.comes_in else found.filter(amount_minor__lt=0)
    ids: Collection[int] = list(same_way.values_list("line_id", flat=True))
    judge_again(ids)


def _locked(movement_id: int) -> Movement:
    """The movement, behind the lock of its line: who matches the line holds that one."""
    line_id = Movement.objects.values_list("line_id", flat=True).get(id=movement_id)
    if line_id is not None:
        BankLine.objects.select_for_update(no_key=True).get(id=line_id)
    return Movement.objects.select_for_update(no_key=True).get(id=movement_id)
