"""Charges on the debtor's page: beside the invoices, with their calculation; only what was claimed, only theirs."""

import re
from datetime import UTC, date, datetime

import pytest

from quitus.apps.answers.actions import Answerer, open_dispute
from quitus.apps.answers.models import AnswerSource, Dispute, Promise
from quitus.apps.charges.actions import Wanted, claim_charges, waive
from quitus.apps.charges.models import Charge
from quitus.apps.clients.models import Client, ClientKind
from quitus.apps.organisations.doors import portal_token
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.models import ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.record import a_payment

BY = {"on": TODAY, "actor": "Camille Rousseau"}


@pytest.fixture
def debtor(organisation):
    """One late invoice of 1,240.00; 16.85 of interest and the indemnity claimed."""
    Organisation.objects.update(clock_set_to=datetime(2026, 11, 24, 9, tzinfo=UTC))
    with tenant(organisation.id):
        client_id = make_client()
        late = make_instalment(client_id, "FA-2026-0118", "1240.00", due=date(2026, 10, 15))
        claim = claim_charges(Wanted(client_id=client_id, until=TODAY), **BY)
        charges = dict(Charge.objects.values_list("kind", "id"))
        return client_id, late, claim, charges, portal_token(client_id)


def text(response):
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
    return words.replace("\u202f", " ").replace("\xa0", " ")


def amount_copied(response):
    return re.findall(r'data-copy="([\d,.]+)"', response.content.decode())


def test_claimed_charges_stand_beside_the_invoices_and_in_the_whole(client, debtor):
    _, late, claim, _, token = debtor
    page = client.get(f"/p/{token}")
    words = text(page)
    assert "Pénalités de retard" in words
    assert "Intérêts de retard du 16 octobre 2026 au 24 novembre 2026" in words
    assert "Factures, à payer 1 240,00 €" in words
    assert "Pénalités, en tout 56,85 €" in words
    assert "1 296,85 €" in words
    assert amount_copied(page) == ["1296,85"]
    assert f"/p/{token}/charges/{claim.id}" in page.content.decode()
    assert late.reference in page.content.decode()


def test_what_accrues_and_was_not_claimed_is_not_there(client, organisation):
    Organisation.objects.update(clock_set_to=datetime(2026, 11, 24, 9, tzinfo=UTC))
    with tenant(organisation.id):
        client_id = make_client()
        make_instalment(client_id, "FA-1", "1240.00")
        token = portal_token(client_id)
    words = text(client.get(f"/p/{token}"))
    assert "Pénalités" not in words
    assert amount_copied(client.get(f"/p/{token}")) == ["1240,00"]


def test_charges_are_ticked_like_invoices(client, debtor):
    _, late, claim, _, token = debtor
    assert amount_copied(client.get(f"/p/{token}", {"pay": late.id})) == ["1240,00"]
    alone = client.get(f"/p/{token}", {"claim": claim.id})
    assert amount_copied(alone) == ["56,85"]
    assert 'data-copy="PEN-2026-0001"' in alone.content.decode()
    assert "pour les seules pénalités" in text(alone)
    both = client.get(f"/p/{token}", {"pay": late.id, "claim": claim.id})
    assert amount_copied(both) == ["1296,85"]
    hostile = client.get(f"/p/{token}", {"claim": ["999999", "-1", "x", "1" * 40]})
    assert (hostile.status_code, "1 296,85 €" in text(hostile)) == (200, False)


def test_a_promise_is_of_the_invoices_alone(client, debtor, organisation):
    _, late, _, _, token = debtor
    page = client.get(f"/p/{token}").content.decode()
    assert 'name="promise-amount" value="1240,00"' in page
    sent = {"pay": late.id, "promise-day": "2026-11-30", "promise-amount": "1 296,85"}
    assert client.post(f"/p/{token}/promise", sent).status_code == 422
    with tenant(organisation.id):
        assert Promise.objects.count() == 0


def test_the_calculation_row_by_row_in_their_language(client, debtor):
    _, _, claim, _, token = debtor
    page = client.get(f"/p/{token}/charges/{claim.id}")
    words = text(page)
    for said in (
        "16 octobre 2026 au 24 novembre 2026",
        "12,40 %",
        "16,8504",
        "16,85 €",
        "40,00 €",
        "56,85 €",
    ):
        assert said in words
    assert "L441-10" in words
    assert page.headers["Cache-Control"] == "no-store"
    client.cookies["quitus_language"] = "en"
    english = text(client.get(f"/p/{token}/charges/{claim.id}"))
    assert "Late interest from 16 October 2026 to 24 November 2026" in english
    pdf = client.get(f"/p/{token}/charges/{claim.id}.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Security-Policy"].startswith("sandbox")


def test_what_is_paid_or_waived_is_asked_no_more(client, debtor, organisation):
    client_id, _, claim, charges, token = debtor
    with tenant(organisation.id):
        waive(charges["indemnity"], None, "Bon client", client_id=client_id, **BY)
        a_payment(client_id, "1250.00", received_on=TODAY)
    words = text(client.get(f"/p/{token}"))
    assert "6,85 €" in words
    assert "40,00 € abandonnés" in text(client.get(f"/p/{token}/charges/{claim.id}"))


def test_charges_alone_are_left_when_the_invoice_is_paid(client, debtor, organisation):
    client_id, late, _, _, token = debtor
    whole = euros("1240.00")
    with tenant(organisation.id):
        a_payment(client_id, "1240.00", "late", received_on=TODAY, parts={late.id: whole})
    page = client.get(f"/p/{token}")
    assert "ne doit rien" not in text(page)
    assert amount_copied(page) == ["56,85"]
    assert "promise-amount" not in page.content.decode()


def test_an_invoice_that_a_credit_note_cancels_leaves_no_charges(client, debtor, organisation):
    client_id, late, _, _, token = debtor
    with tenant(organisation.id):
        note = NewReduction(
            kind=ReductionKind.CREDIT_NOTE,
            client_id=client_id,
            parts={late.id: euros("1240.00")},
            happened_on=TODAY,
            slot="one",
            document="AV-1",
        )
        reduce(note, **BY)
    assert "56,85" not in text(client.get(f"/p/{token}"))


def test_a_credit_note_is_not_called_a_payment(client, debtor, organisation):
    client_id, late, _, _, token = debtor
    with tenant(organisation.id):
        note = NewReduction(
            kind=ReductionKind.CREDIT_NOTE,
            client_id=client_id,
            parts={late.id: euros("240.00")},
            happened_on=TODAY,
            slot="one",
            document="AV-1",
        )
        reduce(note, **BY)
    words = text(client.get(f"/p/{token}"))
    assert "1 240,00 €, moins 240,00 € d’avoir" in words
    assert "240,00 € reçus" not in words


def test_charges_of_a_contested_invoice_are_not_in_the_whole(client, debtor, organisation):
    client_id, late, _, _, token = debtor
    with tenant(organisation.id):
        said = Answerer(TODAY, AnswerSource.PORTAL)
        open_dispute(late.id, Dispute.Reason.WORK, said, client_id=client_id, words="…")
    page = client.get(f"/p/{token}")
    assert "1 296,85 €" not in text(page)
    assert "checked" not in re.findall(r'name="claim"[^>]*>', page.content.decode())[0]


def test_a_consumer_never_sees_an_indemnity(client, debtor, organisation):
    client_id, _, claim, _, token = debtor
    with tenant(organisation.id):
        Client.objects.filter(id=client_id).update(kind=ClientKind.CONSUMER)
    page = client.get(f"/p/{token}")
    assert "ndemnité" not in text(page)
    assert amount_copied(page) == ["1256,85"]
    assert f"/charges/{claim.id}" not in page.content.decode()
    for suffix in ("", ".pdf"):
        assert client.get(f"/p/{token}/charges/{claim.id}{suffix}").status_code == 404


def test_another_clients_claim_is_not_there(client, debtor, organisation):
    _, _, claim, _, _ = debtor
    with tenant(organisation.id):
        other = portal_token(make_client("Brasserie du Canal"))
    for suffix in ("", ".pdf"):
        assert client.get(f"/p/{other}/charges/{claim.id}{suffix}").status_code == 404
        assert client.get(f"/p/forged/charges/{claim.id}{suffix}").status_code == 404
