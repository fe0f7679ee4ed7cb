"""The first page: what to do and in which order, the firm's money, what rightly waits."""

from datetime import date, timedelta

import pytest

from quitus.apps.answers.actions import Answerer, claim_paid, open_dispute, promise, settle_promises
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.banking.models import BankAccount, Match, MatchPart, MatchState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.insight.today import today
from quitus.apps.insight.todo_list import Doing
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount, Message, MessageState
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.reminders.planning import plan_day
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.web.staff.conftest import words

DEBTOR = Answerer(TODAY, AnswerSource.PORTAL)


@pytest.fixture
def ready(firm):
    """A firm that can send, with statements up to yesterday."""
    with tenant(firm.id):
        BankAccount.objects.create(iban=firm.iban, currency="EUR", up_to=date(2026, 11, 23))
        MailAccount.objects.create(host="mail.example", from_name="Camille", from_address="c@studio.example")
    return firm


def doings(firm):
    with tenant(firm.id):
        return [todo.doing for todo in today(TODAY).todos]


def test_a_new_firm_is_told_to_bring_in_its_invoices(owner, ready):
    assert doings(ready) == [Doing.IMPORT_INVOICES]
    text = words(owner.get("/"))
    assert "Bonjour Camille. Une chose à faire. Tout le reste avance seul" in text
    assert "On vous doit 0,00 € rien n’est ouvert Dont en retard 0,00 € rien n’est en retard" in text
    assert "Importer vos factures à encaisser" in text


def test_nothing_to_do_says_what_comes_next(owner, ready):
    with tenant(ready.id):
        make_instalment(make_client(), "FA-1", "1240.00", due=date(2026, 12, 24))
    text = words(owner.get("/"))
    assert "Mardi 24 novembre" in text
    assert "Bonjour Camille. Rien à faire." in text
    assert "Tout est fait" in text


def test_what_keeps_everything_from_leaving_comes_first(owner, firm):
    with tenant(firm.id):
        make_instalment(make_client(), "FA-1", "1240.00", due=date(2026, 11, 14))
    Organisation.objects.update(iban="")
    assert doings(firm) == [Doing.NO_MAIL_ACCOUNT, Doing.NO_IBAN, Doing.BANK_DATA_OLD]
    text = words(owner.get("/"))
    assert "Dire de quelle adresse partent les relances" in text
    assert "Il n’y en a encore aucun." in text


def test_the_figures_are_exact(owner, ready):
    with tenant(ready.id):
        client_id = make_client()
        make_instalment(client_id, "FA-1", "1240.00", due=date(2026, 11, 14))  # 10 days late
        make_instalment(client_id, "FA-2", "860.00", due=date(2026, 11, 4))  # 20 days late
        make_instalment(
            make_client("Autre", email="a@autre.example"), "FA-3", "100.50", due=date(2026, 12, 24)
        )
        for slot, day in (("now", date(2026, 11, 23)), ("before", date(2026, 10, 30))):
            receipt = Receipt(
                slot=slot, client_id=client_id, amount=euros("40.00"), received_on=day, method=PaymentMethod.CHEQUE,
                account="511200",
            )  # fmt: skip
            receive(receipt, on=TODAY, actor="test")
    text = words(owner.get("/"))
    assert "On vous doit 2 120,50 € 3 échéances, 2 clients" in text
    assert "Dont en retard 2 020,00 € un client, 15 jours en moyenne" in text
    assert "Reçu en novembre 2026 40,00 € 40,00 € le mois d’avant" in text


def test_the_heaviest_comes_first_and_each_has_its_door(owner, ready):
    with tenant(ready.id):
        contesting = make_client("Océane Le Goff", email="o@legoff.example")
        contested = make_instalment(contesting, "FA-1", "320.00", due=date(2026, 11, 2))
        open_dispute(
            contested.id, Dispute.Reason.WORK, DEBTOR, client_id=contesting, words="<i>Deux</i> séries"
        )
        claiming = make_client("Transports Delmas", email="d@delmas.example")
        claimed = make_instalment(claiming, "FA-2", "960.00", due=date(2026, 11, 2))
        claim_paid(claiming, [claimed.id], DEBTOR)
        unreachable = make_client("Garage Tissot", email="")
        make_instalment(unreachable, "FA-3", "50.00", due=date(2026, 12, 2))
        reminded = make_client()
        make_instalment(reminded, "FA-4", "2640.00", due=date(2026, 11, 2))
        promising = make_client("Hôtel des Voyageurs", email="h@voyageurs.example")
        promised = make_instalment(promising, "FA-5", "1250.00", due=date(2026, 11, 2))
        promise(promising, TODAY + timedelta(days=6), DEBTOR, {promised.id: 125_000})
        plan_day(business_now(ready))
        message = Message.objects.get()
    assert doings(ready) == [Doing.APPROVE, Doing.LOOK_FOR_PAYMENT, Doing.ANSWER_DISPUTE, Doing.MEND_ADDRESS]
    page = owner.get("/")
    text = words(page)
    assert "Quatre choses à faire." in text
    assert f'href="/reminders/message/{message.id}"' in page.content.decode()
    assert "&lt;i&gt;Deux&lt;/i&gt; séries" in page.content.decode()
    assert "promis pour le 30 novembre" in text
    assert page.content.decode().count("btn primary") == 1


def test_many_messages_to_approve_are_one_thing_to_do(owner, ready):
    with tenant(ready.id):
        for n in range(8):
            make_instalment(
                make_client(f"Client {n}", email=f"c{n}@client.example"),
                f"FA-{n}",
                "100.00",
                due=date(2026, 11, 2),
            )
        plan_day(business_now(ready))
    assert doings(ready) == [Doing.APPROVE_SEVERAL]
    text = words(owner.get("/"))
    assert "Approuver 8 relances" in text
    assert "800,00 €" in text


def test_unsure_and_refused_messages_are_shown(owner, ready):
    with tenant(ready.id):
        for n in range(2):
            make_instalment(
                make_client(f"Client {n}", email=f"c{n}@client.example"),
                f"FA-{n}",
                "100.00",
                due=date(2026, 11, 2),
            )
        plan_day(business_now(ready))
        first, second = Message.objects.order_by("id")
        Message.objects.filter(id=first.id).update(state=MessageState.REFUSED)
        Message.objects.filter(id=second.id).update(state=MessageState.UNSURE)
    assert doings(ready) == [Doing.UNSURE, Doing.REFUSED]
    assert "Le message à c0@client.example a été refusé" in words(owner.get("/"))


def test_the_page_costs_no_query_per_row(owner, ready, django_assert_max_num_queries):
    with tenant(ready.id):
        for n in range(20):
            client_id = make_client(f"Client {n}", email=f"c{n}@client.example")
            instalment = make_instalment(client_id, f"FA-{n}", "100.00", due=date(2026, 11, 2))
            if n % 2:
                open_dispute(instalment.id, Dispute.Reason.PRICE, DEBTOR, client_id=client_id)
        plan_day(business_now(ready))
    with django_assert_max_num_queries(40):
        assert owner.get("/").status_code == 200


def test_a_reader_sees_it_another_firm_sees_its_own_a_stranger_signs_in(reader, sign_in, client, ready):
    with tenant(ready.id):
        make_instalment(make_client(), "FA-1", "1240.00", due=date(2026, 11, 14))
    assert "1 240,00 €" in words(reader.get("/"))
    other = Organisation.objects.create(name="Atelier Vitrail")
    assert "1 240,00 €" not in words(sign_in(organisation=other, language="en").get("/"))
    assert client.get("/").status_code == 302


def test_a_broken_promise_asks_for_a_call_until_a_new_one_is_given(owner, ready):
    with tenant(ready.id):
        client_id = make_client("Brasserie du Canal", email="m.haddad@brasserie.example")
        owed = make_instalment(client_id, "FA-1", "1480.00", due=date(2026, 11, 2))
        long_ago = Answerer(TODAY - timedelta(days=14), AnswerSource.PORTAL)
        promise(client_id, TODAY - timedelta(days=10), long_ago, {owed.id: 148_000})
        settle_promises(TODAY)
    assert doings(ready) == [Doing.CALL_BROKEN_PROMISE]
    assert "Appeler Brasserie du Canal 1 480,00 €" in words(owner.get("/"))
    with tenant(ready.id):
        promise(client_id, TODAY + timedelta(days=4), DEBTOR, {owed.id: 148_000})
    assert doings(ready) == []


def test_a_coin_toss_is_told_as_one_and_what_only_the_amount_says_as_perhaps(owner, ready):
    with tenant(ready.id):
        make_instalment(make_client("Brasserie du Canal"), "FA-1", "300.00")
        make_instalment(make_client("Hôtel des Voyageurs", email="h@voyageurs.example"), "FA-2", "300.00")
        make_instalment(make_client("Garage Morel", email="g@morel.example"), "FA-3", "512.00")
        entries = [credit("300.00", "VIREMENT DE NOVEMBRE"), credit("512.00", "VIREMENT")]
        import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="test")
        now = today(TODAY)
    told = {todo.client_name: (todo.sure, todo.other_name) for todo in now.todos if todo.sure}
    assert told == {"Brasserie du Canal": ("either", "Hôtel des Voyageurs"), "Garage Morel": ("perhaps", "")}
    assert [(one.client_name, one.kind, one.amount) for one in now.waiting] == [
        ("Brasserie du Canal", "perhaps_paid", euros("300.00")),
        ("Garage Morel", "perhaps_paid", euros("512.00")),
        ("Hôtel des Voyageurs", "perhaps_paid", euros("300.00")),
    ]
    text = words(owner.get("/"))
    assert "vient de Brasserie du Canal ou de Hôtel des Voyageurs : vous seul pouvez le dire" in text
    assert "vient peut-être de Garage Morel" in text
    assert text.count("peut-être déjà payé") == 3
    assert "sans doute" not in text


def test_what_nearly_everything_speaks_for_is_told_as_sure(owner, ready):
    with tenant(ready.id):
        make_instalment(make_client("Brasserie du Canal"), "FA-1", "300.00")
        import_bank_file(camt053([credit("300.00", "VIREMENT")]), "releve.xml", on=TODAY, actor="test")
        match = Match.objects.get()
        parts = list(match.parts.all())
        Match.objects.update(state=MatchState.OUTDATED)
        match.pk, match.score, match.margin, match._state.adding = None, 800, 150, True
        match.save()
        for part in parts:
            MatchPart.objects.create(match=match, instalment=part.instalment, amount_minor=part.amount_minor)
    text = words(owner.get("/"))
    assert "vient sans doute de Brasserie du Canal" in text
    assert "sans doute déjà payé" in text
