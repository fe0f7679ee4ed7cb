"""The debtor's page: what is owed, how to pay, how to answer; and what a stranger sees of it: nothing."""

import re
from datetime import date

import pytest
from django.urls import reverse

from quitus.apps.answers.actions import Answerer, resolve_dispute, settle_claim
from quitus.apps.answers.models import AnswerSource, Dispute, PaidClaim, Promise
from quitus.apps.files.actions import keep
from quitus.apps.invoicing.models import Invoice
from quitus.apps.organisations.doors import portal_token, revoke_portal_link
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import Payment, PaymentMethod
from tests.firm import euros, make_client, make_instalment
from tests.record import a_payment

PDF = b"%PDF-1.7 invented"


@pytest.fixture
def debtor(organisation):
    """Two open invoices, one of them with a document; the studio lives on Tuesday, 24 November 2026."""
    from datetime import UTC, datetime

    Organisation.objects.update(clock_set_to=datetime(2026, 11, 24, 9, tzinfo=UTC))
    with tenant(organisation.id):
        client_id = make_client()
        first = make_instalment(client_id, "FA-2026-0118", "1240.00", due=date(2026, 10, 15))
        second = make_instalment(client_id, "FA-2026-0127", "860.00", due=date(2026, 12, 15))
        Invoice.objects.filter(id=first.invoice_id).update(document=keep(PDF, "application/pdf"))
        return client_id, first, second, portal_token(client_id)


def text(response):
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
        .replace("\u202f", " ")
        .replace("\xa0", " ")
    )


def test_what_is_due_is_asked_for_with_all_that_a_transfer_needs(client, debtor):
    _, first, _, token = debtor
    response = client.get(f"/p/{token}")
    words = text(response)
    assert response.status_code == 200
    assert "Maison Berthier" in words
    assert "1 240,00 €" in words
    assert "FR76 3000 6000 0112 3456 7890 189" in words
    assert f'data-copy="{first.reference}"' in response.content.decode()
    assert '<svg role="img"' in response.content.decode()
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "no-store"


def test_what_is_ticked_is_what_is_asked_for(client, debtor):
    _, first, second, token = debtor
    both = text(client.get(f"/p/{token}", {"pay": [first.id, second.id]}))
    assert "2 100,00 €" in both
    hostile = client.get(f"/p/{token}", {"pay": ["9999999", "-1", "x", "1" * 40]})
    assert hostile.status_code == 200


def test_english_for_an_english_client_and_for_who_asks(client, debtor):
    _, _, _, token = debtor
    client.cookies["quitus_language"] = "en"
    assert "Left to pay" in text(client.get(f"/p/{token}"))


def test_a_promise_is_kept_and_shown(client, debtor, organisation):
    _, first, _, token = debtor
    sent = {"pay": first.id, "promise-day": "2026-11-30", "promise-amount": "1 240,00"}
    assert client.post(f"/p/{token}/promise", sent).status_code == 302
    with tenant(organisation.id):
        given = Promise.objects.get()
        assert (given.promised_for, given.parts.get().amount_minor) == (date(2026, 11, 30), 124_000)
    assert "promis pour le 30 novembre" in text(client.get(f"/p/{token}"))


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2026-11-23", "10"),
        ("2027-11-30", "10"),
        ("", "10"),
        ("2026-11-30", "1240,01"),
        ("2026-11-30", "0"),
        ("2026-11-30", "dix"),
        ("2026-11-30", ""),
    ],
)
def test_a_wrong_promise_is_said_and_not_kept(client, debtor, organisation, day, amount):
    _, first, _, token = debtor
    sent = {"pay": first.id, "promise-day": day, "promise-amount": amount}
    response = client.post(f"/p/{token}/promise", sent)
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode() or 'role="alert"' in response.content.decode()
    with tenant(organisation.id):
        assert Promise.objects.count() == 0


def test_contesting_and_saying_that_it_is_paid(client, debtor, organisation):
    _, first, second, token = debtor
    contested = {
        "dispute-instalment": first.id,
        "dispute-reason": "work",
        "dispute-words": "<b>deux</b> pages",
    }
    assert client.post(f"/p/{token}/dispute", contested).status_code == 302
    assert client.post(f"/p/{token}/dispute", contested).status_code == 422
    assert (
        client.post(f"/p/{token}/paid", {"pay": second.id, "paid-paid_on": "2026-11-20"}).status_code == 302
    )
    assert (
        client.post(f"/p/{token}/paid", {"pay": second.id, "paid-paid_on": "2026-12-20"}).status_code == 422
    )
    with tenant(organisation.id):
        assert Dispute.objects.get().words == "<b>deux</b> pages"
        assert PaidClaim.objects.get().paid_on == date(2026, 11, 20)
    words = text(client.get(f"/p/{token}"))
    assert "contestée" in words
    assert "paiement annoncé" in words


def test_the_document_is_the_clients_own(client, debtor, organisation):
    _, first, second, token = debtor
    found = client.get(f"/p/{token}/invoices/{first.invoice_id}.pdf")
    assert (found.content, found.headers["Content-Type"]) == (PDF, "application/pdf")
    assert client.get(f"/p/{token}/invoices/{second.invoice_id}.pdf").status_code == 404
    with tenant(organisation.id):
        stranger = portal_token(make_client("Brasserie du Canal", email="bar@canal.example"))
    assert client.get(f"/p/{stranger}/invoices/{first.invoice_id}.pdf").status_code == 404


def test_a_receipt_follows_the_payment(client, debtor, organisation):
    client_id, _, _, token = debtor
    with tenant(organisation.id):
        receive(
            Receipt(
                slot="t",
                client_id=client_id,
                amount=euros("1240.00"),
                received_on=date(2026, 11, 20),
                method=PaymentMethod.CHEQUE,
                account="511200",
            ),
            on=date(2026, 11, 24),
            actor="Camille",
        )
        paid = Payment.objects.get().id
        stranger = portal_token(make_client("Brasserie du Canal", email="bar@canal.example"))
    words = text(client.get(f"/p/{token}/receipts/{paid}"))
    assert "20 novembre 2026" in words
    assert "FA-2026-0118" in words
    assert client.get(f"/p/{stranger}/receipts/{paid}").status_code == 404


def test_forged_revoked_and_other_links_look_alike(client, debtor, organisation):
    client_id, first, _, token = debtor
    for forged in ("x" * 27, token[:-1] + ("A" if token[-1] != "A" else "B"), "../../etc/passwd", "%00"):
        assert client.get(f"/p/{forged}").status_code == 404
    with tenant(organisation.id):
        revoke_portal_link(client_id)
    assert client.get(f"/p/{token}").status_code == 404
    assert client.post(f"/p/{token}/promise", {"pay": first.id}).status_code == 404
    with tenant(organisation.id):
        assert portal_token(client_id) != token


def test_another_clients_instalments_cannot_be_answered_for(client, debtor, organisation):
    _, first, _, _ = debtor
    with tenant(organisation.id):
        other = make_client("Brasserie du Canal", email="bar@canal.example")
        make_instalment(other, "FA-2026-0140", "300.00")
        token = portal_token(other)
    sent = {"pay": first.id, "promise-day": "2026-11-30", "promise-amount": "10"}
    client.post(f"/p/{token}/promise", sent)
    client.post(
        f"/p/{token}/dispute",
        {"dispute-instalment": first.id, "dispute-reason": "work", "dispute-words": "x"},
    )
    with tenant(organisation.id):
        assert not Promise.objects.filter(parts__instalment=first).exists()
        assert Dispute.objects.count() == 0


def test_forms_need_their_token(debtor):
    from django.test import Client

    _, first, _, token = debtor
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/p/{token}/promise", {"pay": first.id}).status_code == 403


def test_names_resolve():
    assert reverse("portal:account", args=["abc"]) == "/p/abc"


@pytest.fixture
def ids(debtor, organisation):
    """What a page may name: what is open, what was paid since it was opened, what is not its own."""
    client_id, first, second, _ = debtor
    with tenant(organisation.id):
        third = make_instalment(client_id, "FA-2026-0131", "50.00", due=date(2026, 10, 10))
        a_payment(client_id, "50.00", parts={third.id: euros("50.00")})
        stranger = make_instalment(
            make_client("Brasserie du Canal", email="bar@canal.example"), "FA-2026-0140", "300.00"
        )
    return {"open": first.id, "other open": second.id, "paid": third.id, "another client's": stranger.id}


@pytest.mark.parametrize(
    "named",
    [
        ["another client's"],
        ["paid"],
        ["open", "paid"],
        ["open", "other open", "another client's"],
        ["x"],
        ["open", ""],
        ["open", "9" * 40],
        ["-1"],
    ],
)
@pytest.mark.parametrize(
    "answer", [{"promise-day": "2026-11-30", "promise-amount": "10"}, {"paid-paid_on": "2026-11-20"}]
)
def test_an_answer_about_what_is_not_open_is_never_taken_for_another(client, debtor, ids, named, answer):
    token, pay = debtor[3], [ids.get(name, name) for name in named]
    door = "promise" if "promise-day" in answer else "paid"
    response = client.post(f"/p/{token}/{door}", {"pay": pay, **answer})
    assert response.status_code == 422
    assert "n’est plus ouverte" in text(response)
    assert "FA-2026-0118" in text(response)
    with tenant(Organisation.objects.get().id):
        assert (Promise.objects.count(), PaidClaim.objects.count()) == (0, 0)
    asked = client.get(f"/p/{token}", {"pay": pay})
    assert asked.status_code == 200
    assert "n’est plus ouverte" in text(asked)


@pytest.mark.parametrize("named", ["paid", "another client's", "x", ""])
def test_what_is_not_open_cannot_be_contested(client, debtor, organisation, ids, named):
    token = debtor[3]
    sent = {
        "dispute-instalment": ids.get(named, named),
        "dispute-reason": "work",
        "dispute-words": "deux pages",
    }
    response = client.post(f"/p/{token}/dispute", sent)
    assert response.status_code == 422
    assert "FA-2026-0118" in text(response)
    with tenant(organisation.id):
        assert Dispute.objects.count() == 0


def test_nothing_named_means_all_that_is_asked(client, debtor, organisation):
    _, first, _, token = debtor
    client.post(f"/p/{token}/promise", {"promise-day": "2026-11-30", "promise-amount": "1240"})
    client.post(f"/p/{token}/paid", {})
    with tenant(organisation.id):
        assert Promise.objects.get().parts.get().instalment_id == first.id
        assert PaidClaim.objects.get().instalment_id == first.id


def test_who_puts_off_too_often_is_asked_to_write(client, debtor, organisation):
    _, first, _, token = debtor

    def promised_for(day):
        sent = {"pay": first.id, "promise-day": day, "promise-amount": "1240"}
        return client.post(f"/p/{token}/promise", sent)

    assert [promised_for(day).status_code for day in ("2026-11-30", "2026-12-15")] == [302, 302]
    refused = promised_for("2026-12-16")
    assert refused.status_code == 422
    assert "FA-2026-0118 : vous avez déjà reporté votre paiement au" in text(refused)
    assert "écrivez-nous" in text(refused)
    with tenant(organisation.id):
        assert Promise.objects.get(state="open").promised_for == date(2026, 12, 15)


def test_an_answer_given_again_is_thanked_for_without_a_promise_of_silence(client, debtor, organisation):
    _, first, _, token = debtor
    camille = Answerer(date(2026, 11, 24), AnswerSource.STAFF, "Camille")
    sent = {"dispute-instalment": first.id, "dispute-reason": "work", "dispute-words": "deux pages"}
    client.post(f"/p/{token}/dispute", sent)
    client.post(f"/p/{token}/paid", {"pay": first.id})
    with tenant(organisation.id):
        resolve_dispute(Dispute.objects.get().id, Dispute.Resolution.REJECTED, camille)
        settle_claim(PaidClaim.objects.get().id, camille, found=False)
    client.get(f"/p/{token}")
    for door, again in (("dispute", sent), ("paid", {"pay": first.id})):
        words = text(client.post(f"/p/{token}/{door}", again, follow=True))
        assert "les relances continuent" in words
        assert "set apart" not in words
        assert "mise à part" not in words
        assert "paiement annoncé" not in words
