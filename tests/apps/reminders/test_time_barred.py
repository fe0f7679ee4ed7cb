"""A debt that is out of time is not chased: from the day after its last day to sue, until something moves that day."""

from datetime import date, timedelta

import pytest

from quitus.apps.clients.models import Client, ClientKind
from quitus.apps.doctor.looks import no_look_comes_too_late
from quitus.apps.insight.what_next import what_next
from quitus.apps.invoicing.models import Instalment
from quitus.apps.law.actions import NewLegalEvent, note_legal_event, recall_legal_event
from quitus.apps.law.models import LegalEvent, LegalEventKind
from quitus.apps.organisations.models import Organisation
from quitus.apps.payments.actions import Receipt, receive, reverse
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.reminders.facts import gather
from quitus.apps.reminders.holds import hold
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.reminding import CAMILLE, NOW, fresh_bank_data, plan, reminders, set_clock

pytestmark = pytest.mark.usefixtures("opened")
BARRED, IN_TIME = (
    date(2024, 11, 23),
    date(2024, 11, 24),
)  # two years ago yesterday, and today (C. conso. L218-2)


def a_debt(due: date, kind: ClientKind = ClientKind.CONSUMER) -> Instalment:
    client_id = make_client("Louise Perrin", email="louise@perrin.example", kind=kind)
    return make_instalment(client_id, "FA-1", due=due, issued=due - timedelta(days=30), sent=due)


def reasons(debt: Instalment, on: date = TODAY) -> list[str]:
    return list(what_next(debt.client_id, on).steps[debt.id].reasons)


def look(debt: Instalment) -> date | None:
    return Instalment.objects.values_list("next_check_on", flat=True).get(id=debt.id)


@pytest.mark.parametrize(
    ("due", "kind", "planned"),
    [
        (BARRED, ClientKind.CONSUMER, False),
        (IN_TIME, ClientKind.CONSUMER, True),  # its last day to sue is today
        (BARRED, ClientKind.BUSINESS, True),
        (date(2021, 11, 23), ClientKind.BUSINESS, False),
        (date(2022, 6, 1), ClientKind.PUBLIC, True),  # until 31 December 2026 (loi 68-1250, art. 1)
        (date(2021, 12, 31), ClientKind.PUBLIC, False),
    ],
)
def test_what_is_out_of_time_is_not_planned(due, kind, planned):
    debt = a_debt(due, kind)
    plan()
    assert len(reminders()) == int(planned)
    if not planned:
        assert reasons(debt) == ["time_barred"]
        assert look(debt) is None  # only an act can change it
    assert list(no_look_comes_too_late()) == []


def test_the_day_after_the_last_one_is_looked_at(firm):
    debt = a_debt(IN_TIME + timedelta(days=4))
    hold(debt.client_id, on=TODAY, by=CAMILLE, instalment_id=debt.id)
    plan()
    assert look(debt) == date(2026, 11, 29)  # the last day is Saturday 28 November 2026
    assert list(no_look_comes_too_late()) == []
    set_clock(firm, NOW + timedelta(days=5))
    fresh_bank_data(TODAY + timedelta(days=5))
    plan(NOW + timedelta(days=5))
    assert reasons(debt, date(2026, 11, 29)) == ["time_barred", "paused_by_user"]
    assert list(no_look_comes_too_late()) == []


def test_a_part_payment_lets_it_be_chased_and_its_reversal_does_not():
    debt = a_debt(BARRED)
    plan()
    paid = receive(
        Receipt(
            slot="hand:1",
            client_id=debt.client_id,
            amount=euros("40.00"),
            received_on=date(2024, 12, 2),
            method=PaymentMethod.TRANSFER,
        ),
        on=TODAY,
        actor=CAMILLE,
    )
    plan()
    assert [step for step, _ in reminders()] != []
    reverse(paid.id, on=TODAY, actor=CAMILLE)
    plan()
    assert reasons(debt)[0] == "time_barred"
    assert {state for _, state in reminders()} == {"dropped"}


def test_a_formal_notice_changes_nothing_an_acknowledgement_does_until_it_is_recalled():
    debt = a_debt(BARRED)
    plan()
    noted(debt, LegalEventKind.FORMAL_NOTICE)
    assert reasons(debt) == ["time_barred"]
    known = noted(debt, LegalEventKind.ACKNOWLEDGEMENT)
    assert look(debt) == TODAY
    assert "time_barred" not in reasons(debt)
    recall_legal_event(known.id, client_id=debt.client_id, on=TODAY, actor=CAMILLE)
    assert reasons(debt) == ["time_barred"]


def noted(debt: Instalment, kind: LegalEventKind) -> LegalEvent:
    new = NewLegalEvent(client_id=debt.client_id, kind=kind, happened_on=date(2025, 1, 6))
    return note_legal_event(new, on=TODAY, actor=CAMILLE)


def test_while_a_court_action_lasts_nothing_is_out_of_time():
    debt = a_debt(date(2024, 10, 1))
    note_legal_event(
        NewLegalEvent(
            client_id=debt.client_id, kind=LegalEventKind.COURT_ACTION, happened_on=date(2026, 9, 1)
        ),
        on=TODAY,
        actor=CAMILLE,
    )
    assert gather([debt.id], TODAY).instalments[debt.id].sue_by is None


def test_a_client_who_turns_out_to_be_a_consumer_is_not_chased():
    debt = a_debt(BARRED, ClientKind.BUSINESS)
    assert "time_barred" not in reasons(debt)
    Client.objects.filter(id=debt.client_id).update(kind=ClientKind.CONSUMER)
    assert reasons(debt) == ["time_barred"]


def test_a_firm_whose_law_is_not_known_goes_on():
    Organisation.objects.update(country="DE")
    assert "time_barred" not in reasons(a_debt(BARRED))


def test_it_costs_no_query_per_row(django_assert_max_num_queries):
    debts = [a_debt(BARRED).id]
    debts += [
        make_instalment(Client.objects.get().id, f"F-{n}", due=BARRED, issued=BARRED).id for n in range(30)
    ]
    with django_assert_max_num_queries(8):
        found = gather(debts, TODAY).instalments
    assert {facts.sue_by for facts in found.values()} == {date(2026, 11, 23)}
