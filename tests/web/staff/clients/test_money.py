"""Payments, answers, pauses and the secret link of a card, changed by a person."""

import pytest
from django.test import Client as Browser

from quitus.apps.organisations.doors import portal_token
from quitus.apps.organisations.models import Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import Payment, PaymentMethod
from quitus.apps.reminders.models import Hold
from tests.firm import TODAY, euros, make_client, make_instalment, remaining
from tests.web.staff.clients.changing import _paths, cheque, last_kind
from tests.web.staff.conftest import words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "0"}, "montant positif"),
        ({"amount": "-5"}, "montant positif"),
        ({"amount": "beaucoup"}, "ne peut pas être lu"),
        ({"received_on": "2026-11-25"}, "n’est pas encore passé"),
        ({"method": "cash", "amount": "1000,01"}, "ne se règle pas en espèces (C. mon. fin. L112-6)"),
        ({"method": "card"}, "card"),
        ({"key": "me"}, ""),
        ({"chosen": ["999999"]}, "999999"),
    ],
)
def test_a_wrong_payment_is_said_and_not_kept(owner, firm, berthier, wrong, sentence):
    response = owner.post(f"/clients/{berthier.id}/payments/new", cheque(**wrong))
    assert response.status_code == 422
    assert sentence in words(response)
    with tenant(firm.id):
        assert Payment.objects.count() == 0
        assert remaining(berthier.late, berthier.coming) == [124_000, 115_000]


def test_a_bounced_cheque_is_taken_back_with_its_reason(owner, firm, berthier):
    owner.post(f"/clients/{berthier.id}/payments/new", cheque())
    with tenant(firm.id):
        payment = Payment.objects.get()
    path = f"/clients/{berthier.id}/payments/{payment.id}/take-back"
    assert "300,00 €" in words(owner.get(path))
    assert owner.post(path, {"reason": ""}).status_code == 422
    assert owner.post(path, {"reason": "chèque impayé"}).status_code == 302
    text = words(owner.get(f"/clients/{berthier.id}"))
    assert "Règlement de 300,00 € annulé ; de nouveau dues : FA-2026-0118 chèque impayé" in text
    with tenant(firm.id):
        assert remaining(berthier.late) == [124_000]


def test_what_the_bank_brought_is_not_taken_back_here(owner, firm, berthier):
    with tenant(firm.id):
        matched = receive(
            Receipt(
                slot="match:1",
                client_id=berthier.id,
                amount=euros("10.00"),
                received_on=TODAY,
                method=PaymentMethod.TRANSFER,
            ),
            on=TODAY,
            actor="test",
        )
    path = f"/clients/{berthier.id}/payments/{matched.id}/take-back"
    assert path not in owner.get(f"/clients/{berthier.id}").content.decode()
    response = owner.post(path, {"reason": "x"})
    assert response.status_code == 422
    assert "Annulez son rapprochement dans Banque." in words(response)


def test_credit_settles_what_comes_later(owner, firm, berthier):
    owner.post(f"/clients/{berthier.id}/payments/new", cheque(amount="2400"))
    with tenant(firm.id):
        later = make_instalment(berthier.id, "FA-2026-0200", "30.00")
    owner.post(f"/clients/{berthier.id}/credit/use")
    with tenant(firm.id):
        assert remaining(later) == [2_000]


def test_a_revoked_link_opens_nothing(owner, firm, berthier):
    with tenant(firm.id):
        old = portal_token(berthier.id)
    owner.post(f"/clients/{berthier.id}/link/revoke")
    assert Browser().get(f"/p/{old}").status_code == 404
    assert last_kind(firm) == "portal_link_revoked"
    assert old not in owner.get(f"/clients/{berthier.id}").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_each_change_is_for_those_whose_role_allows_it(sign_in, answered, role):
    browser = sign_in(role)
    for path, roles in answered.items():
        status = browser.post(path).status_code
        assert (status != 403) == (role in roles), (path, status)


def test_without_signing_in_there_is_nothing(answered, berthier):
    for path in [*answered, "/clients/", f"/clients/{berthier.id}", f"/clients/{berthier.id}/history"]:
        response = Browser().post(path)
        assert response.status_code == 405 or response.headers["Location"].startswith("/account/login/")


def test_nothing_is_changed_by_looking(owner, answered):
    looking = {200, 405}
    assert {owner.get(path).status_code for path in answered} <= looking


def test_another_firms_ids_are_not_there(owner, stranger, berthier):
    for path, _ in _paths(stranger.id).items():
        if path != "/clients/new":
            assert owner.post(path).status_code == 404, path
    for path in (f"/clients/{stranger.id}", f"/clients/{stranger.id}/history"):
        assert owner.get(path).status_code == 404


def test_another_clients_instalment_cannot_be_named(owner, firm, berthier):
    with tenant(firm.id):
        other = make_client("Brasserie du Canal")
    sent = {"hold-instalment": berthier.late.id}
    assert owner.post(f"/clients/{other}/pause", sent).status_code == 422
    assert owner.post(f"/clients/{other}/payments/new", cheque(chosen=[berthier.late.id])).status_code == 422
    with tenant(firm.id):
        assert (Hold.objects.count(), Payment.objects.count()) == (0, 0)


def test_forms_need_their_token(firm, owner, berthier):
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    assert strict.post(f"/clients/{berthier.id}/link/revoke").status_code == 403
