"""Messages handed over to a real mail server: what leaves, what does not, and what is written down of it."""

from datetime import timedelta

import pytest

from quitus.apps.clients.models import Contact
from quitus.apps.invoicing.actions import client_facts_changed
from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.actions import approve
from quitus.apps.outbox.models import MailAccount, Message, MessageContent
from quitus.apps.outbox.sending import send_due
from quitus.apps.reminders.models import Reminder
from quitus.apps.timeline.queries import broken_chains, history
from quitus.ports import clock
from tests.firm import TODAY, make_client, make_instalment
from tests.mail_server import Behaviour, mail_server
from tests.reminding import (
    CAMILLE,
    NOW,
    OVERDUE,
    debtors,
    get_ready,
    plan,
    reminders,
    set_clock,
    states,
    words,
)

REFUSE = "550 5.1.1 No such user"


@pytest.fixture
def post(organisation):
    """The mail server's recorder; the firm hands its messages to it."""
    with mail_server() as (recorder, port):
        get_ready(organisation, port=port)
        yield recorder


def planned(organisation, count: int = 1) -> list[int]:
    """So many debtors with a message each, ready to leave."""
    with tenant(organisation.id):
        clients = debtors(count)
        plan()
    return clients


def told(organisation, client_id: int) -> list[str]:
    with tenant(organisation.id):
        return [happening.kind for happening in history(client_id)]


def the_clock_runs(monkeypatch, ahead: timedelta) -> None:
    """Real time passes: leases and rests end."""
    now = clock.real_now() + ahead
    monkeypatch.setattr(clock, "_source", lambda: now)


def test_what_is_taken_is_sent_with_all_its_consequences(organisation, post):
    (client_id,) = planned(organisation)
    tally = send_due(organisation)
    assert (tally.accepted, tally.stopped_by) == (1, "")
    (taken,) = post.taken
    assert taken.recipients == ["compta0@client.example"]
    assert taken.mail["From"] == f"Studio Marelle <{CAMILLE}>"
    with tenant(organisation.id):
        message = Message.objects.get()
        assert (message.state, message.attempts, message.settled_on) == ("accepted", 1, TODAY)
        assert message.lease_until is None
        (content,) = words()
        assert (content.rfc_message_id, content.subject) == (taken.mail["Message-ID"], taken.mail["Subject"])
        assert taken.mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == content.text
        assert reminders("state", "settled_on") == [("sent", TODAY)]
        assert Instalment.objects.get().next_check_on == TODAY
        happening = history(client_id)[0]
        assert (happening.kind, happening.actor) == ("message_accepted", "quitus")
        assert happening.facts == {
            "message": message.id,
            "to": "compta0@client.example",
            "invoices": ["FA-0"],
            "steps": ["any_problem"],
        }
        assert broken_chains() == []
        plan()  # the next step waits for its day
        assert (len(states()), Instalment.objects.get().next_check_on > TODAY) == (1, True)
    assert send_due(organisation).accepted == 0


def test_each_message_leaves_once_in_the_order_of_the_plan(organisation, post):
    planned(organisation, 12)
    assert send_due(organisation).accepted == 12
    assert [t.recipients for t in post.taken] == [[f"compta{n}@client.example"] for n in range(12)]
    assert len({t.mail["Message-ID"] for t in post.taken}) == 12
    assert post.connections == 1


def test_the_message_id_is_the_same_for_one_message_and_nobody_can_guess_it(organisation, post):
    planned(organisation, 2)
    send_due(organisation)
    first, second = (t.mail["Message-ID"] for t in post.taken)
    assert first.endswith("@studio-marelle.example>")
    assert len(first.partition("@")[0]) > 25
    assert first != second
    with tenant(organisation.id):
        message = Message.objects.order_by("id").first()
        Message.objects.filter(id=message.id).update(state="queued")
        Reminder.objects.filter(message=message).update(state="planned", settled_on=None)
    send_due(organisation)
    assert post.taken[2].mail["Message-ID"] == first


def test_without_a_mail_account_nothing_is_touched(organisation, post):
    planned(organisation)
    with tenant(organisation.id):
        MailAccount.objects.all().delete()
    assert send_due(organisation).stopped_by == "no_mail_account"
    with tenant(organisation.id):
        assert states() == ["queued"]


def test_what_waits_for_approval_stays(organisation):
    with mail_server() as (post, port):
        get_ready(organisation, automatic=False, port=port)
        planned(organisation)
        assert send_due(organisation).accepted == 0
        with tenant(organisation.id):
            approve(Message.objects.get().id, now=NOW, by=CAMILLE)
        assert send_due(organisation).accepted == 1
    assert len(post.taken) == 1


def test_an_invoice_that_the_message_asked_about_or_carried_provably_arrived(organisation, post):
    with tenant(organisation.id):
        client_id = make_client()
        make_instalment(client_id, "FA-1", due=OVERDUE, sent=None)
        plan()
    send_due(organisation)
    with tenant(organisation.id):
        assert Invoice.objects.get().sent_on == TODAY
        assert told_kinds(client_id) >= {"invoices_sent", "message_accepted"}


def told_kinds(client_id: int) -> set[str]:
    return {happening.kind for happening in history(client_id)}


def test_in_the_evening_and_on_sundays_it_waits_for_the_opening(organisation, post):
    planned(organisation)
    set_clock(organisation, NOW.replace(hour=19))
    assert send_due(organisation).postponed == 1
    set_clock(organisation, NOW.replace(hour=7) + timedelta(days=1))
    assert send_due(organisation).postponed == 0  # it is not even looked at
    set_clock(organisation, NOW.replace(hour=8) + timedelta(days=1))
    assert send_due(organisation).accepted == 1
    with tenant(organisation.id):
        assert Message.objects.get().not_before == NOW.replace(hour=8, minute=0) + timedelta(days=1)


# To whom


def test_a_mended_address_is_written_to_when_nobody_approved_the_old_one(organisation, post):
    planned(organisation)
    with tenant(organisation.id):
        Contact.objects.update(email="nouvelle@client.example")
    assert send_due(organisation).accepted == 1
    assert post.taken[0].recipients == ["nouvelle@client.example"]


def test_who_approved_another_address_looks_again(organisation):
    with mail_server() as (post, port):
        get_ready(organisation, automatic=False, port=port)
        planned(organisation)
        with tenant(organisation.id):
            message = Message.objects.get()
            approve(message.id, now=NOW, by=CAMILLE)
            Contact.objects.update(email="nouvelle@client.example")
        assert send_due(organisation).accepted == 0
        with tenant(organisation.id):
            message.refresh_from_db()
            assert (message.state, message.reason) == ("waiting_approval", "address_changed")
            assert (message.to_address, message.approved_by) == ("nouvelle@client.example", "")
            approve(message.id, now=NOW, by=CAMILLE)
        assert send_due(organisation).accepted == 1
    assert post.taken[0].recipients == ["nouvelle@client.example"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"archived_on": TODAY}, "contact_archived"),
        ({"bounced_on": TODAY}, "contact_bounced"),
        ({"email": ""}, "no_address"),
    ],
)
def test_a_contact_that_is_gone_gets_nothing_and_the_plan_looks_for_another(
    organisation, post, change, reason
):
    (client_id,) = planned(organisation)
    with tenant(organisation.id):
        Contact.objects.update(**change)
        Contact.objects.create(client_id=client_id, name="Paul", email="paul@client.example", position=2)
    assert send_due(organisation).withdrawn == 1
    assert post.taken == []
    with tenant(organisation.id):
        assert Message.objects.get().reason == reason
        plan()
    assert send_due(organisation).accepted == 1
    assert post.taken[0].recipients == ["paul@client.example"]


def test_another_clients_contact_never_reads_what_is_owed(organisation, post):
    planned(organisation)
    with tenant(organisation.id):
        stranger = make_client("Brasserie du Canal", email="bar@canal.example")
        Message.objects.update(contact_id=Contact.objects.get(client_id=stranger).id)
    assert send_due(organisation).withdrawn == 1
    assert post.taken == []
    with tenant(organisation.id):
        assert Message.objects.get().reason == "wrong_recipient"
        assert reminders("state", "dropped_because") == [("dropped", "wrong_recipient")]
        assert not MessageContent.objects.exists()


# What the server says


def test_a_refused_recipient_bounces_and_the_next_contact_is_written_to(organisation):
    with mail_server(Behaviour(recipient={"compta0@client.example": REFUSE})) as (post, port):
        get_ready(organisation, port=port)
        client_id, _ = planned(organisation, 2)
        tally = send_due(organisation)
        assert (tally.refused, tally.accepted) == (1, 1)
        with tenant(organisation.id):
            refused = Message.objects.get(client_id=client_id)
            assert (refused.state, refused.reason, refused.detail) == ("refused", "recipient_refused", REFUSE)
            assert Contact.objects.get(client_id=client_id).bounced_on == TODAY
            assert Reminder.objects.get(client_id=client_id).state == "dropped"
            assert told_kinds(client_id) >= {"message_refused", "contact_bounced"}
            plan()
            assert Message.objects.count() == 2  # nobody else to write to
            Contact.objects.create(client_id=client_id, name="Paul", email="paul@client.example", position=2)
            client_facts_changed([client_id], TODAY)
            plan()
        assert send_due(organisation).accepted == 1
    assert [t.recipients[0] for t in post.taken] == ["compta1@client.example", "paul@client.example"]


def test_one_malformed_address_among_twenty_holds_up_nobody(organisation, post):
    planned(organisation, 20)
    with tenant(organisation.id):
        Contact.objects.filter(email="compta7@client.example").update(email="hélène@@client")
    tally = send_due(organisation)
    assert (tally.accepted, tally.refused) == (19, 1)
    with tenant(organisation.id):
        assert Message.objects.get(state="refused").reason == "recipient_refused"


def test_a_server_that_is_down_leaves_everything_as_it_was(organisation, post, monkeypatch):
    clients = planned(organisation, 3)
    with tenant(organisation.id):
        port = MailAccount.objects.get().port
        MailAccount.objects.update(port=9)
    tally = send_due(organisation)
    assert (tally.later, tally.accepted, tally.stopped_by) == (1, 0, "server_unreachable")
    with tenant(organisation.id):
        assert states() == ["queued"] * 3
        assert reminders() == [("any_problem", "planned")] * 3
        assert set(Message.objects.values_list("deferrals", flat=True)) == {0}
        account = MailAccount.objects.get()
        assert (account.trouble, account.troubles) == ("server_unreachable", 1)
        assert account.rest_until - account.trouble_since < timedelta(minutes=6)
    assert "message_accepted" not in told(organisation, clients[0])
    # It is left alone for a while, unless a person asks.
    assert (send_due(organisation).later, send_due(organisation).stopped_by) == (0, "server_unreachable")
    with tenant(organisation.id):
        MailAccount.objects.update(port=port)
    the_clock_runs(monkeypatch, timedelta(minutes=6))
    assert send_due(organisation).accepted == 3
    with tenant(organisation.id):
        account = MailAccount.objects.get()
        assert (account.trouble, account.troubles, account.rest_until) == ("", 0, None)


def test_a_person_may_try_a_resting_server_at_once(organisation, post):
    planned(organisation)
    with tenant(organisation.id):
        rest = clock.real_now() + timedelta(hours=1)
        MailAccount.objects.update(trouble="authentication_failed", troubles=1, rest_until=rest)
    assert send_due(organisation).accepted == 0
    assert send_due(organisation, even_if_resting=True).accepted == 1


def test_a_greylisted_message_is_tried_again_further_and_further_apart_then_shown(organisation):
    behaviour = Behaviour(recipient={"compta0@client.example": "450 4.2.0 Greylisted"})
    with mail_server(behaviour) as (post, port):
        get_ready(organisation, port=port)
        planned(organisation)
        waits, now = [], NOW
        for _ in range(6):
            assert send_due(organisation).later == 1
            with tenant(organisation.id):
                message = Message.objects.get()
            assert (message.state, message.reason) == ("queued", "recipient_deferred")
            waits.append((message.not_before - now) // timedelta(minutes=1))
            now = max(message.not_before, NOW).astimezone(NOW.tzinfo)
            now = now if 8 <= now.hour < 18 else now.replace(hour=9) + timedelta(days=1)
            set_clock(organisation, now)
        assert waits == [5, 15, 60, 180, 480, 1440]
        assert send_due(organisation).later == 1
        with tenant(organisation.id):
            message.refresh_from_db()
            assert (message.state, message.reason) == ("refused", "gave_up")
            assert reminders("state") == [("planned",)]  # a person looks; meanwhile nothing is planned again
            assert plan(now).reminders == 0
    assert post.taken == []


def test_a_server_that_says_later_to_everybody_is_not_asked_ten_thousand_times(organisation):
    with mail_server(Behaviour(data="451 4.3.0 Disk full")) as (_, port):
        get_ready(organisation, port=port)
        planned(organisation, 8)
        tally = send_due(organisation)
    assert (tally.later, tally.stopped_by) == (5, "message_deferred")
    with tenant(organisation.id):
        assert set(states()) == {"queued"}


def test_a_lost_connection_after_the_words_is_shown_and_not_repeated(organisation):
    with mail_server(Behaviour(drop_at="data")) as (post, port):
        get_ready(organisation, port=port)
        (client_id,) = planned(organisation)
        assert send_due(organisation).unsure == 1
        assert send_due(organisation).unsure == 0
        with tenant(organisation.id):
            assert states() == ["unsure"]
            assert reminders() == [("any_problem", "unsure")]
            assert plan().reminders == 0
    assert told(organisation, client_id)[0] == "message_unsure"
    assert len(post.taken) == 1


def test_a_server_that_never_answers_to_the_words_leaves_few_in_doubt(organisation):
    with mail_server(Behaviour(drop_at="data")) as (post, port):
        get_ready(organisation, port=port)
        planned(organisation, 8)
        tally = send_due(organisation)
        assert (tally.unsure, tally.stopped_by) == (3, "connection_lost")
        assert send_due(organisation).stopped_by == "connection_lost"  # the server rests
        with tenant(organisation.id):
            assert sorted(states()) == ["queued"] * 5 + ["unsure"] * 3
    assert len(post.taken) == 3


def test_the_message_id_of_an_accented_domain_is_plain(organisation, post):
    with tenant(organisation.id):
        MailAccount.objects.update(from_address="camille@société.example")
    planned(organisation)
    assert send_due(organisation).accepted == 1
    assert post.taken[0].mail["Message-ID"].endswith("@xn--socit-esab.example>")


def test_refused_words_are_not_written_again_by_themselves(organisation):
    with mail_server(Behaviour(data="554 5.7.1 Looks like spam")) as (_, port):
        get_ready(organisation, port=port)
        planned(organisation)
        assert send_due(organisation).refused == 1
        with tenant(organisation.id):
            for _ in range(3):
                plan()
            assert states() == ["refused"]
            assert Contact.objects.get().bounced_on is None
