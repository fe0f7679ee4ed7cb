"""Between the plan and the sending much can happen; the last word is asked in the transaction that lets it go."""

from datetime import timedelta

import pytest

from quitus.apps.answers.actions import Answerer, claim_paid, open_dispute, promise
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.banking.models import BankAccount, BankLine, Match, MatchPart, Statement
from quitus.apps.files.actions import keep
from quitus.apps.invoicing.actions import attach_documents
from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.actions import approve
from quitus.apps.outbox.mail import LARGEST_ENCLOSED_BYTES
from quitus.apps.outbox.models import Message
from quitus.apps.outbox.purposes import Leaving, Moved, Prepared, register
from quitus.apps.outbox.sending import send_due
from quitus.apps.payments.actions import reverse
from quitus.apps.reminders.holds import hold
from quitus.apps.reminders.models import Reminder
from quitus.ports.clock import real_now
from tests.firm import TODAY, make_client, make_instalment
from tests.mail_server import mail_server
from tests.record import a_payment
from tests.reminding import (
    CAMILLE,
    NOW,
    OVERDUE,
    debtors,
    fresh_bank_data,
    get_ready,
    plain,
    plan,
    reminders,
    set_clock,
    states,
    words,
)

DEBTOR = Answerer(on=TODAY, source=AnswerSource.PORTAL)


@pytest.fixture
def post(organisation):
    with mail_server() as (recorder, port):
        get_ready(organisation, port=port)
        yield recorder


def paid(client_id: int, instalment: Instalment) -> None:
    a_payment(client_id, "120.00", received_on=TODAY)


def promised(client_id: int, instalment: Instalment) -> None:
    promise(client_id, TODAY + timedelta(days=3), DEBTOR)


def contested(client_id: int, instalment: Instalment) -> None:
    open_dispute(instalment.id, Dispute.Reason.WORK, DEBTOR, client_id=client_id)


def said_paid(client_id: int, instalment: Instalment) -> None:
    claim_paid(client_id, [instalment.id], DEBTOR)


def suggested(client_id: int, instalment: Instalment) -> None:
    """A credit on the account that could be its payment, and that nobody looked at yet."""
    account = BankAccount.objects.get()
    statement = Statement.objects.create(
        bank_account=account, file=keep(b"x", "text/xml"), file_name="a.xml", format="camt.053", position=0,
        imported_on=TODAY, recorded_at=real_now(),
    )  # fmt: skip
    line = BankLine.objects.create(
        statement=statement, bank_account=account, line_key="1", booked_on=TODAY, amount_minor=12_000,
        currency="EUR", label="VIR CLIENT",
    )  # fmt: skip
    match = Match.objects.create(
        line=line, state="suggested", decided_by="quitus", decided_on=TODAY, recorded_at=real_now(), score=700,
        margin=100, evidence=[],
    )  # fmt: skip
    MatchPart.objects.create(match=match, instalment=instalment, amount_minor=12_000)


def paused(client_id: int, instalment: Instalment) -> None:
    hold(client_id, on=TODAY, by=CAMILLE, instalment_id=instalment.id)


def client_paused(client_id: int, instalment: Instalment) -> None:
    hold(client_id, on=TODAY, by=CAMILLE, until=TODAY)


def bank_data_old(client_id: int, instalment: Instalment) -> None:
    fresh_bank_data(TODAY - timedelta(days=20))


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (paid, "paid"),
        (promised, "promised"),
        (contested, "contested"),
        (said_paid, "possibly_paid"),
        (suggested, "possibly_paid"),
        (paused, "paused_by_user"),
        (client_paused, "client_paused"),
        (bank_data_old, "bank_data_stale"),
    ],
)
def test_what_no_longer_holds_is_not_sent(organisation, post, happens, reason):
    with tenant(organisation.id):
        (client_id,) = debtors(1)
        plan()
        happens(client_id, Instalment.objects.get())
    tally = send_due(organisation)
    assert (tally.accepted, tally.withdrawn) == (0, 1)
    assert post.taken == []
    with tenant(organisation.id):
        assert Message.objects.values_list("state", "reason").get() == ("withdrawn", reason)
        assert reminders("state", "dropped_because") == [("dropped", reason)]
        assert words() == []


def test_what_is_paid_back_is_reminded_again(organisation, post):
    with tenant(organisation.id):
        (client_id,) = debtors(1)
        plan()
        payment = a_payment(client_id, "120.00", received_on=TODAY)
    send_due(organisation)
    with tenant(organisation.id):
        reverse(payment.id, on=TODAY, actor=CAMILLE)
        plan()
    assert send_due(organisation).accepted == 1
    assert len(post.taken) == 1


def test_one_of_two_is_paid_and_the_other_alone_is_asked_for(organisation, post):
    with tenant(organisation.id):
        client_id = make_client()
        make_instalment(client_id, "FA-1", "1240.00", due=OVERDUE)
        make_instalment(client_id, "FA-2", "860.00", due=OVERDUE)
        plan()
        a_payment(client_id, "1240.00", received_on=TODAY, chosen=(Instalment.objects.earliest("id").id,))
    assert send_due(organisation).accepted == 1
    with tenant(organisation.id):
        (content,) = words()
        assert "FA-1" not in content.text
        assert plain(content.subject).startswith("Facture FA-2, 860,00 €")
        assert reminders("instalment__invoice__number", "state") == [("FA-1", "dropped"), ("FA-2", "sent")]


def test_part_paid_it_asks_for_the_exact_rest_and_says_what_came(organisation, post):
    with tenant(organisation.id):
        client_id = make_client()
        make_instalment(client_id, "FA-1", "840.00", due=OVERDUE)
        plan()
        a_payment(client_id, "300.00", received_on=TODAY - timedelta(days=8))
    send_due(organisation)
    with tenant(organisation.id):
        (content,) = words()
    assert "540,00 €" in plain(content.subject)
    assert "(déduction faite des 300,00 € reçus le 16 novembre)" in plain(content.text)
    assert "(déduction faite des 300,00 € reçus le 16 novembre)" in plain(content.html)


def test_part_promised_and_part_contested_are_not_asked_for(organisation, post):
    with tenant(organisation.id):
        client_id = make_client()
        instalment = make_instalment(client_id, "FA-1", "1000.00", due=OVERDUE)
        open_dispute(instalment.id, Dispute.Reason.PRICE, DEBTOR, client_id=client_id, amount=20_000)
        promise(client_id, TODAY + timedelta(days=9), DEBTOR, {instalment.id: 30_000})
        plan()
    send_due(organisation)
    with tenant(organisation.id):
        (content,) = words()
    assert "500,00 €" in plain(content.subject)
    assert "(sans les 200,00 € en discussion, sans les 300,00 € promis pour le 3 décembre)" in plain(
        content.text
    )


def test_an_overdue_instalment_whose_own_step_is_not_due_is_mentioned(organisation, post):
    with tenant(organisation.id):
        client_id = make_client()
        make_instalment(client_id, "FA-1", "100.00", due=TODAY - timedelta(days=20))
        make_instalment(client_id, "FA-2", "200.00", due=TODAY - timedelta(days=5))
        plan()
        assert reminders("instalment__invoice__number") == [("FA-1",)]
    send_due(organisation)
    with tenant(organisation.id):
        (content,) = words()
        assert "Deux factures" in content.subject
        assert "300,00 €" in plain(content.subject)
        assert "FA-2" in content.text
        assert reminders("instalment__invoice__number", "state") == [("FA-1", "sent")]


def test_a_message_approved_days_ago_says_what_holds_today(organisation):
    with mail_server() as (post, port):
        get_ready(organisation, automatic=False, port=port)
        with tenant(organisation.id):
            make_instalment(make_client(), "FA-1", "100.00", due=TODAY)
            plan()
            assert reminders() == [("due_day", "planned")]
            approve(Message.objects.get().id, now=NOW, by=CAMILLE)
        set_clock(organisation, NOW + timedelta(days=9))  # the kind word of the due date came too late
        with tenant(organisation.id):
            fresh_bank_data(TODAY + timedelta(days=9))
        assert send_due(organisation).withdrawn == 1
        with tenant(organisation.id):
            assert reminders("step", "dropped_because") == [("due_day", "step_passed")]
            plan(NOW + timedelta(days=9))
            assert reminders("step", "state")[1:] == [("any_problem", "planned")]
    assert post.taken == []


# Files


def with_pdf(number: str, size: int = 2_000) -> None:
    file = keep(b"%PDF-1.7 " + number.encode() * (size // len(number)), "application/pdf")
    attach_documents({Invoice.objects.get(number=number).id: file.id})


def test_the_invoices_documents_go_with_it(organisation, post):
    with tenant(organisation.id):
        client_id = make_client()
        for number in ("FA/2026/1", "FA-2"):
            make_instalment(client_id, number, due=OVERDUE)
            with_pdf(number)
        plan()
    send_due(organisation)
    files = list(post.taken[0].mail.iter_attachments())
    assert [file.get_filename() for file in files] == ["FA-2026-1.pdf", "FA-2.pdf"]
    assert files[0].get_content().startswith(b"%PDF-1.7 FA/2026/1")
    with tenant(organisation.id):
        (content,) = words()
        assert len(content.attachments) == 2
    assert "Les deux factures sont jointes." in plain(content.text)


def test_a_document_that_is_missing_is_not_promised(organisation, post):
    with tenant(organisation.id):
        client_id = make_client()
        for number in ("FA-1", "FA-2", "FA-3"):
            make_instalment(client_id, number, due=OVERDUE)
        with_pdf("FA-1")
        with_pdf("FA-3")
        plan()
    send_due(organisation)
    with tenant(organisation.id):
        assert "-- Ci-joint : FA-1, FA-3. Une question" in plain(words()[0].text)


def test_files_too_heavy_for_a_mail_stay_and_the_words_do_not_promise_them(organisation, post):
    with tenant(organisation.id):
        client_id = make_client()
        for number in ("FA-1", "FA-2"):
            make_instalment(client_id, number, due=OVERDUE)
            with_pdf(number, LARGEST_ENCLOSED_BYTES * 6 // 10)
        plan()
    send_due(organisation)
    assert list(post.taken[0].mail.iter_attachments()) == []
    with tenant(organisation.id):
        assert "jointe" not in words()[0].text


# Faults of our own


class Stumbles:
    """A purpose whose words cannot be made for one client."""

    def __init__(self, over: int) -> None:
        self.over = over

    def lock(self, message_ids):
        pass

    def prepare(self, leaving: Leaving, now):
        if leaving.client_id == self.over:
            raise ZeroDivisionError("a fault of the program")
        return Prepared("Bonjour", "Bonjour", "<p>Bonjour</p>", frozenset({leaving.client_id}))

    def moved(self, what: Moved):
        return {}


def test_a_message_whose_words_cannot_be_made_holds_up_nobody_and_loses_no_answer(organisation, post):
    with tenant(organisation.id):
        clients = debtors(3)
        plan()
        register("stumbles", Stumbles(over=clients[1]))
        for message in Message.objects.order_by("id"):
            Message.objects.bulk_create([copied(message, "stumbles")])
        Message.objects.filter(purpose="reminder").update(state="withdrawn")
        Reminder.objects.update(state="dropped")
    tally = send_due(organisation)
    assert (tally.accepted, tally.failed) == (2, 1)
    assert len(post.taken) == 2
    with tenant(organisation.id):
        left = Message.objects.filter(purpose="stumbles").order_by("id")
        assert [message.state for message in left] == ["accepted", "queued", "accepted"]
        assert (left[1].reason, left[1].detail) == (
            "not_prepared",
            "ZeroDivisionError: a fault of the program",
        )
        assert left[1].not_before == NOW + timedelta(minutes=5)


def copied(message: Message, purpose: str) -> Message:
    return Message(
        client_id=message.client_id, contact_id=message.contact_id, to_address=message.to_address, purpose=purpose,
        slot=f"{purpose}:{message.client_id}", state="queued", planned_on=TODAY, not_before=NOW,
    )  # fmt: skip


def test_words_about_another_clients_debt_are_never_handed_over(organisation, post):
    class Mistaken(Stumbles):
        def prepare(self, leaving: Leaving, now):
            return Prepared("x", "x", "x", frozenset({leaving.client_id, leaving.client_id + 1}))

    with tenant(organisation.id):
        debtors(1)
        plan()
        register("mistaken", Mistaken(over=0))
        Message.objects.bulk_create([copied(Message.objects.get(), "mistaken")])
        Message.objects.filter(purpose="reminder").update(state="withdrawn")
    assert send_due(organisation).withdrawn == 1
    assert post.taken == []
    with tenant(organisation.id):
        assert Message.objects.get(purpose="mistaken").reason == "wrong_recipient"
        assert states().count("accepted") == 0
