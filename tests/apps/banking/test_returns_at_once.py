"""Several people at one return: a payment comes back once, whoever says so, and the line stands for just that."""

import pytest
from django.db import connection

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.models import BankLine
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.statements.importing import Imported, import_bank_file
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.models import Payment, PaymentReturn
from quitus.apps.payments.returns import Return
from quitus.apps.timeline.models import TimelineEntry
from quitus.apps.timeline.queries import broken_chains
from quitus.domain.refused import Refused
from tests.at_once import at_once, meanwhile
from tests.firm import TODAY, euros, make_client, make_instalment, remaining
from tests.returning import bounced, collected, statement

BY = Decider(TODAY, "Camille")
OTHER = Decider(TODAY, "Robin")


class Firm:
    """An invoice of 500 euros that a collected debit paid, and two lines that may each take it back."""

    def __init__(self, organisation: int) -> None:
        self.id = organisation
        with tenant(organisation):
            self.instalment = make_instalment(make_client("Menuiserie Arnoult"), "FA-2026-0118", "500.00")
            paid = [collected("500.00", "PRELEVEMENT FA-2026-0118", reference="PRLV-2026-118")]
            self.bring(statement(paid), "paid.xml")
            back = [
                bounced("500.00", "PRLV IMPAYE", code="AM04"),
                bounced("500.00", "REJET PRLV", code="AM04"),
            ]
            self.bring(statement(back, opening="1500.00"), "back.xml")
            self.payment = Payment.objects.get()
            self.lines = list(BankLine.objects.filter(amount_minor=-50_000).order_by("id"))
            rows = LineReturn.objects.filter(state=LineReturnState.SUGGESTED).order_by("line_id")
            self.proposals = list(rows.values_list("id", flat=True))
        connection.close()

    def bring(self, content: bytes, name: str) -> Imported:
        return import_bank_file(content, name, on=TODAY, actor="Camille")

    def accept(self, place: int, by: Decider = BY):
        return lambda: taking_back.accept(self.proposals[place], by).id

    def by_hand(self, place: int, amount: str = "500.00"):
        wanted = {self.payment.id: euros(amount)}
        return lambda: [row.id for row in taking_back.take_back_by_hand(self.lines[place].id, wanted, OTHER)]

    def note(self, amount: str = "500.00", slot: str = "hand:1"):
        back = Return(slot=slot, payment_id=self.payment.id, returned_on=TODAY, amount=euros(amount))
        return lambda: taking_back.note_return(back, OTHER, client_id=self.payment.client_id).id

    def came_back_once(self, left: int = 50_000) -> bool:
        """The payment is taken back by one return and told once; at most one line stands for it."""
        with tenant(self.id):
            back = PaymentReturn.objects.filter(undone_on=None).count()
            told = TimelineEntry.objects.filter(kind="payment_returned").count()
            joined = LineReturn.objects.filter(state=LineReturnState.ACCEPTED).count()
            settled = BankLine.objects.filter(amount_minor=-50_000, settled=True).count()
            sound = (examine(), broken_chains()) == ([], [])
            return (
                (back, told, remaining(self.instalment)) == (1, 1, [left])
                and joined == settled <= 1
                and sound
            )


@pytest.fixture
def firm(organisation_committed) -> Firm:
    firm = Firm(organisation_committed)
    assert len(firm.proposals) == 2
    return firm


def refusals(answers: list[object]) -> list[str]:
    return sorted(answer.code for answer in answers if isinstance(answer, Refused))


def test_two_accept_the_same_proposal_and_both_find_it_done(firm):
    done = at_once(firm.id, *(firm.accept(0, by) for by in (BY, OTHER, BY)))
    assert len(set(done)) == 1, done
    assert firm.came_back_once()
    with tenant(firm.id):
        assert LineReturn.objects.get(state=LineReturnState.ACCEPTED).id == done[0]


def test_of_two_lines_one_takes_the_payment_back(firm):
    done = at_once(firm.id, firm.accept(0), firm.accept(1, OTHER))
    assert refusals(done) in (["line_return_no_longer_open"], ["payment_back_already"])
    assert firm.came_back_once()


def test_confirmed_and_said_by_hand(firm):
    """By hand a part of it is said: whoever comes second is told so."""
    done = at_once(firm.id, firm.accept(0), firm.by_hand(0, "200.00"))
    assert len(refusals(done)) == 1
    assert firm.came_back_once(50_000 if isinstance(done[1], Refused) else 20_000)


def test_confirmed_and_dismissed(firm):
    line = firm.lines[0].id
    accepted, _ = at_once(firm.id, firm.accept(0), lambda: taking_back.dismiss(line, OTHER))
    with tenant(firm.id):
        states = set(LineReturn.objects.filter(line=line).values_list("state", flat=True))
    if isinstance(accepted, Refused):
        assert states == {LineReturnState.DISMISSED}
    else:
        assert states == {LineReturnState.OUTDATED, LineReturnState.ACCEPTED}
        assert firm.came_back_once()


def test_noted_at_the_client_while_the_line_is_confirmed(firm):
    """Noted first, it is joined to the line; confirmed first, there is nothing left to note."""
    done = at_once(firm.id, firm.accept(0), firm.note())
    assert refusals(done) in ([], ["payment_returned"])
    assert firm.came_back_once()


def test_noted_twice_at_once(firm):
    assert len(set(at_once(firm.id, firm.note(), firm.note()))) == 1
    done = at_once(firm.id, firm.note(slot="hand:2"), firm.note(slot="hand:3"))
    assert refusals(done) == ["payment_returned"] * 2
    assert firm.came_back_once()


def test_undone_by_two_at_once_from_both_sides(firm):
    with tenant(firm.id):
        taken = firm.accept(0)()
        noted = PaymentReturn.objects.get().id
    connection.close()
    at_once(
        firm.id,
        lambda: taking_back.undo(taken, BY),
        lambda: taking_back.undo(taken, OTHER),
        lambda: taking_back.undo_payment_return(noted, OTHER).id,
    )
    with tenant(firm.id):
        assert TimelineEntry.objects.filter(kind="payment_return_undone").count() == 1
        assert Payment.objects.filter(reverses=None, reversals=None).count() == 1
        assert (remaining(firm.instalment), account_balances()["471000"]) == ([0], 100_000)
        assert not BankLine.objects.filter(amount_minor=-50_000, settled=True).exists()
        assert (examine(), broken_chains()) == ([], [])


def sure(firm: Firm):
    """A file whose line names the payment: it would take it back by itself."""
    entry = bounced("500.00", "PRLV IMPAYE", reference="PRLV-2026-118", code="AM04")
    return lambda: firm.bring(statement([entry], opening="500.00"), "sure.xml")


@pytest.mark.parametrize("amount", ["500.00", "200.00"])
def test_a_file_that_comes_while_somebody_notes_the_return_waits_for_nobody(firm, amount):
    """It is in before the other is done, and asks; looking again finds what was noted."""
    brought = meanwhile(firm.id, firm.note(amount), sure(firm))
    assert isinstance(brought, Imported)
    with tenant(firm.id):
        line = BankLine.objects.latest("id")
        assert not line.settled
        taking_back.recognise_open(on=TODAY)
        assert BankLine.objects.get(id=line.id).settled == (amount == "500.00")
    assert firm.came_back_once(int(amount.replace(".", "")))


@pytest.mark.parametrize("amount", ["500.00", "200.00"])
def test_a_file_and_a_person_at_once(firm, amount):
    """Whatever comes first, the file is taken in."""
    brought, noted, _ = at_once(firm.id, sure(firm), firm.note(amount), firm.accept(1))
    assert isinstance(brought, Imported), (brought, noted)
    left = 20_000 if amount == "200.00" and not isinstance(noted, Refused) else 50_000
    assert firm.came_back_once(left)
