"""What staff do from the card: done and told, or refused with a sentence and without a trace; each behind its right."""

from datetime import date

import pytest

from quitus.apps.answers.actions import claim_paid
from quitus.apps.answers.models import Dispute, PaidClaim, Promise
from quitus.apps.clients.models import Client, Contact
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.models import Payment
from quitus.apps.reminders.models import Hold
from tests.firm import TODAY, make_client, remaining
from tests.web.staff.clients.changing import CARD, DEBTOR, cheque, last_kind
from tests.web.staff.conftest import words


def test_a_new_client_with_its_first_contact(owner, firm):
    sent = {
        **CARD,
        "contact-name": "Hélène  Vasseur\u200b",
        "contact-role": "accounting",
        "contact-email": "C@b.example",
    }
    response = owner.post("/clients/new", sent)
    with tenant(firm.id):
        made = Client.objects.get()
        assert (made.name, made.country, made.pay_run_days) == ("Maison Berthier", "FR", [15, 30])
        assert Contact.objects.get().name == "Hélène Vasseur"
    assert response.headers["Location"] == f"/clients/{made.id}"


def test_a_contact_is_not_asked_for_at_once(owner, firm):
    owner.post("/clients/new", {**CARD, "contact-role": "accounting"})
    with tenant(firm.id):
        assert (Client.objects.count(), Contact.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Ce champ est obligatoire"),
        ({"pay_run_days": "15, 32"}, "Les jours de paiement vont de 1 à 31"),
        ({"siren": "123456789"}, "Un SIREN a neuf chiffres"),
        ({"kind": "friend"}, "friend"),
        ({"country": "France"}, "valeur valide"),
        ({"payment_days": "-1"}, "supérieure ou égale à 0"),
        ({"contact-email": "a@b.example, c@d.example"}, "adresse"),
        ({"contact-email": "a@b.example\r\nBcc: x@y.example"}, "adresse"),
        ({"name": "a\x07b"}, "caractère illisible"),
        ({"number": "C-0001"}, "C-0001"),
    ],
)
def test_a_wrong_card_is_said_and_not_kept(owner, firm, wrong, sentence):
    with tenant(firm.id):
        make_client("Brasserie du Canal", number="C-0001")
    sent = {**CARD, "number": "C-0002", "contact-role": "accounting", **wrong}
    response = owner.post("/clients/new", sent)
    assert response.status_code == 422
    assert sentence in words(response)
    with tenant(firm.id):
        assert Client.objects.count() == 1


def test_the_card_is_changed_and_told(owner, firm, berthier):
    form = words(owner.get(f"/clients/{berthier.id}/edit"))
    assert "Jours du mois où ils paient" in form
    sent = {**CARD, "name": "Berthier SAS", "notes": "n° de commande", "payment_days": "45"}
    assert owner.post(f"/clients/{berthier.id}/edit", sent).status_code == 302
    assert last_kind(firm) == "client_changed"
    assert "Fiche modifiée : nom, téléphone, notes, conditions de paiement" in words(
        owner.get(f"/clients/{berthier.id}")
    )
    with tenant(firm.id):
        changed = Client.objects.get()
        assert (changed.name, changed.notes, changed.payment_days) == ("Berthier SAS", "n° de commande", 45)


def test_who_owes_is_not_put_aside(owner, firm, berthier):
    response = owner.post(f"/clients/{berthier.id}/archive")
    assert response.status_code == 422
    with tenant(firm.id):
        assert Client.objects.get().archived_on is None
        idle = make_client("Brasserie du Canal")
    assert owner.post(f"/clients/{idle}/archive").status_code == 302
    assert "Archivé." in words(owner.get(f"/clients/{idle}"))
    owner.post(f"/clients/{idle}/restore")
    assert last_kind(firm) == "client_restored"


def test_contacts_are_added_ordered_changed_and_put_aside(owner, firm, berthier):
    path = f"/clients/{berthier.id}/contacts/new"
    owner.post(path, {"name": "Luc Berthier", "role": "signatory", "phone": "01 99 00 34 11"})
    with tenant(firm.id):
        first, luc = Contact.objects.order_by("id")
    owner.post(f"/clients/contacts/{luc.id}/up")
    with tenant(firm.id):
        assert list(Contact.objects.order_by("position").values_list("name", flat=True)) == [
            "Luc Berthier",
            "Hélène Vasseur",
        ]
    owner.post(f"/clients/contacts/{luc.id}", {"name": "Luc B.", "role": "manager", "email": "luc@b.example"})
    assert owner.post(f"/clients/contacts/{first.id}/archive").status_code == 302
    text = words(owner.get(f"/clients/{berthier.id}"))
    assert "Luc B. direction" in text
    assert "Hélène Vasseur comptabilité" not in text
    assert owner.get(f"/clients/contacts/{first.id}").status_code == 404


def test_an_empty_contact_is_refused(owner, firm, berthier):
    response = owner.post(f"/clients/{berthier.id}/contacts/new", {"role": "accounting"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    with tenant(firm.id):
        assert Contact.objects.count() == 1


def test_a_promise_made_on_the_phone(owner, firm, berthier):
    sent = {"promise-day": "2026-11-30", "promise-amount": "1 300,00"}
    assert owner.post(f"/clients/{berthier.id}/promise", sent).status_code == 302
    with tenant(firm.id):
        given = Promise.objects.get()
        assert (given.source, given.promised_for) == ("staff", date(2026, 11, 30))
        assert dict(given.parts.values_list("instalment_id", "amount_minor")) == {
            berthier.late.id: 124_000,
            berthier.coming.id: 6_000,
        }
    owner.post(f"/clients/promises/{given.id}/withdraw")
    with tenant(firm.id):
        assert Promise.objects.get().state == Promise.State.WITHDRAWN


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"promise-day": "2026-11-23"}, "est déjà passé"),
        ({"promise-day": "2027-06-01"}, "trop lointain"),
        ({"promise-amount": "2390,01"}, "montant"),
        ({"promise-amount": "dix"}, "montant"),
        ({"promise-day": ""}, "obligatoire"),
    ],
)
def test_a_wrong_promise_comes_back_in_its_open_fold(owner, firm, berthier, wrong, sentence):
    sent = {"promise-day": "2026-11-30", "promise-amount": "10", **wrong}
    response = owner.post(f"/clients/{berthier.id}/promise", sent)
    assert response.status_code == 422
    assert sentence in words(response)
    assert '<details class="fold" name="said" open>' in response.content.decode()
    with tenant(firm.id):
        assert Promise.objects.count() == 0


def test_a_dispute_noted_and_settled(owner, firm, berthier):
    sent = {
        "dispute-instalment": berthier.late.id,
        "dispute-reason": "price",
        "dispute-words": "le tarif de 2025",
    }
    assert owner.post(f"/clients/{berthier.id}/dispute", sent).status_code == 302
    again = owner.post(f"/clients/{berthier.id}/dispute", sent)
    assert again.status_code == 422  # it is not among the choices any more
    with tenant(firm.id):
        dispute = Dispute.objects.get()
    owner.post(f"/clients/disputes/{dispute.id}/resolve", {"resolution": "sung"})
    with tenant(firm.id):
        assert Dispute.objects.get().resolved_on is None
    owner.post(f"/clients/disputes/{dispute.id}/resolve", {"resolution": "rejected"})
    with tenant(firm.id):
        assert (Dispute.objects.get().resolution, Dispute.objects.get().resolved_on) == ("rejected", TODAY)


@pytest.mark.parametrize(("said", "found"), [("yes", True), ("no", False), ("perhaps", None)])
def test_a_payment_they_spoke_of_is_found_or_not(owner, firm, berthier, said, found):
    with tenant(firm.id):
        (claim,) = claim_paid(berthier.id, [berthier.late.id], DEBTOR)
    assert owner.post(f"/clients/claims/{claim.id}/settle", {"found": said}).status_code == 302
    with tenant(firm.id):
        assert PaidClaim.objects.get().found is found


def test_a_pause_of_the_client_or_of_one_invoice(owner, firm, berthier):
    owner.post(f"/clients/{berthier.id}/pause", {"hold-until": "2026-12-04", "hold-reason": "congé"})
    owner.post(f"/clients/{berthier.id}/pause", {"hold-instalment": berthier.late.id})
    with tenant(firm.id):
        whole, one = Hold.objects.order_by("id")
        assert (whole.instalment_id, whole.until_on, whole.reason) == (None, date(2026, 12, 4), "congé")
        assert (one.instalment_id, one.until_on) == (berthier.late.id, None)
    owner.post(f"/clients/pauses/{whole.id}/lift")
    with tenant(firm.id):
        assert Hold.objects.get(id=whole.id).lifted_on == TODAY


@pytest.mark.parametrize(
    "sent", [{"hold-until": "2026-11-23"}, {"hold-instalment": "999999"}, {"hold-until": "never"}]
)
def test_a_wrong_pause_is_said_and_not_kept(owner, firm, berthier, sent):
    response = owner.post(f"/clients/{berthier.id}/pause", sent)
    assert response.status_code == 422
    with tenant(firm.id):
        assert Hold.objects.count() == 0


def test_a_cheque_pressed_twice_is_one_cheque(owner, firm, berthier):
    page = words(owner.get(f"/clients/{berthier.id}/payments/new"))
    assert "Maison Berthier &amp; Fils doit 2 390,00 €." in page
    sent = cheque(chosen=[berthier.coming.id], reference="0012345")
    for _press in range(2):
        response = owner.post(f"/clients/{berthier.id}/payments/new", sent)
        assert response.headers["Location"] == f"/clients/{berthier.id}#payments"
    with tenant(firm.id):
        assert Payment.objects.get().amount_minor == 30_000
        assert remaining(berthier.late, berthier.coming) == [124_000, 85_000]
