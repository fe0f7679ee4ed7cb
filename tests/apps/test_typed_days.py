"""The actions that do most harm refuse a day that cannot be themselves, whoever brings it."""

from datetime import date, timedelta

import pytest

from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.closing import close_books, preview_closing
from quitus.apps.books.models import Closing, FinancialYear
from quitus.apps.books.years import name_financial_year
from quitus.apps.law.actions import NewLegalEvent, agree_late_terms, note_legal_event
from quitus.apps.law.models import LegalEvent, LegalEventKind
from quitus.apps.outbox.actions import postpone
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import Payment, PaymentMethod
from quitus.apps.reminders.holds import hold
from quitus.apps.reminders.models import Hold
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.refused import Refused
from tests.camt_files import camt053
from tests.firm import TODAY, euros, make_client
from tests.reminding import NOW

BY = {"on": TODAY, "actor": "Camille"}
DAYS = [date(1, 1, 1), date(25, 11, 10), date(1899, 12, 31), date(1989, 12, 31), date(9999, 12, 31)]
MARCH = date(2026, 3, 1)


def an_event(client_id: int, happened_on: date, ended_on: date | None = None) -> LegalEvent:
    kind = LegalEventKind.COURT_ACTION
    new = NewLegalEvent(client_id=client_id, kind=kind, happened_on=happened_on, ended_on=ended_on)
    return note_legal_event(new, **BY)


def a_receipt(client_id: int, day: date) -> Payment:
    receipt = Receipt(
        slot="match:1",
        client_id=client_id,
        amount=euros("10.00"),
        received_on=day,
        method=PaymentMethod.TRANSFER,
    )
    return receive(receipt, **BY)


DOORS = {
    "payment": a_receipt,
    "payment by hand": lambda client, day: receive_by_hand(
        client, euros("10.00"), PaymentMethod.CHEQUE, day, key="k", **BY
    ),
    "closing": lambda _client, day: close_books(day, **BY),
    "preview of a closing": lambda _client, day: preview_closing(day, today=TODAY),
    "first day of a year": lambda _client, day: name_financial_year(day, MARCH, **BY),
    "last day of a year": lambda _client, day: name_financial_year(MARCH, day, **BY),
    "legal event": an_event,
    "end of a legal event": lambda client, day: an_event(client, MARCH, day),
    "late terms": lambda _client, day: agree_late_terms(None, on=day, actor="Camille"),
    "pause": lambda client, day: hold(client, on=TODAY, by="Camille", until=day),
    "postponed message": lambda _client, day: postpone(1, day, now=NOW, by="Camille"),
}
# Where the same bounds have a word of their own, by whether the day is to come.
OWN_WORD = {
    ("payment by hand", True): "payment_in_the_future",
    ("legal event", True): "legal_event_in_the_future",
    ("legal event", False): "limitation_day_out_of_reach",
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_out_of_reach_is_refused_and_leaves_no_trace(inside, door, day):
    client_id = make_client()
    before = TimelineEntry.objects.count()
    with pytest.raises(Refused) as refused:
        DOORS[door](client_id, day)
    assert refused.value.code == OWN_WORD.get((door, day > TODAY), "day_out_of_reach")
    assert TimelineEntry.objects.count() == before
    assert not any(model.objects.exists() for model in (Payment, Closing, FinancialYear, LegalEvent, Hold))


def test_the_end_of_an_event_is_not_to_come(inside):
    with pytest.raises(Refused, match="day_to_come"):
        an_event(make_client(), MARCH, TODAY + timedelta(days=1))


def test_after_a_refused_closing_a_financial_year_can_be_named(inside):
    with pytest.raises(Refused, match="day_out_of_reach"):
        close_books(date(25, 12, 31), **BY)
    assert name_financial_year(date(2026, 7, 1), date(2027, 6, 30), **BY).first == date(2026, 7, 1)


@pytest.mark.parametrize("day", ["0025-11-10", "1989-12-31", "2027-11-26", "9999-12-31"])
def test_a_statement_whose_balance_is_of_an_impossible_day_is_refused(inside, day):
    """Without any movement too: it would tell that the account is known for years ahead."""
    with pytest.raises(Refused, match="statement_day_impossible"):
        import_bank_file(camt053([], until=day), "releve.xml", **BY)
