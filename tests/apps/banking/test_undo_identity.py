"""Taking a match back leaves no trace but in the books: whatever stood before stands again."""

import os
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quitus.apps.answers.actions import Answerer, claim_paid, promise, settle_promises
from quitus.apps.answers.models import AnswerSource, PaidClaim, Promise
from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.matching.deciding import APART
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.charges.models import Charge
from quitus.apps.clients.models import ClientKey
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.models import Payment
from quitus.apps.payments.queries import client_credit
from quitus.apps.reminders.holds import hold
from quitus.apps.reminders.models import Hold, Reminder
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment
from tests.reminding import NOW, get_ready, plan

CAMILLE = Decider(TODAY, "Camille")
STAFF = Answerer(TODAY, AnswerSource.STAFF, "Camille")
EARLIER = Answerer(TODAY - timedelta(days=9), AnswerSource.STAFF, "Camille")  # before the money came
PAYER = "FR7610107001011234567890129"
NAMES = ("Brasserie du Canal", "Hôtel des Voyageurs")


@dataclass(frozen=True)
class History:
    """What came before the line, the line, and what is decided of it."""

    amounts: tuple[tuple[int, ...], tuple[int, ...]]
    answers: tuple[tuple[str, int], ...]
    line: tuple[str, int]
    decision: str
    after: tuple[str, ...]
    planned_before: bool


CENTS = st.integers(100, 90_000)
ANSWERS = st.tuples(
    st.sampled_from(["promise", "part of a promise", "hold", "charges", "already paid"]), st.integers(0, 5)
)
HISTORIES = st.builds(
    History,
    amounts=st.tuples(*[st.lists(CENTS, min_size=1, max_size=3).map(tuple)] * 2),
    answers=st.lists(ANSWERS, max_size=4).map(tuple),
    line=st.tuples(st.sampled_from(["one", "all", "part", "more", "both"]), st.integers(0, 5)),
    decision=st.sampled_from(
        ["accept", "runner up", "by hand", "other's credit", "apart", "all credit", "ignore", "twice"]
    ),
    after=st.lists(st.sampled_from(["promises", "plan"]), max_size=2).map(tuple),
    planned_before=st.booleans(),
)


class Story:
    """A history told in the open organisation."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.clients = [make_client(name, email=f"c@{len(name)}.example") for name in NAMES]
        self.items = [
            make_instalment(client, f"FA-2026-0{client}{place}", f"{minor // 100}.{minor % 100:02}")
            for client, amounts in zip(self.clients, history.amounts, strict=True)
            for place, minor in enumerate(amounts)
        ]
        for answer, which in history.answers:
            self.answer(answer, self.items[which % len(self.items)])

    def answer(self, verb: str, item: Instalment) -> None:
        try:
            with transaction.atomic():
                if verb == "hold":
                    hold(item.client_id, on=TODAY, by="Camille", until=TODAY + timedelta(days=9))
                elif verb == "charges":
                    claim_charges(Wanted(client_id=item.client_id, until=TODAY), on=TODAY, actor="Camille")
                elif verb == "already paid":
                    claim_paid(item.client_id, [item.id], STAFF)
                else:
                    minor = item.remaining_minor if verb == "promise" else max(1, item.remaining_minor // 2)
                    promise(item.client_id, TODAY + timedelta(days=5), EARLIER, {item.id: minor})
        except Refused:  # said already
            pass

    def bring(self) -> BankLine:
        """A line that names nothing, so that the program never acts alone."""
        kind, which = self.history.line
        item = self.items[which % len(self.items)]
        own = sum(one.remaining_minor for one in self.items if one.client_id == item.client_id)
        minor = {
            "one": item.remaining_minor,
            "all": own,
            "part": max(2, item.remaining_minor // 3),
            "more": item.remaining_minor + 12_345,
            "both": sum(one.remaining_minor for one in self.items),
        }[kind]
        entry = credit(f"{minor // 100}.{minor % 100:02}", "VIREMENT", iban=PAYER)
        import_bank_file(camt053([entry], until="2026-11-24"), "releve.xml", on=TODAY, actor="Camille")
        return BankLine.objects.get()

    def decide(self, line: BankLine) -> list[int]:
        """The matches made, in their order."""
        verb = self.history.decision
        waiting = Match.objects.filter(line=line, state=MatchState.SUGGESTED).first()
        if verb in ("accept", "runner up") and waiting:
            second = verb == "runner up" and waiting.runner_up is not None
            return [deciding.accept(waiting.id, CAMILLE, runner_up=second).id]
        if verb == "ignore":
            return [deciding.ignore(line.id, CAMILLE, reason="privé").id]
        if verb == "all credit":
            return [deciding.match_by_hand(line.id, {}, CAMILLE, rest=self.clients[1]).id]
        first = self.items[self.history.line[1] % len(self.items)]
        some = Money(min(first.remaining_minor, max(1, line.amount_minor // 2)), "EUR")
        rest = {"other's credit": self.clients[1], "apart": APART, "twice": APART}.get(verb)
        made = [deciding.match_by_hand(line.id, {first.id: some}, CAMILLE, rest=rest).id]
        if verb == "twice":
            line.refresh_from_db()
            if not line.settled:
                made.append(deciding.match_by_hand(line.id, {}, CAMILLE, rest=self.clients[0]).id)
        return made


def standing() -> dict[str, object]:
    """All that somebody could notice."""
    return {
        "remaining": sorted(Instalment.objects.values_list("id", "remaining_minor")),
        "charges": sorted(Charge.objects.values_list("id", "amount_minor", "remaining_minor")),
        "accounts": {account: minor for account, minor in account_balances().items() if minor},
        "clients": {client: minor for client, minor in client_balances().items() if minor},
        "credit": {client: client_credit(client) for client in client_balances()},
        "promises": sorted(Promise.objects.values_list("id", "state", "settled_on")),
        "claims": sorted(PaidClaim.objects.values_list("id", "settled_on", "found")),
        "holds": sorted(Hold.objects.values_list("id", "until_on", "lifted_on")),
        "keys": sorted(ClientKey.objects.values_list("client_id", "kind", "value")),
        "lines": sorted(BankLine.objects.values_list("id", "settled", "decided_minor")),
        "suggested": sorted(
            Match.objects.filter(state=MatchState.SUGGESTED).values_list(
                "line_id", "parts__rank", "parts__instalment_id", "parts__amount_minor"
            )
        ),
        "reminders": due(),
    }


def due() -> list[tuple[object, ...]]:
    """What the plan of this very moment would have leave; nothing of it is kept."""
    with transaction.atomic():
        plan(NOW)
        found = sorted(Reminder.objects.filter(state="planned").values_list("instalment_id", "step"))
        transaction.set_rollback(True)
    return found


@pytest.fixture
def reminding(organisation):
    get_ready(organisation)
    return organisation


@settings(
    max_examples=300 if os.environ.get("QUITUS_TEST_ALL") else 25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example is too slow to be made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=HISTORIES)
def test_what_stood_before_a_decision_stands_again_after_it_is_taken_back(reminding, inside, history):
    with transaction.atomic():
        story = Story(history)
        line = story.bring()
        if history.planned_before:
            plan(NOW)
        before, told = standing(), TimelineEntry.objects.count()
        made = story.decide(line)
        for what in history.after:
            settle_promises(TODAY) if what == "promises" else plan(NOW)
        for match_id in reversed(made):
            deciding.undo(match_id, CAMILLE)
        after = standing()
        if (
            "plan" in history.after
        ):  # what left meanwhile to the same debtor may let the next one wait, not be lost
            lost = set(before.pop("reminders")) - set(after.pop("reminders"))
            asked_later = Instalment.objects.filter(next_check_on__isnull=False).values_list("id", flat=True)
            assert {instalment for instalment, _step in lost} <= set(asked_later)
        assert after == before
        assert TimelineEntry.objects.count() > told  # both the decision and its undoing are told
        assert Payment.objects.filter(reverses=None).count() == Payment.objects.exclude(reverses=None).count()
        assert examine() == []
        transaction.set_rollback(True)


@pytest.mark.parametrize(("newer", "stands"), [(False, "open"), (True, "withdrawn")])
def test_a_promise_that_the_money_kept_is_as_before_when_the_money_is_taken_back(inside, newer, stands):
    item = make_instalment(make_client(), "FA-2026-0118", "500.00")
    first = promise(item.client_id, TODAY + timedelta(days=5), EARLIER, {item.id: 30_000})
    import_bank_file(camt053([credit("300.00", "VIREMENT")]), "releve.xml", on=TODAY, actor="Camille")
    match = deciding.match_by_hand(BankLine.objects.get().id, {item.id: Money(30_000, "EUR")}, CAMILLE)
    # It pays before the promise was given: the day of the line counts.
    settle_promises(TODAY)
    assert Promise.objects.get(id=first.id).state == Promise.State.KEPT
    if newer:
        promise(item.client_id, TODAY + timedelta(days=6), STAFF, {item.id: 20_000})
    deciding.undo(match.id, CAMILLE)
    assert Promise.objects.get(id=first.id).state == stands
