"""A debtor's own word holds reminders a bounded number of times; what the firm notes is bounded by nothing."""

from datetime import date, timedelta

import pytest

from quitus.apps.answers import actions
from quitus.apps.answers.actions import Answerer
from quitus.apps.answers.models import AnswerSource, Dispute, PaidClaim, Promise
from quitus.apps.insight.account_statement import account_statement
from quitus.apps.insight.client_card import client_card
from quitus.apps.insight.todo_list import Doing, todos
from quitus.apps.reminders.facts import gather
from quitus.apps.timeline.queries import history
from quitus.domain.refused import Refused
from tests.firm import TODAY, make_client, make_instalment
from tests.record import a_payment

FRIDAY = date(2026, 11, 27)
WEEK_AFTER = date(2026, 12, 4)


def debtor(on: date = TODAY) -> Answerer:
    return Answerer(on, AnswerSource.PORTAL)


def camille(on: date = TODAY) -> Answerer:
    return Answerer(on, AnswerSource.STAFF, "Camille")


@pytest.fixture
def owed(inside):
    client_id = make_client()
    return client_id, make_instalment(client_id, "FA-2026-0118", "1240.00")


def test_a_debtor_puts_off_once_then_is_asked_to_write(owed):
    client_id, instalment = owed
    actions.promise(client_id, FRIDAY, debtor())
    actions.promise(client_id, WEEK_AFTER, debtor())
    assert history(client_id)[0].facts["before"] == "2026-11-27"
    with pytest.raises(Refused) as refused:
        actions.promise(client_id, WEEK_AFTER + timedelta(1), debtor())
    assert refused.value.code == "promise_moved_too_often"
    assert refused.value.facts == {"number": "FA-2026-0118", "day": WEEK_AFTER}
    standing = Promise.objects.get(state=Promise.State.OPEN)
    assert (standing.promised_for, standing.parts.get().instalment_id) == (WEEK_AFTER, instalment.id)


def test_sooner_or_the_same_day_is_always_welcome(owed):
    client_id, _ = owed
    for day in (FRIDAY, WEEK_AFTER, WEEK_AFTER, FRIDAY, TODAY):
        actions.promise(client_id, day, debtor())
    assert Promise.objects.get(state=Promise.State.OPEN).promised_for == TODAY


def test_the_day_lies_no_further_than_sixty_days_from_the_first(owed):
    client_id, _ = owed
    actions.promise(client_id, FRIDAY, debtor())
    on = TODAY + timedelta(days=3)
    with pytest.raises(Refused, match="promise_moved_too_far"):
        actions.promise(client_id, FRIDAY + timedelta(61), debtor(FRIDAY + timedelta(1)))
    actions.promise(client_id, FRIDAY + timedelta(60), debtor(on))


def test_a_broken_promise_given_again_was_put_off(owed):
    client_id, _ = owed
    for day in (FRIDAY, WEEK_AFTER):
        actions.promise(client_id, day, debtor(day))
        assert actions.settle_promises(day + timedelta(4)) == 1
    with pytest.raises(Refused, match="promise_moved_too_often"):
        actions.promise(client_id, date(2026, 12, 20), debtor(date(2026, 12, 9)))


def test_a_promise_that_was_kept_puts_nothing_off(owed):
    """A part of an invoice, then the next part: each promised and paid, the last before anybody settled it."""
    client_id, instalment = owed
    for week in range(4):
        on = TODAY + timedelta(days=7 * week)
        actions.promise(client_id, on + timedelta(3), debtor(on), {instalment.id: 10_000})
        a_payment(client_id, "100.00", f"match:{week}", received_on=on)
    assert list(Promise.objects.order_by("id").values_list("state", flat=True)) == [*["kept"] * 3, "open"]


def test_the_firm_may_note_any_number_and_the_debtor_begins_anew(owed):
    client_id, _ = owed
    for days in (3, 10):
        actions.promise(client_id, TODAY + timedelta(days), debtor())
    for days in (20, 30, 40):
        actions.promise(client_id, TODAY + timedelta(days), camille())
    actions.promise(client_id, TODAY + timedelta(50), debtor())
    with pytest.raises(Refused, match="promise_moved_too_often"):
        actions.promise(client_id, TODAY + timedelta(55), debtor())


def test_what_another_invoice_used_up_does_not_count(owed):
    client_id, first = owed
    second = make_instalment(client_id, "FA-2026-0127", "860.00")
    for day in (FRIDAY, WEEK_AFTER):
        actions.promise(client_id, day, debtor(), {first.id: 124_000})
    with pytest.raises(Refused, match="promise_moved_too_often"):
        actions.promise(client_id, date(2026, 12, 11), debtor())
    actions.promise(client_id, date(2026, 12, 11), debtor(), {second.id: 86_000})


def held(client_id: int, instalment_id: int) -> tuple[bool, int, str]:
    """Whether the rules see it as possibly paid, what they see contested, and what the page says of it."""
    facts = gather([instalment_id], TODAY).instalments[instalment_id]
    return facts.possibly_paid, facts.disputed_minor, account_statement(client_id, TODAY).lines[0].status


@pytest.mark.parametrize(
    ("by", "paid_on", "expected"),
    [
        (debtor(), None, (False, 0, "late")),
        (debtor(), TODAY - timedelta(1), (False, 0, "late")),
        (debtor(), TODAY, (True, 0, "hold")),  # the transfer came back, and left again today
        (camille(), None, (True, 0, "hold")),
    ],
)
def test_already_paid_again_after_not_received(owed, by, paid_on, expected):
    client_id, instalment = owed
    (claim,) = actions.claim_paid(client_id, [instalment.id], debtor())
    assert held(client_id, instalment.id) == (True, 0, "hold")
    actions.settle_claim(claim.id, camille(), found=False)
    (again,) = actions.claim_paid(client_id, [instalment.id], by, paid_on=paid_on)
    assert held(client_id, instalment.id) == expected
    assert again.holds is expected[0]
    assert history(client_id)[0].facts.get("reminders_go_on", False) is not again.holds
    assert [todo.id for todo in todos(TODAY, "EUR") if todo.doing is Doing.LOOK_FOR_PAYMENT] == [again.id]


def test_a_claim_that_was_found_uses_nothing_up(owed):
    client_id, instalment = owed
    (claim,) = actions.claim_paid(client_id, [instalment.id], debtor())
    actions.settle_claim(claim.id, camille(), found=True)
    actions.claim_paid(client_id, [instalment.id], debtor())
    assert PaidClaim.objects.get(settled_on=None).holds


@pytest.mark.parametrize(
    ("answer", "by", "expected"),
    [
        (Dispute.Resolution.REJECTED, debtor(), (False, 0, "late")),
        (Dispute.Resolution.REJECTED, camille(), (False, 124_000, "dispute")),
        (Dispute.Resolution.UPHELD, debtor(), (False, 124_000, "dispute")),
        (Dispute.Resolution.WITHDRAWN, debtor(), (False, 124_000, "dispute")),
    ],
)
def test_contested_again_after_the_answer(owed, answer, by, expected):
    client_id, instalment = owed
    first = actions.open_dispute(instalment.id, Dispute.Reason.WORK, debtor(), client_id=client_id)
    actions.resolve_dispute(first.id, answer, camille())
    again = actions.open_dispute(instalment.id, Dispute.Reason.WORK, by, client_id=client_id)
    assert held(client_id, instalment.id) == expected
    assert [line.holds for line in client_card(client_id, TODAY).disputes] == [expected[1] > 0]
    assert [todo.id for todo in todos(TODAY, "EUR") if todo.doing is Doing.ANSWER_DISPUTE] == [again.id]
