"""Money that no bank file tells: it counts once, whatever comes later."""

import pytest
from django.db import DatabaseError, transaction

from quitus.apps.banking.models import BankLine
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.watchers import tell_forgotten
from quitus.apps.history.by_hand import (
    NewEntry,
    cancel_entry,
    join,
    joined_line,
    keep_apart,
    proposals,
    write_down,
)
from quitus.apps.history.correcting import correct
from quitus.apps.history.models import HandEntry, KindRule, Means, Movement
from quitus.apps.history.queries import Asked, totals
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.history.kinds import Kind
from quitus.domain.history.periods import named_period
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros

pytestmark = pytest.mark.usefixtures("inside")
BY = {"on": TODAY, "actor": "Camille"}
LATELY = TODAY.replace(day=19)


def entry(amount="-45.00", key="1", *, day=LATELY, kind=Kind.SUPPLIER, party="Marché aux fleurs"):
    money = -euros(amount[1:]) if amount.startswith("-") else euros(amount)
    new = NewEntry(day=day, amount=money, party=party, kind=kind, means=Means.CASH, key=key, note="Bouquet")
    return write_down(new, **BY)


def bring(*entries, name="r.xml"):
    import_bank_file(camt053(entries), name, **BY)
    return BankLine.objects.order_by("-id").first()


def flows():
    whole = totals(Asked(named_period("2026"))).whole
    return (whole.came, whole.went, whole.count)


def test_it_counts_once_and_is_listed():
    one = entry()
    assert entry().id == one.id
    assert flows() == (0, 4500, 1)
    movement = Movement.objects.get()
    assert (movement.kind, movement.because, movement.party_key) == (
        "supplier",
        "said",
        "name:marcheauxfleurs",
    )
    assert TimelineEntry.objects.filter(kind="hand_entry_made").count() == 1


def test_cancelled_it_stays_and_counts_no_more():
    one = entry()
    cancel_entry(one.id, **BY)
    cancel_entry(one.id, **BY)
    assert flows() == (0, 0, 0)
    assert HandEntry.objects.get().cancelled_by == "Camille"
    assert TimelineEntry.objects.filter(kind="hand_entry_cancelled").count() == 1
    for statement in (
        lambda: HandEntry.objects.filter(id=one.id)._raw_delete("default"),
        lambda: HandEntry.objects.filter(id=one.id).update(amount_minor=-1),
    ):
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            statement()


def test_the_banks_line_takes_its_place():
    one = entry()
    line = bring(credit("-45.00", "CB MARCHE 19/11"))
    assert flows() == (0, 9000, 2)
    assert [(found.entry.id, found.line.id) for found in proposals()] == [(one.id, line.id)]
    join(one.id, line.id, **BY)
    join(one.id, line.id, **BY)
    assert flows() == (0, 4500, 1)
    assert joined_line(one.id).id == line.id
    assert proposals() == []
    keep_apart(one.id, line.id, **BY)
    keep_apart(one.id, line.id, **BY)
    assert flows() == (0, 9000, 2)
    assert joined_line(one.id) is None
    assert proposals() == []


def test_a_line_that_goes_leaves_the_entry():
    one = entry()
    line = bring(credit("-45.00", "CB MARCHE 19/11"))
    join(one.id, line.id, **BY)
    tell_forgotten([line.id])
    assert flows() == (0, 4500, 1)


@pytest.mark.parametrize(("amount", "day"), [("-45.01", "2026-11-20"), ("45.00", "2026-11-20")])
def test_another_amount_or_way_is_other_money(amount, day):
    one = entry()
    line = bring(credit(amount, "X", day=day))
    assert proposals() == []
    with pytest.raises(Refused, match="joining_wrong"):
        join(one.id, line.id, **BY)


def test_neither_is_joined_twice():
    first, second = entry(), entry(key="2")
    one = bring(credit("-45.00", "A"), credit("-45.00", "B"))
    other = BankLine.objects.exclude(id=one.id).get()
    assert len(proposals()) == 4
    join(first.id, one.id, **BY)
    assert [(found.entry.id, found.line.id) for found in proposals()] == [(second.id, other.id)]
    for entry_id, line_id in ((first.id, other.id), (second.id, one.id)):
        with pytest.raises(Refused, match="joining_wrong"):
            join(entry_id, line_id, **BY)


def test_a_cancelled_entry_is_joined_to_nothing():
    one = entry()
    line = bring(credit("-45.00", "A"))
    cancel_entry(one.id, **BY)
    assert proposals() == []
    with pytest.raises(Refused, match="joining_wrong"):
        join(one.id, line.id, **BY)


REFUSED = [
    ({"party": "  "}, "entry_without_party"),
    ({"amount": "0.00"}, "entry_amount_wrong"),
    ({"kind": Kind.CLIENT}, "entry_kind_at_client"),
    ({"kind": Kind.REFUND}, "entry_kind_at_client"),
    ({"day": TODAY.replace(day=25)}, "day_to_come"),
    ({"day": TODAY.replace(year=25)}, "day_out_of_reach"),
]


@pytest.mark.parametrize(("said", "code"), REFUSED, ids=[code for _, code in REFUSED])
def test_what_cannot_be(said, code):
    with pytest.raises(Refused, match=code):
        entry(**said)
    assert HandEntry.objects.count() == 0


def test_huge_amounts_and_other_currencies():
    huge = {"day": TODAY, "party": "X", "kind": Kind.TAX, "means": Means.OTHER, "key": "9"}
    with pytest.raises(Refused, match="entry_amount_wrong"):
        write_down(NewEntry(amount=Money(-(10**16), "EUR"), **huge), **BY)
    with pytest.raises(Refused, match="currency_not_kept"):
        write_down(NewEntry(amount=Money(-100, "USD"), **huge), **BY)


def test_always_said_of_what_was_written_down_changes_its_own_kind_too():
    written = Movement.objects.get(entry=entry(kind=Kind.SUPPLIER))
    correct(written.id, Kind.FREELANCER, always=True, **BY)
    written.refresh_from_db()
    assert (written.kind, KindRule.objects.get().kind) == (Kind.FREELANCER, Kind.FREELANCER)
