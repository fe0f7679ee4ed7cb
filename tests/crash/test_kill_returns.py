"""`kill -9` while a payment is taken back: it is taken back whole, once, or not at all. Real processes and signals."""

from collections.abc import Iterator

import pytest
from django.db import connection

from quitus.apps.banking.models import BankLine
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.models import Payment, PaymentReturn
from tests.crash import actions
from tests.crash.doing import Doer, killed_everywhere, sound_record
from tests.firm import TODAY, euros, make_client, make_instalment, remaining
from tests.returning import bounced, collected, statement


@pytest.fixture(scope="module")
def doer(django_db_setup) -> Iterator[Doer]:
    doer = Doer()
    yield doer
    doer.close()


class Firm:
    """Two invoices that collected debits paid, and two debits whose payments nobody knows for sure."""

    def __init__(self, organisation: int) -> None:
        self.organisation = organisation
        with tenant(organisation):
            self.instalments = [
                make_instalment(make_client("Menuiserie Arnoult"), "FA-2026-0118", "500.00"),
                make_instalment(make_client("Garage du Pont"), "FA-2026-0119", "60.00"),
            ]
            paid = [
                collected("500.00", "PRELEVEMENT FA-2026-0118", reference="PRLV-2026-118"),
                collected("60.00", "PRELEVEMENT FA-2026-0119", reference="PRLV-2026-119"),
            ]
            self.bring(statement(paid), "paid.xml")
            self.payments = list(Payment.objects.order_by("-amount_minor"))
            assert remaining(*self.instalments) == [0, 0]
            unsure = [bounced("500.00", "PRLV IMPAYE", code="AM04"), bounced("268.00", "IMPAYES DU JOUR")]
            self.bring(statement(unsure, opening="1560.00"), "unsure.xml")
        connection.close()

    def bring(self, content: bytes, name: str) -> None:
        import_bank_file(content, name, on=TODAY, actor="Camille")

    def owed(self) -> list[int]:
        with tenant(self.organisation):
            return remaining(*self.instalments)

    def proposed(self) -> int:
        with tenant(self.organisation):
            return LineReturn.objects.get(line__amount_minor=-50_000).id

    def line(self, minor: int) -> int:
        with tenant(self.organisation):
            return BankLine.objects.get(amount_minor=minor).id


@pytest.fixture
def firm(organisation_committed) -> Firm:
    return Firm(organisation_committed)


def done_once(doer: Doer, firm: Firm, action: str, answer: str = "done", **facts: object) -> None:
    """Killed at many lines; then done, it is done: who repeats it changes nothing."""
    after = killed_everywhere(doer, firm.organisation, action, **facts)
    assert doer.do(firm.organisation, action, facts) == answer
    assert sound_record(firm.organisation) == after


def test_a_proposal_is_confirmed_and_let_go(firm, doer):
    proposed = firm.proposed()
    done_once(doer, firm, "accept", proposed=proposed)
    assert firm.owed() == [50_000, 0]
    with tenant(firm.organisation):
        taken = LineReturn.objects.get(state=LineReturnState.ACCEPTED).id
    done_once(doer, firm, "undo", taken=taken)
    assert firm.owed() == [0, 0]


def test_parts_of_several_payments_with_the_banks_fee(firm, doer):
    large, small = firm.payments
    amounts = {str(large.id): "200.00", str(small.id): "60.00"}
    facts = {"line": firm.line(-26_800), "amounts": amounts, "fee": "8.00"}
    done_once(doer, firm, "take_back", "line_already_matched", **facts)
    assert firm.owed() == [20_000, 6_000]
    with tenant(firm.organisation):
        assert PaymentReturn.objects.count() == 2


def test_what_a_person_notes(firm, doer):
    payment = firm.payments[0]
    done_once(doer, firm, "note", payment=payment.id, client=payment.client_id)
    assert firm.owed() == [50_000, 0]
    with tenant(firm.organisation):
        noted = PaymentReturn.objects.get().id
    done_once(doer, firm, "undo_noted", noted=noted)
    assert firm.owed() == [0, 0]


def test_a_return_that_a_line_took_back_is_none(firm, doer):
    """Undone at the client: the payment stands again, and the line is open."""
    with tenant(firm.organisation):
        large = firm.payments[0]
        line = BankLine.objects.get(amount_minor=-50_000)
        taking_back.take_back_by_hand(line.id, {large.id: euros("500.00")}, actions.BY)
        noted = PaymentReturn.objects.get().id
    connection.close()
    done_once(doer, firm, "undo_noted", noted=noted)
    assert firm.owed() == [0, 0]
    with tenant(firm.organisation):
        assert not BankLine.objects.get(id=line.id).settled


def test_a_statement_that_takes_payments_back_by_itself(firm, doer):
    sure = [
        bounced("60.00", "PRLV IMPAYE", reference="PRLV-2026-119", code="MD01"),
        bounced("90.00", "PRLV IMPAYE", reference="PRLV-2026-100", code="AM04"),
    ]
    content = statement(sure, opening="792.00").decode()
    done_once(doer, firm, "bring", content=content, name="sure.xml")
    assert firm.owed() == [0, 6_000]
    with tenant(firm.organisation):
        assert PaymentReturn.objects.get().code == "MD01"
