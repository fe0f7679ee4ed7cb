"""The limitation clock in the record: what moves it, what does not, when it is told of."""

from datetime import date, timedelta

import pytest

from quitus.apps.clients.models import ClientKind
from quitus.apps.law.actions import NewLegalEvent, note_legal_event, recall_legal_event
from quitus.apps.law.facts import is_insolvent
from quitus.apps.law.limitation import Dated, clocks_of, clocks_of_client, ending_soon, sue_by
from quitus.apps.law.models import LegalEventKind
from quitus.apps.organisations.models import Organisation
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.models import ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.domain.law.rates import Confidence
from quitus.domain.refused import Refused
from tests.apps.law.conftest import DUE
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice, euros

BUSINESS_END, CONSUMER_END = date(2029, 10, 31), date(2026, 10, 31)
NOTED = date(2026, 3, 2)


def last_day(instalment, on=TODAY):
    return clocks_of([instalment.id], on)[instalment.id].last_day


def noted(client_id, kind, day=NOTED, **more):
    return note_legal_event(
        NewLegalEvent(client_id=client_id, kind=kind, happened_on=day, **more), on=TODAY, actor=CAMILLE
    )


def test_v2_2_two_years_for_a_consumer_five_for_a_business(owed, owed_by_consumer):
    assert last_day(owed) == BUSINESS_END  # C. civ. 2224
    assert last_day(owed_by_consumer) == CONSUMER_END  # C. conso. L218-2


def test_a_public_body_has_four_years_from_the_next_first_of_january(inside):
    public = a_client("Mairie de Lyon", "m@lyon.example", kind=ClientKind.PUBLIC)
    assert last_day(an_invoice(public, "FA-3", due_on=DUE)) == date(2028, 12, 31)  # loi 68-1250, art. 1


def test_a_part_payment_begins_a_new_period_from_the_day_it_came(business, owed):
    a_payment(business, "200.00", received_on=date(2026, 3, 10))
    clock = clocks_of([owed.id], TODAY)[owed.id]
    assert clock.last_day == date(2031, 3, 10)  # C. civ. 2240, 2231
    assert [(step.why.code, step.article) for step in clock.steps] == [
        ("clock_begins", "C. civ. 2224 ; C. com. L110-4"),
        ("clock_paid_in_part", "C. civ. 2240, 2231"),
    ]


def test_a_payment_taken_back_never_was(business, owed):
    payment = a_payment(business, "200.00")
    reverse(payment.id, on=TODAY, actor=CAMILLE)
    assert last_day(owed) == BUSINESS_END


def test_a_payment_of_another_invoice_moves_only_that_one(business, owed):
    other = an_invoice(business, "FA-9", "50.00", due_on=DUE + timedelta(days=1))
    a_payment(business, "200.00")  # the oldest first: all of it for FA-1
    assert last_day(owed) == date(2031, 3, 10)
    assert last_day(other) == BUSINESS_END + timedelta(days=1)


def test_neither_a_credit_note_nor_a_set_off_moves_it(business, owed):
    for kind, slot in ((ReductionKind.CREDIT_NOTE, "c:1"), (ReductionKind.SET_OFF, "s:1")):
        new = NewReduction(
            client_id=business,
            kind=kind,
            parts={owed.id: euros("100.00")},
            happened_on=NOTED,
            slot=slot,
            document="AV-1",
            reason="noted by hand",
        )
        reduce(new, on=TODAY, actor=CAMILLE)
    assert last_day(owed) == BUSINESS_END


@pytest.mark.parametrize(
    ("kind", "until", "expected"),
    [
        (LegalEventKind.FORMAL_NOTICE, None, CONSUMER_END),  # Cass. com. 18 May 2022, n° 20-23.204
        (LegalEventKind.INSOLVENCY, None, CONSUMER_END),  # only the claim's declaration would
        (LegalEventKind.ACKNOWLEDGEMENT, None, date(2028, 3, 2)),  # C. civ. 2240
        (LegalEventKind.ENFORCEMENT, None, date(2028, 3, 2)),  # 2244
        (LegalEventKind.ORDER_SERVED, None, date(2028, 3, 2)),  # 2241: its service, not its application
        (LegalEventKind.CLAIM_DECLARED, None, None),  # C. com. L622-25-1: until the proceedings close
        (LegalEventKind.CLAIM_DECLARED, date(2026, 3, 12), date(2028, 3, 12)),
        (LegalEventKind.COURT_ACTION, None, None),  # 2242: none runs while it lasts
        (LegalEventKind.COURT_ACTION, date(2026, 3, 12), date(2028, 3, 12)),
        (LegalEventKind.MEDIATION, date(2026, 3, 12), date(2026, 11, 10)),  # 2238: its ten days do not count
    ],
)
def test_what_was_noted_moves_it_or_not(consumer, owed_by_consumer, kind, until, expected):
    event = noted(consumer, kind, ended_on=until)
    assert last_day(owed_by_consumer) == expected
    recall_legal_event(event.id, client_id=consumer, on=TODAY, actor=CAMILLE)
    assert last_day(owed_by_consumer) == CONSUMER_END


@pytest.mark.parametrize("kind", [LegalEventKind.COURT_ACTION, LegalEventKind.ORDER_SERVED])
@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 10)])
def test_an_action_that_failed_never_moved_it(consumer, owed_by_consumer, kind, day):
    """C. civ. 2243; recalling the failure, the action counts again."""
    noted(consumer, kind)
    moved = last_day(owed_by_consumer)
    failure = noted(consumer, LegalEventKind.COURT_ACTION_FAILED, day)
    assert last_day(owed_by_consumer) == CONSUMER_END != moved
    recall_legal_event(failure.id, client_id=consumer, on=TODAY, actor=CAMILLE)
    assert last_day(owed_by_consumer) == moved


def test_a_failure_about_one_invoice_leaves_the_action_for_the_others(business, owed):
    other = an_invoice(business, "FA-9", due_on=DUE)
    noted(business, LegalEventKind.COURT_ACTION)
    noted(business, LegalEventKind.COURT_ACTION_FAILED, date(2026, 3, 9), invoice_id=owed.invoice_id)
    assert (last_day(owed), last_day(other)) == (BUSINESS_END, None)


def test_nothing_fails_that_was_not_brought(business, owed):
    other = an_invoice(business, "FA-9", due_on=DUE)
    noted(business, LegalEventKind.COURT_ACTION, date(2026, 3, 9))
    about_other = {"kind": LegalEventKind.ORDER_SERVED, "invoice_id": other.invoice_id}
    noted(business, **about_other)
    for wrong in ({"day": date(2026, 3, 1)}, {"day": date(2026, 3, 8), "invoice_id": owed.invoice_id}):
        with pytest.raises(Refused, match="legal_event_without_action"):
            noted(business, LegalEventKind.COURT_ACTION_FAILED, **wrong)
    recalled = noted(business, LegalEventKind.COURT_ACTION, date(2026, 2, 1))
    recall_legal_event(recalled.id, client_id=business, on=TODAY, actor=CAMILLE)
    with pytest.raises(Refused, match="legal_event_without_action"):
        noted(business, LegalEventKind.COURT_ACTION_FAILED, date(2026, 2, 2))


def test_an_order_served_says_that_it_is_likely_only(consumer, owed_by_consumer):
    noted(consumer, LegalEventKind.ORDER_SERVED)
    clock = clocks_of([owed_by_consumer.id], TODAY)[owed_by_consumer.id]
    assert clock.confidence is Confidence.MEDIUM
    assert [(step.why.code, step.confidence) for step in clock.steps[1:]] == [
        ("clock_order_served", Confidence.MEDIUM)
    ]


def test_a_declared_claim_does_not_stop_interest_by_itself(business, owed):
    """The opening judgment does (C. com. L622-28), which is an event of its own."""
    noted(business, LegalEventKind.CLAIM_DECLARED)
    assert not is_insolvent(business)
    noted(business, LegalEventKind.INSOLVENCY)
    assert is_insolvent(business)


def test_an_event_about_one_invoice_leaves_the_others(business, owed):
    other = an_invoice(business, "FA-9", due_on=DUE)
    noted(business, LegalEventKind.ACKNOWLEDGEMENT, invoice_id=owed.invoice_id)
    assert (last_day(owed), last_day(other)) == (date(2031, 3, 2), BUSINESS_END)


def test_a_clients_clocks_come_in_three_statements(business, owed, django_assert_max_num_queries):
    for n in range(10):
        an_invoice(business, f"FA-{n + 10}", due_on=DUE)
    with django_assert_max_num_queries(4):  # and the firm's country
        assert len(clocks_of_client(business, TODAY)) == 11


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2026, 4, 29), None),
        (date(2026, 4, 30), 6),  # 31 October less six months: 30 April (CPC 641)
        (date(2026, 7, 30), 6),
        (date(2026, 7, 31), 3),
        (date(2026, 9, 29), 3),
        (date(2026, 9, 30), 1),
        (date(2026, 10, 31), 1),  # the last day itself
        (date(2026, 11, 1), 0),
        (date(2026, 11, 30), 0),
        (date(2026, 12, 1), None),  # over for more than thirty days: no longer told
    ],
)
def test_alerts_begin_exactly_six_three_and_one_month_before(owed_by_consumer, on, months):
    found = ending_soon(on)
    assert [(one.instalment_id, one.months, one.last_day) for one in found] == (
        [] if months is None else [(owed_by_consumer.id, months, CONSUMER_END)]
    )


def test_what_was_moved_long_ago_is_told_of_in_its_own_time(consumer, owed_by_consumer):
    noted(consumer, LegalEventKind.ACKNOWLEDGEMENT)
    assert ending_soon(date(2026, 10, 1)) == []
    assert [one.last_day for one in ending_soon(date(2027, 12, 2))] == [date(2028, 3, 2)]


def test_what_is_paid_is_told_of_no_more(consumer, owed_by_consumer):
    a_payment(consumer, "1200.00")
    assert ending_soon(date(2026, 10, 1)) == []


def test_the_most_urgent_first_in_few_statements(consumer, owed_by_consumer, django_assert_max_num_queries):
    later = an_invoice(consumer, "FA-8", due_on=DUE + timedelta(days=5))
    a_payment(consumer, "1.00", received_on=date(2024, 11, 20))  # FA-2 first: until 20 November 2026
    with django_assert_max_num_queries(4):
        found = ending_soon(date(2026, 10, 31))
    assert [one.instalment_id for one in found] == [later.id, owed_by_consumer.id]


def test_a_firm_whose_law_is_not_known_has_no_clock(inside, owed):
    Organisation.objects.filter(id=inside.id).update(country="DE")
    assert (clocks_of([owed.id], TODAY), ending_soon(date(2029, 10, 1))) == ({}, [])
    assert sue_by([Dated(owed.id, owed.invoice_id, owed.client_id, "business", DUE)], TODAY) == {}


@pytest.mark.parametrize(("due", "known"), [(date(1985, 5, 1), date(1995, 1, 1)), (date(9999, 12, 31), None)])
def test_due_dates_out_of_reach_stop_nobody(business, due, known):
    debt = an_invoice(business, due_on=due, issued_on=date(1985, 4, 1))
    assert ending_soon(TODAY) == []
    found = sue_by([Dated(debt.id, debt.invoice_id, business, "business", due)], TODAY)
    assert found.get(debt.id) == known  # before 1990 the calculator begins; over in any case
