"""Several people at the history at once: what is sent twice is written once, and one word holds for a counterparty."""

import pytest
from django.db import connection

from quitus.apps.banking.models import BankLine
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.doctor.checks import examine
from quitus.apps.history.by_hand import NewEntry, cancel_entry, join, keep_apart, write_down
from quitus.apps.history.correcting import correct, remove_rule
from quitus.apps.history.models import HandEntry, Joining, KindRule, Means, Movement
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.timeline.models import TimelineEntry
from quitus.apps.timeline.queries import broken_chains
from quitus.domain.history.kinds import Kind
from quitus.domain.refused import Refused
from tests.at_once import at_once, meanwhile
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros

BY = {"on": TODAY, "actor": "Camille"}


@pytest.fixture
def firm(organisation_committed) -> int:
    """A firm whose bank told of three payments to one landlord, and of one of 45 euros."""
    with tenant(organisation_committed):
        bring("r.xml", 3)
    connection.close()
    return organisation_committed


def bring(name: str, count: int, *, opening: str = "1000.00") -> None:
    paid = [credit("-50.00", f"VIR DIVERS {name} {place}", payer="Dupont") for place in range(count)]
    paid.append(credit("-45.00", f"CB {name}", payer="Marché aux fleurs"))
    import_bank_file(camt053(paid, opening=opening), name, **BY)


def entry():
    new = NewEntry(
        day=TODAY,
        amount=-euros("45.00"),
        party="Marché aux fleurs",
        kind=Kind.SUPPLIER,
        means=Means.CASH,
        key="1",
    )
    return write_down(new, **BY).id


def sound(firm: int) -> bool:
    with tenant(firm):
        return (examine(), broken_chains()) == ([], [])


def test_a_form_sent_twice_at_once_is_one_entry(firm):
    """Both find nothing yet; the second waits for the first, and takes its entry for its own."""
    done = at_once(firm, *[entry] * 4)
    with tenant(firm):
        assert done == [HandEntry.objects.get().id] * 4
        assert Movement.objects.filter(entry__isnull=False).count() == 1
        assert TimelineEntry.objects.filter(kind="hand_entry_made").count() == 1
    assert sound(firm)


def test_it_is_one_entry_also_where_the_first_is_not_kept_yet(firm):
    first: list[int] = []
    assert meanwhile(firm, lambda: first.append(entry()), entry) == first[0]
    with tenant(firm):
        assert HandEntry.objects.count() == 1
    assert sound(firm)


def always(place: int, kind: Kind):
    def say():
        move = Movement.objects.filter(amount_minor=-5000).order_by("id")[place]
        return correct(move.id, kind, always=True, **BY).kind

    return say


def test_two_who_speak_of_one_counterparty_leave_one_rule(firm):
    """Each of another movement: the last word holds for all of them."""
    done = at_once(firm, always(0, Kind.SUPPLIER), always(1, Kind.FREELANCER), always(2, Kind.TAX))
    assert sorted(done) == ["freelancer", "supplier", "tax"]
    with tenant(firm):
        (rule,) = KindRule.objects.filter(removed_on=None)
        assert KindRule.objects.count() == 3
        kinds = Movement.objects.filter(amount_minor=-5000).values_list("kind", flat=True)
        assert list(kinds) == [rule.kind] * 3
    assert sound(firm)


def test_the_same_word_twice_at_once_is_one_rule(firm):
    assert at_once(firm, *[always(0, Kind.TAX)] * 3) == ["tax"] * 3
    with tenant(firm):
        assert KindRule.objects.count() == 1
        assert TimelineEntry.objects.filter(kind="kind_rule_made").count() == 1


def test_lines_that_come_while_a_rule_is_made_or_removed_hear_of_it(firm):
    """Neither sees the other's rows: one of the two has to wait."""
    meanwhile(firm, always(0, Kind.TAX), lambda: bring("later.xml", 2, opening="805.00"))
    with tenant(firm):
        assert list(Movement.objects.filter(amount_minor=-5000).values_list("kind", flat=True)) == ["tax"] * 5
        rule = KindRule.objects.get().id
    connection.close()
    meanwhile(firm, lambda: bring("last.xml", 1, opening="660.00"), lambda: remove_rule(rule, **BY))
    with tenant(firm):
        left = Movement.objects.filter(amount_minor=-5000).values_list("kind", flat=True)
        assert list(left) == ["unknown"] * 6
    assert sound(firm)


def test_joined_kept_apart_and_cancelled_at_once(firm):
    """In whatever order they come: the money counts once, or was said to be two."""
    with tenant(firm):
        one = entry()
        line = BankLine.objects.get(amount_minor=-4500).id
    connection.close()
    at_once(
        firm,
        lambda: join(one, line, **BY),
        lambda: join(one, line, **BY),
        lambda: keep_apart(one, line, **BY),
        lambda: cancel_entry(one, **BY),
    )
    with tenant(firm):
        assert HandEntry.objects.get().cancelled_on == TODAY
        assert not Movement.objects.get(entry=one).counted
        assert Joining.objects.count() == 1
    assert sound(firm)


def test_one_line_tells_one_entry(firm):
    with tenant(firm):
        one = entry()
        other = write_down(
            NewEntry(day=TODAY, amount=-euros("45.00"), party="X", kind=Kind.TAX, means=Means.CASH, key="2"),
            **BY,
        ).id
        line = BankLine.objects.get(amount_minor=-4500).id
    connection.close()
    done = at_once(firm, lambda: join(one, line, **BY), lambda: join(other, line, **BY))
    assert [type(answer) for answer in done].count(Refused) == 1
    with tenant(firm):
        assert Movement.objects.filter(entry__isnull=False, counted=True).count() == 1
    assert sound(firm)
