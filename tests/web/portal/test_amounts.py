"""What the debtor's page proposes to pay: without what is contested or promised, as messages do; receipts."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from quitus.apps.answers.actions import Answerer, open_dispute, promise
from quitus.apps.answers.models import AnswerSource, Dispute, Promise
from quitus.apps.organisations.doors import portal_token
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.sending import send_due
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import Payment, PaymentMethod
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.reminding import get_ready, plan, words

BY = Answerer(TODAY, AnswerSource.PORTAL)


@pytest.fixture
def debtor(organisation):
    """Three invoices since mid-October; the studio lives on Tuesday, 24 November 2026."""
    get_ready(organisation)
    with tenant(organisation.id):
        client_id = make_client()
        lines = [
            make_instalment(client_id, f"FA-{number}", amount, due=TODAY - timedelta(days=8))
            for number, amount in ((1, "1000.00"), (2, "500.00"), (3, "70.00"))
        ]
        return client_id, lines, portal_token(client_id)


def text(response) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode()).replace("&#x27;", "'")
    return re.sub(r"\s+", " ", plain.replace("\u202f", " ").replace("\xa0", " "))


def asked(response) -> str:
    """The amount to copy into a transfer, as it is typed; "" where no transfer is proposed."""
    found = re.findall(r'data-copy="([0-9  \u202f\xa0]+,[0-9]{2})"', response.content.decode())
    return re.sub(r"\s", "", found[0]) if found else ""


def dispute(instalment, client_id, amount=None):
    open_dispute(instalment.id, Dispute.Reason.WORK, BY, client_id=client_id, amount=amount)


def test_what_is_contested_is_set_apart_and_said(client, organisation, debtor):
    client_id, (first, second, _), token = debtor
    with tenant(organisation.id):
        dispute(first, client_id, 30_000)
        dispute(second, client_id)
    page = client.get(f"/p/{token}")
    assert asked(page) == "770,00"  # 1000 - 300, nothing of the second, 70
    shown = text(page)
    assert "800,00 € contestés, mis à part" in shown
    assert "300,00 € contestés, mis à part" in shown
    assert f'value="{second.id}" checked' not in page.content.decode()
    assert f'value="{first.id}" checked' in page.content.decode()
    assert asked(client.get(f"/p/{token}", {"pay": first.id})) == "700,00"


def test_the_page_asks_what_the_message_asks(client, organisation, debtor):
    client_id, (first, second, third), token = debtor
    with tenant(organisation.id):
        dispute(first, client_id, 30_000)
        promise(client_id, date(2026, 12, 15), BY, {second.id: 20_000, third.id: 7_000})
        plan()
    send_due(organisation)
    with tenant(organisation.id):
        (message,) = words()
    assert "1 000,00" in message.text.replace("\u202f", " ").replace("\xa0", " ")  # 700 + 300
    page = client.get(f"/p/{token}")
    assert asked(page) == "1000,00"
    assert "200,00 € promis pour le 15 décembre" in text(page)
    # What is promised as a whole is paid when it is ticked.
    assert asked(client.get(f"/p/{token}", {"pay": third.id})) == "70,00"


def test_on_the_promised_day_the_promise_is_proposed(client, organisation, debtor):
    client_id, lines, token = debtor
    with tenant(organisation.id):
        promise(client_id, date(2026, 11, 27), BY, {line.id: line.remaining_minor for line in lines})
    assert asked(client.get(f"/p/{token}")) == "1570,00"  # nothing else is asked: whoever comes early may pay
    Organisation.objects.update(clock_set_to=datetime(2026, 11, 27, 9, tzinfo=UTC))
    assert asked(client.get(f"/p/{token}")) == "1570,00"


def test_all_contested_nothing_is_asked_and_nobody_is_thanked(client, organisation, debtor):
    client_id, lines, token = debtor
    with tenant(organisation.id):
        for line in lines:
            dispute(line, client_id)
    page = client.get(f"/p/{token}")
    shown = text(page)
    assert (page.status_code, asked(page)) == (200, "")
    assert "1 570,00 € contestés, mis à part" in shown
    assert "Tout est réglé" not in shown
    assert '<svg role="img"' not in page.content.decode()


def test_a_promise_is_about_what_is_not_contested(client, organisation, debtor):
    client_id, (first, second, _), token = debtor
    with tenant(organisation.id):
        dispute(first, client_id, 30_000)
    sent = {"pay": [first.id, second.id], "promise-day": "2026-11-30"}
    assert client.post(f"/p/{token}/promise", sent | {"promise-amount": "1200,01"}).status_code == 422
    assert client.post(f"/p/{token}/promise", sent | {"promise-amount": "1200"}).status_code == 302
    with tenant(organisation.id):
        parts = Promise.objects.get().parts.order_by("instalment_id")
        assert list(parts.values_list("amount_minor", flat=True)) == [70_000, 50_000]


def test_every_receipt_is_reachable_the_newest_twelve_at_once(client, organisation, debtor):
    client_id, _, token = debtor
    with tenant(organisation.id):
        for number in range(14):
            receive(
                Receipt(
                    slot=f"t{number}",
                    client_id=client_id,
                    amount=euros("10.00"),
                    received_on=date(2026, 11, 1) + timedelta(days=number),
                    method=PaymentMethod.CHEQUE,
                    account="511200",
                ),
                on=TODAY,
                actor="Camille",
            )
        payments = list(Payment.objects.order_by("id").values_list("id", flat=True))
        stranger = portal_token(make_client("Brasserie du Canal", email="bar@canal.example"))
    listed = re.compile(rf"/p/{token}/receipts/(\d+)")
    page = client.get(f"/p/{token}").content.decode()
    assert [int(one) for one in listed.findall(page)] == payments[:1:-1]
    assert f'href="/p/{token}/receipts"' in page
    every = client.get(f"/p/{token}/receipts")
    assert [int(one) for one in listed.findall(every.content.decode())] == payments[::-1]
    assert every.headers["Cache-Control"] == "no-store"
    assert "1 novembre 2026" in text(client.get(f"/p/{token}/receipts/{payments[0]}")).replace("1er", "1")
    for payment in payments:
        assert client.get(f"/p/{token}/receipts/{payment}").status_code == 200
        assert client.get(f"/p/{stranger}/receipts/{payment}").status_code == 404
    assert not listed.findall(client.get(f"/p/{stranger}/receipts").content.decode())
    assert client.get("/p/forged/receipts").status_code == 404
