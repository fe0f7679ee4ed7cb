""" "On me doit" and the page of an invoice: what a person reads, changes, and may not reach."""

from datetime import date

import pytest
from django.test import Client as Browser

from quitus.apps.files.actions import keep
from quitus.apps.invoicing.actions import attach_documents
from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.reminders.models import PolicyVersion, Reminder, ReminderState, StartingPoint
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.web.staff.conftest import words

PDF = b"%PDF-1.7 invented"


@pytest.fixture
def late(firm):
    with tenant(firm.id):
        return make_instalment(make_client(), "FA-2026-0118", "1240.00", due=date(2026, 10, 15))


def test_the_list_with_its_sums(owner, firm, late):
    with tenant(firm.id):
        make_instalment(
            make_client("Brasserie du Canal"),
            "FA-2026-0149",
            "1150.00",
            due=date(2026, 12, 15),
            released=False,
        )
    text = words(owner.get("/invoices/"))
    for sentence in (
        "Dû en tout 2 390,00 € 2 échéances",
        "En retard 1 240,00 € une échéance",
        "À venir 1 150,00 €",
        "Une échéance importée attend votre accord. Aucune relance ne part avant.",
        "Les 2 échéances 2 390,00 €",
        "à venir attend votre accord 1 150,00 €",
    ):
        assert sentence in text, sentence


def test_searched_by_number_narrowed_and_sorted(owner, firm, late):
    with tenant(firm.id):
        make_instalment(make_client("Brasserie du Canal"), "FA-2026-0149", "50.00", due=date(2026, 12, 15))
    assert "0149" not in words(owner.get("/invoices/", {"q": "fa 118"}))
    assert "0118" not in words(owner.get("/invoices/", {"only": "coming", "order": "amount"}))
    rows = owner.get("/invoices/", {"q": "canal"}, headers={"HX-Request": "true"})
    assert "<html" not in rows.content.decode()
    assert "Une échéance 50,00 €" in words(rows)
    assert "Rien ne correspond" in words(owner.get("/invoices/", {"q": "0999"}))


@pytest.mark.parametrize(
    "query", [{"q": "<b>"}, {"q": "\0"}, {"only": "x", "order": "y", "page": "-3"}, {"page": "9" * 50}]
)
def test_hostile_searches_are_only_searches(owner, late, query):
    response = owner.get("/invoices/", query)
    assert response.status_code == 200
    assert 'value="<b>"' not in response.content.decode()


def test_an_empty_firm_is_told_what_comes_next(owner):
    text = words(owner.get("/invoices/"))
    assert "Personne ne vous doit rien" in text
    assert "Importer des factures" in text


def test_the_page_of_an_invoice(owner, sign_in, firm, late):
    with tenant(firm.id):
        receive_by_hand(
            late.client_id,
            euros("300.00"),
            PaymentMethod.CHEQUE,
            date(2026, 11, 16),
            key="k",
            on=TODAY,
            actor="Camille",
            reference="0012345",
        )
        Reminder.objects.create(
            instalment=late,
            client_id=late.client_id,
            policy_version=PolicyVersion.objects.get(),
            step="any_problem",
            level=4,
            channel="email",
            planned_on=date(2026, 10, 22),
            state=ReminderState.DROPPED,
            settled_on=date(2026, 10, 23),
            dropped_because="promised",
        )
    text = words(owner.get(f"/invoices/{late.invoice_id}"))
    for sentence in (
        "Facture FA-2026-0118",
        "Reste dû 940,00 €",
        "Montant TTC 1 240,00 €",
        "jeudi 15 octobre en partie, en retard de 40 jours 1 240,00 €",
        "300,00 € reçus, 940,00 € encore dus",
        "RF68 FA20 2601 18",
        "lundi 16 novembre chèque 0012345",
        "Un souci ? vendredi 23 octobre · le client a promis une date abandonnée",
        "Arrivée le 15 septembre 2026",
    ):
        assert sentence in text, sentence
    assert "Invoice FA-2026-0118" in words(sign_in(language="en").get(f"/invoices/{late.invoice_id}"))


def test_a_paid_invoice_wears_the_stamp_of_its_day(owner, firm, late):
    with tenant(firm.id):
        receive_by_hand(
            late.client_id,
            euros("1240.00"),
            PaymentMethod.TRANSFER,
            date(2026, 11, 16),
            key="k",
            on=TODAY,
            actor="Camille",
        )
    text = words(owner.get(f"/invoices/{late.invoice_id}"))
    assert "Pour acquit 16 novembre 2026" in text
    assert "Enregistrer un règlement" not in text


def test_the_document_is_behind_the_wall(owner, firm, late):
    path = f"/invoices/{late.invoice_id}.pdf"
    assert owner.get(path).status_code == 404
    with tenant(firm.id):
        attach_documents({late.invoice_id: keep(PDF, "application/pdf").id})
    found = owner.get(path)
    assert (found.content, found.headers["Content-Type"]) == (PDF, "application/pdf")
    assert found.headers["Content-Disposition"] == 'inline; filename="FA-2026-0118.pdf"'
    assert found.headers["Content-Security-Policy"].startswith("sandbox")
    assert path in owner.get(f"/invoices/{late.invoice_id}").content.decode()
    other = Organisation.objects.create(name="Autre entreprise")
    with tenant(other.id):
        theirs = make_instalment(make_client(), "X-1")
        attach_documents({theirs.invoice_id: keep(PDF, "application/pdf").id})
    assert owner.get(f"/invoices/{theirs.invoice_id}.pdf").status_code == 404


def test_the_day_it_arrived_is_said_once(owner, firm):
    with tenant(firm.id):
        unsent = make_instalment(make_client(), "FA-2026-0118", sent=None, issued=date(2026, 9, 15))
    path = f"/invoices/{unsent.invoice_id}/arrived"
    for wrong in ("2026-09-14", "2026-11-25", "hier", ""):
        assert owner.post(path, {"day": wrong}).status_code == 422
    assert owner.post(path, {"day": "2026-09-16"}).status_code == 302
    owner.post(path, {"day": "2026-09-20"})
    with tenant(firm.id):
        assert Invoice.objects.get().sent_on == date(2026, 9, 16)


def test_a_lost_step_is_found_again(owner, firm, late):
    with tenant(firm.id):
        Reminder.objects.create(
            instalment=late,
            client_id=late.client_id,
            policy_version=PolicyVersion.objects.get(),
            step="of_an_older_policy",
            level=2,
            channel="email",
            planned_on=date(2026, 10, 22),
            state=ReminderState.SENT,
            settled_on=date(2026, 10, 22),
        )
    text = words(owner.get(f"/invoices/{late.invoice_id}"))
    assert "La dernière étape envoyée n’est pas de ce scénario".lower() in text.lower()
    path = f"/invoices/instalments/{late.id}/go-on"
    assert owner.post(path, {"step": "sing"}).status_code == 422
    with tenant(firm.id):
        assert StartingPoint.objects.count() == 0
    assert owner.post(path, {"step": "last"}).status_code == 302
    with tenant(firm.id):
        assert StartingPoint.objects.get().step == "last"


def test_who_may_do_what(sign_in, firm, late):
    paths = {
        f"/invoices/{late.invoice_id}/arrived": "remind",
        f"/invoices/instalments/{late.id}/go-on": "remind",
        f"/invoices/instalments/{late.id}/release": "remind",
        "/invoices/release": "remind",
        "/invoices/import": "keep_clients",
        "/invoices/import/forged": "keep_clients",
        "/invoices/import/forged/take": "keep_clients",
    }
    reader, collector = sign_in(Role.READER), sign_in(Role.COLLECTOR)
    for path in paths:
        assert reader.post(path).status_code == 403, path
        assert collector.post(path).status_code != 403, path
        assert Browser().post(path).headers["Location"].startswith("/account/login/")
    assert reader.get("/invoices/").status_code == 200
    assert reader.get(f"/invoices/{late.invoice_id}").status_code == 200
    with tenant(firm.id):
        assert Instalment.objects.get().released_on is not None


def test_another_firms_ids_are_not_there(owner, firm):
    other = Organisation.objects.create(name="Autre entreprise")
    with tenant(other.id):
        theirs = make_instalment(make_client(), "X-1", released=False)
    assert owner.get(f"/invoices/{theirs.invoice_id}").status_code == 404
    for path in (
        f"/invoices/{theirs.invoice_id}/arrived",
        f"/invoices/instalments/{theirs.id}/go-on",
        f"/invoices/instalments/{theirs.id}/release",
    ):
        assert owner.post(path, {"day": "2026-11-01", "step": "firm"}).status_code == 404
    owner.post("/invoices/release", {"chosen": theirs.id})
    with tenant(other.id):
        assert Instalment.objects.get().released_on is None


def test_the_queries_do_not_grow(owner, firm, late, django_assert_max_num_queries):
    with tenant(firm.id):
        for number in range(30):
            make_instalment(make_client(f"Client {number}"), f"FB-{number}", "10.00")
    with django_assert_max_num_queries(25):
        owner.get("/invoices/")
    with django_assert_max_num_queries(40):
        owner.get(f"/invoices/{late.invoice_id}")
