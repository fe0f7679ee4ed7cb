"""Policies are readable text in versions; a change is a new version, and what it reminds is looked at again."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from quitus.apps.invoicing.models import Instalment
from quitus.apps.reminders.models import Policy, PolicyVersion
from quitus.apps.reminders.policies import (
    active_policies,
    change_policy,
    choose_policy,
    install_policy,
    make_default,
    preset,
    set_automatic,
)
from quitus.apps.timeline.queries import history
from quitus.domain.refused import Refused
from tests.firm import TODAY
from tests.reminding import CAMILLE, debtors, fresh_bank_data, plan, policy_id, reminders

BY = {"on": TODAY, "by": CAMILLE}


def test_the_gentle_policy_is_installed_once_and_is_the_default(inside):
    first, again = install_policy(**BY), install_policy(**BY)
    assert first.id == again.id
    assert (first.name, first.is_default, first.automatic) == ("gentle", True, False)
    (version,) = PolicyVersion.objects.all()
    assert (version.version, version.text, version.written_by) == (1, preset("gentle"), CAMILLE)
    assert not install_policy("standard", **BY).is_default
    assert [happening.kind for happening in history(None)] == ["policy_installed", "policy_installed"]


def test_a_change_is_a_new_version_and_the_old_text_stays(inside):
    policy = install_policy(**BY)
    text = preset("gentle").replace("minimum_gap_days = 7", "minimum_gap_days = 6")
    version = change_policy(policy.id, text, **BY)
    assert version.version == 2
    assert "version = 2" in version.text
    assert "# Doux" in version.text  # the author's own remarks stay
    (active,) = active_policies(TODAY).values()
    assert (active.version_id, active.rules.minimum_gap_days, active.rules.version) == (version.id, 6, 2)
    assert PolicyVersion.objects.get(version=1).text == preset("gentle")


def test_the_same_text_again_changes_nothing(inside):
    policy = install_policy(**BY)
    assert change_policy(policy.id, preset("gentle"), **BY).version == 1
    assert PolicyVersion.objects.count() == 1


def test_a_wrong_text_is_refused_with_all_its_problems_and_nothing_is_written(inside):
    policy = install_policy(**BY)
    text = (
        preset("gentle").replace('channel = "task"', 'channel = "pigeon"').replace("days = 25", "days = 2500")
    )
    with pytest.raises(Refused, match="policy_wrong") as refusal:
        change_policy(policy.id, text, **BY)
    assert {problem.facts["place"] for problem in refusal.value.facts["problems"]} >= {
        "formal_notice.channel",
        "last.days",
    }
    assert PolicyVersion.objects.count() == 1


def test_a_message_without_words_is_refused(inside):
    policy = install_policy(**BY)
    text = preset("gentle").replace('template = "firm"', 'template = "menace"')
    with pytest.raises(Refused, match="policy_template_unknown") as refusal:
        change_policy(policy.id, text, **BY)
    assert refusal.value.facts["template"] == "menace"
    assert "any_problem" in refusal.value.facts["known"]


def test_a_version_is_frozen_by_the_database(inside):
    install_policy(**BY)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PolicyVersion.objects.update(text="name = 'x'")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PolicyVersion.objects.all().delete()


def test_what_a_policy_reminds_is_looked_at_again_when_it_changes(opened):
    debtors(1, due=TODAY - timedelta(days=5))
    plan()
    (look,) = Instalment.objects.values_list("next_check_on", flat=True)
    assert look > TODAY
    earlier = (
        preset("gentle")
        .replace("\ndays = 7\n", "\ndays = 3\n")
        .replace("minimum_gap_days = 7", "minimum_gap_days = 3")
    )
    change_policy(policy_id(), earlier, **BY)
    fresh_bank_data(TODAY)
    plan()
    assert reminders() == [("any_problem", "planned")]


def test_a_client_with_a_policy_of_its_own_and_back(opened):
    (client_id,) = debtors(1, due=TODAY + timedelta(days=30))
    plan()
    Instalment.objects.update(next_check_on=None)
    standard = install_policy("standard", **BY)
    choose_policy(client_id, standard.id, **BY)
    assert Instalment.objects.get().next_check_on == TODAY
    choose_policy(client_id, None, **BY)
    assert [happening.facts for happening in history(client_id) if happening.kind == "policy_chosen"] == [
        {"policy": ""},
        {"policy": "standard"},
    ]


def test_the_clients_own_policy_decides_on_its_step_and_its_day(opened):
    """Three days late: the gentle policy still has its word of the due day, the client's own text a later one."""
    own, other = debtors(2, due=TODAY - timedelta(days=3))
    strict = install_policy("standard", **BY)
    text = (
        preset("gentle")
        .replace('name = "gentle"', 'name = "standard"')
        .replace("\ndays = 7\n", "\ndays = 3\n")
        .replace("minimum_gap_days = 7", "minimum_gap_days = 3")
        .replace('key = "any_problem"', 'key = "first_word"')
    )
    change_policy(strict.id, text, **BY)
    choose_policy(own, strict.id, **BY)
    fresh_bank_data(TODAY)
    plan()
    assert sorted(reminders("client_id", "step")) == [(own, "first_word"), (other, "due_day")]


def test_another_default_reminds_those_without_a_choice(opened):
    own, other = debtors(2, due=TODAY + timedelta(days=30))
    gentle = Policy.objects.get()
    choose_policy(own, gentle.id, **BY)
    plan()
    Instalment.objects.update(next_check_on=None)
    make_default(install_policy("standard", **BY).id, **BY)
    assert dict(Instalment.objects.values_list("client_id", "next_check_on")) == {own: None, other: TODAY}
    assert list(Policy.objects.filter(is_default=True).values_list("name", flat=True)) == ["standard"]


def test_sending_without_approval_is_a_choice_that_is_told(inside):
    policy = install_policy(**BY)
    set_automatic(policy.id, automatic=True, **BY)
    set_automatic(policy.id, automatic=True, **BY)
    told = [happening.facts for happening in history(None) if happening.kind == "policy_automatic_set"]
    assert told == [{"policy": "gentle", "automatic": True}]
