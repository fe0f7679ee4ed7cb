"""After an import a person says what starts, and at which step; the rules follow that word."""

from datetime import date

import pytest

from quitus.apps.insight.held_back import held_back, held_ids
from quitus.apps.insight.what_next import what_next
from quitus.apps.invoicing.models import ImportBatch, Instalment
from quitus.apps.reminders.models import StartingPoint
from quitus.apps.reminders.policies import install_policy
from quitus.apps.reminders.starting import go_on_at, release_at
from quitus.apps.timeline.queries import history
from quitus.domain.refused import Refused
from tests.firm import TODAY, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
BY = {"on": TODAY, "actor": "Camille"}


@pytest.fixture
def imported():
    """One sent long ago and very late, one that nobody knows to have arrived."""
    install_policy(on=TODAY, by="test")
    client_id = make_client()
    late = make_instalment(client_id, "FA-1", due=date(2026, 9, 1), released=False)
    unsent = make_instalment(client_id, "FA-2", due=date(2026, 10, 1), sent=None, released=False)
    return client_id, late.id, unsent.id


def test_each_is_shown_with_the_step_at_which_it_would_start(imported):
    _, late, unsent = imported
    held = held_back(TODAY)
    found = {line.id: (line.start, line.start_on, line.late_days, line.reachable) for line in held.lines}
    assert found == {
        late: ("any_problem", TODAY, 84, True),
        unsent: ("arrival_check", TODAY, 54, True),
    }
    assert list(held.lines[0].steps)[:2] == ["arrival_check", "upcoming"]
    assert held.total.minor == 248_000


def test_nothing_is_decided_before_and_all_after(imported):
    client_id, late, unsent = imported
    assert what_next(client_id, TODAY).steps[late].reasons[0] == "not_released_after_import"
    assert release_at({late: "", unsent: ""}, **BY) == 2
    steps = what_next(client_id, TODAY).steps
    assert "not_released_after_import" not in {*steps[late].reasons, *steps[unsent].reasons}
    assert StartingPoint.objects.count() == 0
    assert held_ids() == []
    assert history(client_id)[0].facts["invoices"] == ["FA-1", "FA-2"]


def test_a_person_may_choose_another_step(imported):
    client_id, late, _ = imported
    release_at({late: "last"}, **BY)
    assert what_next(client_id, TODAY).steps[late].step == "last"


def test_a_step_that_the_policy_does_not_have_starts_nothing(imported):
    _, late, unsent = imported
    with pytest.raises(Refused) as refused:
        release_at({unsent: "", late: "sing"}, **BY)
    assert refused.value.code == "step_not_of_policy"
    assert Instalment.objects.filter(released_on=None).count() == 2


def test_again_or_for_what_runs_already_changes_nothing(imported):
    client_id, late, _ = imported
    release_at({late: "last"}, **BY)
    assert release_at({late: "firm"}, **BY) == 0
    assert StartingPoint.objects.get().step == "last"
    assert what_next(client_id, TODAY).steps[late].step == "last"


def test_an_instalment_can_go_on_at_another_step(imported):
    client_id, late, _ = imported
    release_at({late: ""}, **BY)
    Instalment.objects.update(next_check_on=date(2027, 1, 1))
    go_on_at(late, "firm", **BY)
    assert what_next(client_id, TODAY).steps[late].step == "firm"
    assert Instalment.objects.get(id=late).next_check_on == TODAY
    assert history(client_id)[0].facts == {"invoice": "FA-1", "step": "firm"}
    for instalment_id, step, code in (
        (999_999, "firm", "instalment_unknown"),
        (late, "", "step_not_of_policy"),
    ):
        with pytest.raises(Refused) as refused:
            go_on_at(instalment_id, step, **BY)
        assert refused.value.code == code


def test_only_the_import_that_was_asked_for(imported):
    with pytest.raises(ImportBatch.DoesNotExist):
        held_back(TODAY, batch_id=999_999)
    assert held_ids(999_999) == []


def test_the_queries_do_not_grow_with_the_rows(imported, django_assert_max_num_queries):
    for number in range(30):
        make_instalment(make_client(f"Client {number}"), f"FB-{number}", released=False)
    with django_assert_max_num_queries(8):
        assert len(held_back(TODAY).lines) == 32
