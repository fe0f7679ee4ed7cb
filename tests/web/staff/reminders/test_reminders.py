"""The calendar of what goes out, one message from approval to its end, tasks, and who may do what."""

import re
from datetime import date

import pytest

from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.reminders.models import Reminder, ReminderState
from quitus.apps.timeline.models import TimelineEntry
from tests.firm import make_client, make_instalment
from tests.web.staff.conftest import words
from tests.web.staff.reminders.conftest import BERTHIER, make_task, plan_today


def state_of(firm, message):
    with tenant(firm.id):
        return Message.objects.get(id=message.id).state


def test_the_calendar_shows_what_waits_what_follows_and_what_is_on_hold(owner, planned):
    page = owner.get("/reminders/")
    text = words(page)
    assert page.status_code == 200
    assert "Scénario « Doux », version 1" in text
    assert text.index("À approuver") < text.index("Trois semaines") < text.index("Voir les 60 jours")
    assert "Les 60 prochains jours" in words(owner.get("/reminders/?weeks=all"))
    assert "Maison Berthier &amp; Fils à approuver" in text
    # The next step of the message that waits, as if it left today: 15 days after the due date, and a week of rest.
    assert "Relance ferme" in text
    # The promise for Monday the 30th is believed for two more working days.
    assert 'class="slip held" href="/reminders/why?reason=promised"' in page.content.decode()
    assert "Une échéance est en pause." in text


def test_the_message_is_shown_in_its_very_words(owner, message):
    text = words(owner.get(f"/reminders/message/{message.id}"))
    assert "Camille Rousseau &lt;camille@studio-marelle.example&gt;" in text
    assert "compta@berthier.example" in text
    assert "2 100,00 €" in text
    assert "FA-2026-0118" in text
    assert "Approuver" in text
    mail = owner.get(f"/reminders/message/{message.id}/mail")
    assert "2 100,00 €" in words(mail)
    assert "script-src 'none'" in mail.headers["Content-Security-Policy"]
    assert mail.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_approving_lets_it_leave(owner, planned, message):
    assert owner.post(f"/reminders/message/{message.id}/approve").status_code == 302
    assert state_of(planned, message) == MessageState.QUEUED
    again = owner.post(f"/reminders/message/{message.id}/approve")
    assert again.status_code == 422


def test_several_are_approved_at_once_and_nonsense_is_passed_over(owner, planned, message):
    with tenant(planned.id):
        other = make_client("Brasserie du Canal", email="bar@canal.example")
        make_instalment(other, "FA-2026-0140", "300.00", due=date(2026, 11, 2))
        plan_today(planned)
        ids = list(Message.objects.values_list("id", flat=True))
    sent = {"chosen": [*ids, "x", "-1", "9" * 30, "999999"]}
    answer = owner.post("/reminders/approve", sent, follow=True)
    assert "2 messages approuvés" in words(answer)
    with tenant(planned.id):
        assert set(Message.objects.values_list("state", "approved_by")) == {
            (MessageState.QUEUED, "Camille Rousseau")
        }
        assert TimelineEntry.objects.filter(kind="message_approved").count() == 2
    assert "Aucun message n’était coché" in words(owner.post("/reminders/approve", follow=True))


def test_putting_off_needs_a_day_to_come(owner, planned, message):
    past = owner.post(f"/reminders/message/{message.id}/postpone", {"until": "2026-11-24"})
    assert past.status_code == 422
    assert 'role="alert"' in past.content.decode()
    assert owner.post(f"/reminders/message/{message.id}/postpone", {"until": "31/31"}).status_code == 422
    assert owner.post(f"/reminders/message/{message.id}/postpone", {"until": "2026-12-01"}).status_code == 302
    with tenant(planned.id):
        assert Message.objects.get().not_before.date() == date(2026, 12, 1)
    assert "mardi 1er décembre" in words(owner.get(f"/reminders/message/{message.id}"))


def test_a_personal_word_stands_in_the_message(owner, message):
    word = "Merci encore pour la visite de l’atelier <b>jeudi</b>."
    assert owner.post(f"/reminders/message/{message.id}/word", {"word": word}).status_code == 302
    shown = owner.get(f"/reminders/message/{message.id}/mail").content.decode()
    assert "l’atelier &lt;b&gt;jeudi&lt;/b&gt;" in shown
    long = owner.post(f"/reminders/message/{message.id}/word", {"word": "x" * 2001})
    assert long.status_code == 422


def test_withdrawing_skips_the_step(owner, planned, message):
    assert owner.post(f"/reminders/message/{message.id}/withdraw").status_code == 302
    assert state_of(planned, message) == MessageState.WITHDRAWN
    with tenant(planned.id):
        assert set(Reminder.objects.values_list("state", flat=True)) == {ReminderState.SKIPPED}
    assert "retiré" in words(owner.get(f"/reminders/message/{message.id}"))
    assert "vous l’avez retiré" in words(owner.get("/reminders/history?only=withdrawn")).lower()


@pytest.mark.parametrize(
    ("answer", "state"), [("arrived", MessageState.ACCEPTED), ("again", MessageState.QUEUED)]
)
def test_an_unsure_message_waits_for_a_persons_answer(owner, planned, message, answer, state):
    with tenant(planned.id):
        Message.objects.update(
            state=MessageState.UNSURE, reason="lease_expired", settled_on=date(2026, 11, 24)
        )
    assert "Personne ne sait s’il est arrivé" in words(owner.get("/reminders/"))
    page = words(owner.get(f"/reminders/message/{message.id}"))
    assert "Il est arrivé" in page
    assert "Le renvoyer" in page
    assert owner.post(f"/reminders/message/{message.id}/{answer}").status_code == 302
    assert state_of(planned, message) == state


def test_a_refused_message_says_why_and_leads_to_the_contact(owner, planned, message):
    with tenant(planned.id):
        Message.objects.update(
            state=MessageState.REFUSED, reason="recipient_refused", detail="550 5.1.1 unknown user"
        )
    page = owner.get(f"/reminders/message/{message.id}")
    assert "550 5.1.1 unknown user" in words(page)
    assert f'href="/clients/{message.client_id}#contacts"' in page.content.decode()
    assert "l’adresse a été refusée" in words(page).lower()


def test_what_was_paid_meanwhile_is_said_to_be_left_out(owner, planned, message):
    from quitus.apps.answers.actions import Answerer, open_dispute
    from quitus.apps.answers.models import AnswerSource, Dispute
    from quitus.apps.invoicing.models import Instalment

    with tenant(planned.id):
        contested = Instalment.objects.get(invoice__number="FA-2026-0127")
        by = Answerer(date(2026, 11, 24), AnswerSource.PORTAL)
        open_dispute(contested.id, Dispute.Reason.WORK, by, client_id=message.client_id)
    text = words(owner.get(f"/reminders/message/{message.id}"))
    assert "FA-2026-0127 le client conteste" in text
    assert "1 240,00 €" in text
    assert "2 100,00 €" not in text


@pytest.mark.parametrize(("answer", "state"), [("done", "done"), ("skipped", "skipped"), ("", "skipped")])
def test_a_task_is_done_or_does_not_happen(owner, planned, answer, state):
    task = make_task(planned)
    assert "Mise en demeure" in words(owner.get("/reminders/"))
    for _ in range(2):
        assert owner.post(f"/reminders/tasks/{task.id}", {"answer": answer}).status_code == 302
    with tenant(planned.id):
        assert Reminder.objects.get(id=task.id).state == state
        assert TimelineEntry.objects.filter(kind=f"task_{state}").count() == 1
    other = "skipped" if state == "done" else "done"
    assert owner.post(f"/reminders/tasks/{task.id}", {"answer": other}).status_code == 422


PAGES = ["", "history", "why", "received", "message/{id}", "message/{id}/mail"]
CHANGES = [
    "approve",
    "received/answer",
    "tasks/1",
    *[f"message/{{id}}/{verb}" for verb in ("approve", "postpone", "withdraw", "word", "arrived", "again")],
]


def test_a_reader_sees_everything_and_changes_nothing(reader, planned, message):
    for page in PAGES:
        answer = reader.get(f"/reminders/{page.format(id=message.id)}")
        assert answer.status_code == 200
        assert '<button class="btn primary' not in answer.content.decode()
    for change in CHANGES:
        assert reader.post(f"/reminders/{change.format(id=message.id)}").status_code == 403
    assert state_of(planned, message) == MessageState.WAITING_APPROVAL


def test_a_collector_may_approve(sign_in, planned, message):
    collector = sign_in(Role.COLLECTOR)
    assert collector.post(f"/reminders/message/{message.id}/approve").status_code == 302


def test_another_firm_finds_nothing(sign_in, planned, message):
    stranger = sign_in(
        Role.READER, organisation=Organisation.objects.create(name="Atelier Vitrail"), language="en"
    )
    for page in PAGES[4:]:
        assert stranger.get(f"/reminders/{page.format(id=message.id)}").status_code == 404
    assert BERTHIER.split()[1] not in words(stranger.get("/reminders/"))


def test_an_owner_of_another_firm_changes_nothing(sign_in, planned, message):
    stranger = sign_in(
        Role.OWNER, organisation=Organisation.objects.create(name="Atelier Vitrail"), language="en"
    )
    for change in CHANGES[3:]:
        sent = {"until": "2026-12-01", "word": "x"}
        assert stranger.post(f"/reminders/{change.format(id=message.id)}", sent).status_code == 404
    stranger.post("/reminders/approve", {"chosen": message.id})
    assert state_of(planned, message) == MessageState.WAITING_APPROVAL


def test_whoever_is_not_signed_in_is_asked_to(client, planned, message):
    for page in PAGES:
        assert client.get(f"/reminders/{page.format(id=message.id)}").status_code == 302
    for change in CHANGES:
        assert client.get(f"/reminders/{change.format(id=message.id)}").status_code == 405


def test_an_empty_firm_is_told_what_comes(owner, firm):
    assert "Rien à approuver" in words(owner.get("/reminders/"))
    assert "Rien n’est encore parti" in words(owner.get("/reminders/history"))
    assert "Rien n’est dû" in words(owner.get("/reminders/why"))
    assert "Rien à demander" in words(owner.get("/reminders/received"))


def test_the_pages_cost_no_query_per_row(owner, planned, django_assert_max_num_queries):
    with tenant(planned.id):
        for n in range(30):
            other = make_client(f"Client {n}", email=f"compta{n}@client.example")
            make_instalment(other, f"FB-{n}", "100.00", due=date(2026, 11, 2))
        plan_today(planned)
    for page in ("", "why", "history", "received"):
        with django_assert_max_num_queries(45):
            assert owner.get(f"/reminders/{page}").status_code == 200


def test_english(sign_in, planned, message):
    text = words(sign_in(language="en").get("/reminders/"))
    assert "Policy “Gentle”, version 1" in text
    assert "What will leave, and why" in text


def test_a_reader_of_the_words_does_not_hold_the_debtors_link(owner, reader, message, settings):
    settings.PUBLIC_URL = "https://quitus.example"
    for page in ("", "/mail"):
        address = f"/reminders/message/{message.id}{page}"
        assert re.search(r"https://quitus\.example/p/[\w-]{20,}", owner.get(address).content.decode())
        read = reader.get(address).content.decode()
        assert "https://quitus.example/p/…" in read
        assert not re.search(r"/p/[\w-]{20,}", read)
