"""A pause that a person asks for: nothing leaves meanwhile, and everything goes on afterwards."""

from datetime import date, timedelta

import pytest

from quitus.apps.clients.models import Client
from quitus.apps.insight.what_next import what_next
from quitus.apps.invoicing.models import Instalment
from quitus.apps.reminders.holds import hold, lift
from quitus.apps.reminders.models import Hold
from quitus.apps.reminders.policies import install_policy
from quitus.apps.timeline.queries import history
from quitus.domain.refused import Refused
from tests.firm import TODAY, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
BY = {"on": TODAY, "by": "Camille"}


@pytest.fixture
def berthier():
    install_policy(on=TODAY, by="test")
    client_id = make_client()
    first = make_instalment(client_id, "FA-1", due=date(2026, 10, 15))
    second = make_instalment(client_id, "FA-2", due=date(2026, 10, 15))
    Instalment.objects.update(next_check_on=date(2027, 1, 1))
    return client_id, first.id, second.id


def reasons(client_id: int, on: date = TODAY) -> dict[int, list[str]]:
    return {id_: list(step.reasons) for id_, step in what_next(client_id, on).steps.items()}


def test_a_pause_of_the_client_holds_all_and_is_looked_at_again(berthier):
    client_id, first, second = berthier
    hold(client_id, until=date(2026, 12, 4), reason="Luc est en congé", **BY)
    assert {id_: found[0] for id_, found in reasons(client_id).items()} == {
        first: "client_paused",
        second: "client_paused",
    }
    assert what_next(client_id, TODAY).steps[first].until == date(2026, 12, 4)
    assert set(Instalment.objects.values_list("next_check_on", flat=True)) == {TODAY}
    told = history(client_id)[0]
    assert (told.kind, told.facts["until"], told.facts["reason"]) == (
        "reminders_paused",
        "2026-12-04",
        "Luc est en congé",
    )


def test_a_pause_of_one_invoice_leaves_the_others(berthier):
    client_id, first, second = berthier
    hold(client_id, instalment_id=first, **BY)
    found = reasons(client_id)
    assert found[first][0] == "paused_by_user"
    assert "paused_by_user" not in found[second]
    assert dict(Instalment.objects.values_list("id", "next_check_on")) == {
        first: TODAY,
        second: date(2027, 1, 1),
    }


def test_the_last_day_belongs_to_the_pause(berthier):
    client_id, first, _ = berthier
    hold(client_id, instalment_id=first, until=TODAY, **BY)
    assert reasons(client_id)[first][0] == "paused_by_user"
    assert "paused_by_user" not in reasons(client_id, TODAY + timedelta(days=1))[first]


def test_lifted_twice_is_lifted_once(berthier):
    client_id, first, _ = berthier
    pause = hold(client_id, instalment_id=first, **BY)
    assert lift(pause.id, **BY) == client_id
    assert lift(pause.id, on=TODAY + timedelta(days=1), by="Anne") == client_id
    assert "paused_by_user" not in reasons(client_id)[first]
    assert Hold.objects.get().lifted_on == TODAY
    assert [told.kind for told in history(client_id)].count("reminders_resumed") == 1


def test_what_is_refused_leaves_nothing(berthier):
    client_id, first, _ = berthier
    stranger = make_client("Brasserie du Canal")
    for code, arguments in (
        ("hold_ends_before_it_begins", {"client_id": client_id, "until": TODAY - timedelta(days=1)}),
        ("instalment_not_of_client", {"client_id": stranger, "instalment_id": first}),
    ):
        with pytest.raises(Refused) as refused:
            hold(**arguments, **BY)
        assert refused.value.code == code
    with pytest.raises(Client.DoesNotExist):
        hold(999_999, **BY)
    assert Hold.objects.count() == 0
