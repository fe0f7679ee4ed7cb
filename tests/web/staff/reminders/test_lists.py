"""Why nothing leaves, and "Received?"."""

from datetime import date

import pytest

from quitus.apps.answers.models import ReceiptAnswer
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.reminders.decision import Reason
from quitus.web.reminder_words import REASONS
from tests.firm import make_client, make_instalment
from tests.web.staff.conftest import words
from tests.web.staff.reminders.conftest import bank_known_until


def test_every_reason_has_words():
    assert {reason.value for reason in Reason} <= REASONS.keys()


def test_each_open_instalment_says_what_keeps_it_back(owner, planned):
    text = words(owner.get("/reminders/why"))
    assert "mercredi 2 décembre" in text
    assert "FA-2026-0118" in text
    only = words(owner.get("/reminders/why?reason=promised"))
    assert "FA-2026-0131" in only
    assert "FA-2026-0118" not in only


@pytest.mark.parametrize(
    "address", ["why?reason=%00&page=-1", "why?page=x", "history?only=<b>&page=99999999999"]
)
def test_nonsense_in_the_address_does_no_harm(owner, planned, address):
    page = owner.get(f"/reminders/{address}")
    assert page.status_code == 200
    assert "<b>&page" not in page.content.decode()


@pytest.fixture
def stale(firm):
    """Statements that end on the 10th, two overdue instalments."""
    with tenant(firm.id):
        bank_known_until(date(2026, 11, 10))
        client_id = make_client()
        first = make_instalment(client_id, "FA-2026-0118", due=date(2026, 10, 15))
        second = make_instalment(client_id, "FA-2026-0127", due=date(2026, 10, 31))
        make_instalment(client_id, "FA-2026-0200", due=date(2026, 12, 31))
    return firm, client_id, first, second


def test_what_is_overdue_is_asked_when_statements_are_old(owner, stale):
    text = words(owner.get("/reminders/received"))
    assert "Vos relevés s’arrêtent au mardi 10 novembre" in text
    assert "FA-2026-0118" in text
    assert "FA-2026-0127" in text
    assert "FA-2026-0200" not in text


def test_no_lets_reminders_go_on_and_is_not_asked_again_for_some_days(owner, stale):
    firm, _, first, _ = stale
    assert owner.post("/reminders/received/answer", {"no": first.id}).status_code == 302
    with tenant(firm.id):
        assert list(ReceiptAnswer.objects.values_list("instalment_id", "received")) == [(first.id, False)]
    text = words(owner.get("/reminders/received"))
    assert "FA-2026-0118" not in text
    assert "FA-2026-0127" in text


def test_none_has_arrived_answers_for_all_that_are_shown(owner, stale):
    firm, _, first, second = stale
    owner.post("/reminders/received/answer", {"none": "1", "chosen": [first.id, second.id, "x"]})
    with tenant(firm.id):
        assert set(ReceiptAnswer.objects.values_list("instalment_id", "received")) == {
            (first.id, False),
            (second.id, False),
        }
    assert "Rien à demander" in words(owner.get("/reminders/received"))


def test_yes_leads_to_where_the_payment_is_written_down(owner, stale):
    firm, client_id, first, _ = stale
    answer = owner.post(
        "/reminders/received/answer", {"yes": first.id, f"client-{first.id}": client_id, "chosen": first.id}
    )
    assert answer.url == f"/clients/{client_id}/payments/new"
    with tenant(firm.id):
        assert ReceiptAnswer.objects.get().received is True


def test_another_firms_instalments_are_not_answered(owner, stale):
    from quitus.apps.organisations.models import Organisation

    other = Organisation.objects.create(name="Atelier Vitrail")
    with tenant(other.id):
        theirs = make_instalment(make_client("Tiers", email="x@tiers.example"), "T-1")
    owner.post("/reminders/received/answer", {"no": theirs.id})
    with tenant(other.id):
        assert ReceiptAnswer.objects.count() == 0


def test_an_answer_to_nothing_changes_nothing(owner, stale):
    firm, *_ = stale
    assert owner.post("/reminders/received/answer").status_code == 302
    with tenant(firm.id):
        assert ReceiptAnswer.objects.count() == 0
