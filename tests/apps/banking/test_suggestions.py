"""A suggestion stands only while what it names is owed as it was; what waits because of it goes on."""

from datetime import timedelta

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import automatic, deciding
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.queries import line, match_story
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments import by_hand
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.reminders.facts import gather
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment, remaining

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille")
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def twins():
    """Two equal debts of one client, and a transfer that may pay either: suggested, with a runner-up."""
    client = make_client("Transports Delmas")
    older = make_instalment(client, "FA-2026-0147", "960.00", due=TODAY - timedelta(days=40))
    newer = make_instalment(client, "FA-2026-0161", "960.00", due=TODAY - timedelta(days=20))
    import_bank_file(
        camt053([credit("960.00", "VIR M DELMAS", payer="M DELMAS")]), "a.xml", on=TODAY, actor="Camille"
    )
    assert named(BankLine.objects.get()) == ["FA-2026-0147"]
    asleep()
    return client, older, newer


def named(bank_line):
    match = line(bank_line.id).match
    return [part.number for part in match.parts] if match else []


def asleep():
    """As if the plan had looked at everything, and come back in a month."""
    Instalment.objects.update(next_check_on=LATER)


def looked_at(instalment):
    return Instalment.objects.get(id=instalment.id).next_check_on


def possibly_paid(instalment):
    return gather([instalment.id], TODAY).instalments[instalment.id].possibly_paid


def pay(client, amount, *chosen):
    return by_hand.receive_by_hand(
        client,
        euros(amount),
        PaymentMethod.CHEQUE,
        TODAY,
        key=f"{amount}-{chosen}",
        on=TODAY,
        actor="Camille",
        chosen=tuple(instalment.id for instalment in chosen),
    )


def test_a_payment_by_hand_lets_the_line_mean_the_other_debt(twins):
    client, older, newer = twins
    pay(client, "960.00", older)
    found = BankLine.objects.get()
    assert named(found) == ["FA-2026-0161"]
    assert [past.state for past in match_story(found.id)] == ["suggested", "outdated"]
    assert possibly_paid(newer)
    assert looked_at(newer) == TODAY
    assert examine() == []


def test_when_nothing_is_left_to_mean_the_line_is_unknown_again(twins):
    client, older, newer = twins
    pay(client, "1920.00")
    assert remaining(older, newer) == [0, 0]
    assert named(BankLine.objects.get()) == []
    assert not Match.objects.filter(state=MatchState.SUGGESTED).exists()
    assert not BankLine.objects.get().settled
    assert examine() == []


def test_what_was_held_for_a_stale_suggestion_goes_on():
    """All but one euro is paid by cheque: a transfer of the whole amount can hardly mean that euro."""
    client = make_client("Transports Delmas")
    instalment = make_instalment(client, "FA-2026-0147", "960.00")
    import_bank_file(
        camt053([credit("960.00", "VIR M DELMAS", payer="M DELMAS")]), "a.xml", on=TODAY, actor="Camille"
    )
    assert possibly_paid(instalment)
    asleep()
    pay(client, "959.00", instalment)
    assert named(BankLine.objects.get()) == []
    assert not possibly_paid(instalment)
    assert looked_at(instalment) == TODAY
    assert examine() == []


def test_taking_the_payment_back_brings_the_first_idea_back(twins):
    client, older, _ = twins
    cheque = pay(client, "960.00", older)
    asleep()
    by_hand.take_back(cheque.id, client_id=client, on=TODAY, actor="Camille")
    assert named(BankLine.objects.get()) == ["FA-2026-0147"]
    assert looked_at(older) == TODAY
    assert possibly_paid(older)
    assert examine() == []


def test_what_pays_from_credit_outdates_too():
    client = make_client("Transports Delmas")
    pay(client, "960.00")
    instalment = make_instalment(client, "FA-2026-0147", "960.00")
    import_bank_file(
        camt053([credit("960.00", "VIR M DELMAS", payer="M DELMAS")]), "a.xml", on=TODAY, actor="Camille"
    )
    assert named(BankLine.objects.get()) == ["FA-2026-0147"]
    allocate_credit(client, on=TODAY, actor="Camille")
    assert remaining(instalment) == [0]
    assert named(BankLine.objects.get()) == []


def test_another_lines_match_outdates(twins):
    _, older, _ = twins
    import_bank_file(
        camt053([credit("960.00", "VIR FA-2026-0147", payer="TRANSPORTS DELMAS")], until="2026-11-21"),
        "b.xml",
        on=TODAY,
        actor="Camille",
    )
    first = BankLine.objects.order_by("id").first()
    assert remaining(older) == [0]
    assert named(first) == ["FA-2026-0161"]
    assert examine() == []


def test_nothing_acts_alone_on_a_line_that_was_only_suggested(twins):
    """The cheque that a person wrote down may be this very transfer: only they can tell."""
    client, older, _ = twins
    pay(client, "960.00", older)
    Match.objects.filter(state=MatchState.SUGGESTED).update(state=MatchState.OUTDATED)
    assert automatic.match_open_lines(on=TODAY) == (0, 1)
    assert named(BankLine.objects.get()) == ["FA-2026-0161"]


def test_what_a_person_refused_is_not_suggested_again(twins):
    client, older, newer = twins
    deciding.dismiss(Match.objects.get(state=MatchState.SUGGESTED).id, CAMILLE)
    assert looked_at(older) == TODAY
    pay(client, "960.00", older)
    assert automatic.match_open_lines(on=TODAY) == (0, 0)
    assert not possibly_paid(newer)


@pytest.mark.parametrize("undone", [False, True])
def test_what_was_outdated_in_a_busy_moment_is_thought_of_at_the_next_turn(twins, monkeypatch, undone):
    client, older, _ = twins
    waiting = BankLine.objects.get()
    if undone:
        match = deciding.accept(Match.objects.get(state=MatchState.SUGGESTED).id, CAMILLE)
        deciding.undo(match.id, CAMILLE)
    with monkeypatch.context() as busy:
        busy.setattr("quitus.apps.banking.matching.suggestions.clients_if_free", lambda ids: False)
        by_hand.receive_by_hand(
            client,
            euros("960.00"),
            PaymentMethod.CHEQUE,
            TODAY,
            key="k",
            on=TODAY,
            actor="C",
            chosen=(older.id,),
        )
    assert named(waiting) == []
    automatic.match_open_lines(on=TODAY)
    assert named(waiting) == ["FA-2026-0161"]
