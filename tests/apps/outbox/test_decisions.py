"""What a person decides about a message, and what the program may decide by itself: nothing that repeats it."""

from datetime import timedelta

import pytest

from quitus.apps.banking.models import BankAccount
from quitus.apps.clients.models import Contact
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox import claiming
from quitus.apps.outbox.actions import (
    LEASE_EXPIRED,
    NewMessage,
    approve,
    postpone,
    queue_all,
    say_arrived,
    send_again,
    set_personal_word,
    show_unsure,
    withdraw,
)
from quitus.apps.outbox.approvals import approve_all
from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.outbox.sending import send_due
from quitus.apps.outbox.settling import Attempt, settle
from quitus.apps.outbox.states import MOVES, check_move, sources_of_answer
from quitus.apps.reminders.models import Reminder
from quitus.apps.reminders.policies import install_policy
from quitus.apps.timeline.queries import history
from quitus.domain.refused import Refused
from quitus.ports import clock
from quitus.ports.messages import Handed, Outcome
from tests.firm import TODAY, make_client
from tests.mail_server import Behaviour, mail_server
from tests.reminding import CAMILLE, NOW, debtors, get_ready, plan, reminders, set_clock, states, words

BY = {"now": NOW, "by": CAMILLE}
S = MessageState


@pytest.fixture
def waiting(inside):
    """One message that waits for approval."""
    get_ready_inside(inside)
    debtors(1)
    plan()
    return Message.objects.get()


def get_ready_inside(organisation) -> None:
    set_clock(organisation, NOW)
    install_policy(on=TODAY, by=CAMILLE)
    BankAccount.objects.create(iban="FR76", currency="EUR", up_to=TODAY)


def kinds() -> list[str]:
    return [happening.kind for happening in history(Message.objects.first().client_id)]


def test_a_message_handed_over_comes_from_the_queue_alone():
    assert {before for before, after in MOVES if after is S.HANDING_OVER} == {S.QUEUED}


def test_what_was_accepted_or_withdrawn_stays_so():
    assert not [move for move in MOVES if move[0] in (S.ACCEPTED, S.WITHDRAWN)]


def test_an_answer_moves_only_what_is_being_handed_over_or_unsure():
    assert sources_of_answer(S.REFUSED) == [S.HANDING_OVER, S.UNSURE]
    assert sources_of_answer(S.QUEUED) == [S.HANDING_OVER, S.UNSURE]
    assert sources_of_answer(S.UNSURE) == [S.HANDING_OVER]
    # It did arrive after all, before somebody's second try left.
    assert sources_of_answer(S.ACCEPTED) == [S.HANDING_OVER, S.QUEUED, S.UNSURE]
    with pytest.raises(Refused, match="message_cannot_move"):
        check_move("accepted", S.QUEUED)


def test_approving_once(waiting):
    approve(waiting.id, **BY)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.approved_by, waiting.not_before) == ("queued", CAMILLE, NOW)
    assert kinds()[0] == "message_approved"
    with pytest.raises(Refused, match="message_cannot_move"):
        approve(waiting.id, **BY)
    assert kinds().count("message_approved") == 1


def test_approving_many_passes_over_what_no_longer_waits(waiting):
    debtors(2)
    plan()
    ids = list(Message.objects.values_list("id", flat=True))
    withdraw(ids[0], **BY)
    assert approve_all(ids, **BY) == 2
    assert states() == ["withdrawn", "queued", "queued"]


def test_postponing_keeps_its_state_and_its_hour(waiting):
    friday = TODAY + timedelta(days=3)
    postpone(waiting.id, friday, **BY)
    waiting.refresh_from_db()
    assert waiting.state == "waiting_approval"
    assert waiting.not_before == NOW.replace(hour=8, minute=0) + timedelta(days=3)
    assert history(waiting.client_id)[0].facts["until"] == "2026-11-27"
    approve(waiting.id, **BY)
    waiting.refresh_from_db()
    assert waiting.not_before.date() == friday
    with pytest.raises(Refused, match="postponed_to_the_past"):
        postpone(waiting.id, TODAY, **BY)


def test_withdrawing_skips_the_step_and_the_next_one_comes_in_its_time(waiting):
    withdraw(waiting.id, **BY)
    assert Message.objects.values_list("state", "reason").get() == ("withdrawn", "withdrawn_by_person")
    assert reminders("step", "state", "settled_on") == [("any_problem", "skipped", TODAY)]
    assert plan().reminders == 0
    with pytest.raises(Refused, match="message_cannot_move"):
        send_again(waiting.id, **BY)


def test_a_personal_word_goes_with_it(waiting):
    set_personal_word(waiting.id, "  Merci encore pour jeudi. ", **BY)
    waiting.refresh_from_db()
    assert waiting.personal_word == "Merci encore pour jeudi."
    with pytest.raises(Refused, match="personal_word_too_long"):
        set_personal_word(waiting.id, "x" * 2001, **BY)
    withdraw(waiting.id, **BY)
    with pytest.raises(Refused, match="message_cannot_move"):
        set_personal_word(waiting.id, "trop tard", **BY)


@pytest.mark.parametrize("state", [state for state in S if state is not S.UNSURE])
def test_only_an_unsure_message_can_be_said_to_have_arrived(waiting, state):
    Message.objects.update(state=state)
    with pytest.raises(Refused, match="message_cannot_move"):
        say_arrived(waiting.id, **BY)


@pytest.mark.parametrize("state", [S.WAITING_APPROVAL, S.QUEUED, S.HANDING_OVER, S.ACCEPTED, S.WITHDRAWN])
def test_only_an_unsure_or_refused_message_is_sent_again(waiting, state):
    Message.objects.update(state=state)
    with pytest.raises(Refused, match="message_cannot_move"):
        send_again(waiting.id, **BY)


def test_a_slot_is_taken_once_by_whatever_may_arrive(inside):
    client_id = make_client()
    contact = client_contact(client_id)
    new = NewMessage(
        client_id, contact, "compta@berthier.example", "reminder:1:2026-11-24", NOW, approved=True
    )
    first = queue_all("reminder", [new], TODAY)
    assert queue_all("reminder", [new], TODAY) == {}
    for state, free in [("accepted", False), ("unsure", False), ("refused", True)]:
        Message.objects.filter(id=first[new.slot]).update(state=state)
        assert bool(queue_all("reminder", [new], TODAY)) is free


def client_contact(client_id: int) -> int:
    return Contact.objects.get(client_id=client_id).id


# Unsure


def lost(organisation) -> Message:
    """A message whose words went out and whose answer never came."""
    with tenant(organisation.id):
        debtors(1)
        plan()
    assert send_due(organisation).unsure == 1
    with tenant(organisation.id):
        return Message.objects.get()


def test_a_person_knows_that_it_arrived(organisation):
    with mail_server(Behaviour(drop_at="data")) as (post, port):
        get_ready(organisation, port=port)
        message = lost(organisation)
        with tenant(organisation.id):
            set_clock(organisation, NOW + timedelta(days=2))
            say_arrived(message.id, now=NOW + timedelta(days=2), by=CAMILLE)
            assert states() == ["accepted"]
            # On the day it was handed over: the next step counts from there.
            assert reminders("state", "settled_on") == [("sent", TODAY)]
            assert kinds()[0] == "message_said_arrived"
    assert len(post.taken) == 1


def test_a_person_takes_it_for_lost_and_it_leaves_once_more_under_the_same_id(organisation):
    behaviour = Behaviour(drop_at="data")
    with mail_server(behaviour) as (post, port):
        get_ready(organisation, port=port)
        message = lost(organisation)
        behaviour.drop_at = ""
        with tenant(organisation.id):
            send_again(message.id, **BY)
            assert reminders("state", "settled_on") == [("planned", None)]
        assert send_due(organisation).accepted == 1
        assert send_due(organisation).accepted == 0
        first, second = (taken.mail["Message-ID"] for taken in post.taken)
    assert first == second
    with tenant(organisation.id):
        assert [content.attempt for content in words()] == [1, 2]
        assert reminders() == [("any_problem", "sent")]


def claimed(organisation) -> Attempt:
    """A message in the hands of a sender that is not heard of again."""
    with tenant(organisation.id):
        debtors(1)
        plan()
        message = Message.objects.get()
        lease = clock.real_now() + timedelta(minutes=20)
        Message.objects.update(state="handing_over", attempts=1, lease_until=lease)
    return Attempt(
        message.id, 1, 0, "reminder", message.client_id, message.contact_id, message.to_address, lease
    )


def the_lease_runs_out(organisation, monkeypatch) -> None:
    now = clock.real_now() + timedelta(minutes=21)
    monkeypatch.setattr(clock, "_source", lambda: now)
    with tenant(organisation.id):
        assert show_unsure(NOW) == 1


def test_a_lease_that_runs_out_shows_the_message_and_nobody_repeats_it(firm, monkeypatch):
    claimed(firm)
    with tenant(firm.id):
        assert show_unsure(NOW) == 0
    the_lease_runs_out(firm, monkeypatch)
    with tenant(firm.id):
        assert show_unsure(NOW) == 0
        assert Message.objects.values_list("state", "reason").get() == ("unsure", LEASE_EXPIRED)
        assert reminders() == [("any_problem", "unsure")]
        assert kinds()[0] == "message_unsure"
        assert plan().reminders == 0
    assert send_due(firm).accepted == 0


ACCEPTED, LATER = Outcome(Handed.ACCEPTED), Outcome(Handed.TRY_LATER, "recipient_deferred")


@pytest.mark.parametrize(
    ("outcome", "state", "reminder"),
    [
        (ACCEPTED, "accepted", "sent"),
        (LATER, "queued", "planned"),
        (Outcome(Handed.REFUSED, "message_refused"), "refused", "planned"),
    ],
)
def test_a_sender_taken_for_dead_still_tells_the_truth(firm, monkeypatch, outcome, state, reminder):
    attempt = claimed(firm)
    the_lease_runs_out(firm, monkeypatch)
    with tenant(firm.id):
        settle(attempt, outcome, NOW)
        assert (states(), reminders("state")) == ([state], [(reminder,)])


def test_what_arrived_after_all_is_not_sent_again(firm, monkeypatch):
    attempt = claimed(firm)
    the_lease_runs_out(firm, monkeypatch)
    with tenant(firm.id):
        send_again(attempt.message_id, **BY)
        settle(attempt, ACCEPTED, NOW)
        assert (states(), reminders("state")) == (["accepted"], [("sent",)])
    assert send_due(firm).accepted == 0


def test_the_answer_to_an_old_attempt_says_nothing_about_a_new_one(firm):
    attempt = claimed(firm)
    with tenant(firm.id):
        Message.objects.update(attempts=2)
        assert settle(attempt, LATER, NOW) == []
        assert (states(), Message.objects.get().deferrals) == (["handing_over"], 0)


def test_a_sender_that_slept_too_long_does_not_hand_over(organisation, monkeypatch):
    with mail_server() as (post, port):
        get_ready(organisation, port=port)
        with tenant(organisation.id):
            debtors(1)
            plan()
        # As if most of the lease had passed before the words could go out.
        monkeypatch.setattr(claiming, "LEASE", timedelta(minutes=5))
        tally = send_due(organisation)
    assert (tally.accepted, tally.later) == (0, 1)
    assert post.taken == []
    with tenant(organisation.id):
        assert states() == ["queued"]
        assert Reminder.objects.get().state == "planned"
