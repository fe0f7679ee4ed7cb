"""Bank lines become movements with a kind and a reason, and are judged again when more is known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.watchers import tell_forgotten
from quitus.apps.doctor.bank import lines_are_movements_of_the_history
from quitus.apps.history.correcting import correct, let_judge, remove_rule
from quitus.apps.history.models import KindRule, Movement
from quitus.apps.history.taking_in import judge_waiting, take_in
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.history.kinds import Because, Kind
from quitus.domain.refused import Refused
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille")
BY = {"on": TODAY, "actor": "Camille"}
SAVINGS = "FR7610107001011234567890129"
PAYER = "DE89370400440532013000"
NUMBER = iter(range(1000))


def bring(*entries, account=STUDIO):
    import_bank_file(camt053(entries, account=account), f"{next(NUMBER)}.xml", **BY)
    return [Movement.objects.get(line=line) for line in BankLine.objects.order_by("id")]


def kinds():
    rows = Movement.objects.order_by("line_id").values_list("kind", "because", "about")
    return [tuple(row) for row in rows]


def test_each_line_is_a_movement_with_its_reason():
    bring(
        credit("-1800.00", "VIR SALAIRE NOVEMBRE", payer="Anna Petit"),
        credit("-12.50", "FRAIS DE TENUE DE COMPTE"),
        credit("-480.00", "PRLV SEPA URSSAF", payer="URSSAF"),
        credit("-99.00", "VIR DIVERS"),
    )
    assert kinds() == [
        ("employee", "words", "salaire"),
        ("fee", "words", "frais"),
        ("tax", "words", "urssaf"),
        ("unknown", "nothing", ""),
    ]
    first = Movement.objects.order_by("line_id").first()
    assert (first.party, first.amount_minor, first.judged_by) == ("Anna Petit", -180_000, "quitus")


def test_what_pays_invoices_is_a_clients_payment_until_it_is_undone():
    client = make_client("Transports Delmas")
    make_instalment(client, "FA-2026-0147", "960.00")
    bring(credit("960.00", "VIR DELMAS FA-2026-0147", payer="TRANSPORTS DELMAS", iban=PAYER))
    assert kinds() == [("client", "matched", "Transports Delmas")]
    movement = Movement.objects.get()
    with pytest.raises(Refused, match="kind_by_match"):
        correct(movement.id, Kind.LOAN, always=False, **BY)
    deciding.undo(Match.objects.get(state=MatchState.ACCEPTED).id, CAMILLE)
    assert kinds() == [("client", "client_name", "Transports Delmas")]


def test_a_match_by_hand_tells_too():
    client = make_client("Transports Delmas")
    make_instalment(client, "FA-2026-0147", "960.00")
    (movement,) = bring(credit("960.00", "VIR MD"))
    assert movement.kind == "unknown"
    deciding.accept(Match.objects.get().id, CAMILLE)
    assert kinds() == [("client", "matched", "Transports Delmas")]


def test_a_line_that_is_all_a_clients_credit_is_that_clients_payment():
    client = make_client("Hôtel des Voyageurs")
    (line,) = (one.line for one in bring(credit("300.00", "VIREMENT DIVERS")))
    match = deciding.match_by_hand(line.id, {}, CAMILLE, rest=client)
    assert kinds() == [("client", "matched", "Hôtel des Voyageurs")]
    deciding.undo(match.id, CAMILLE)
    assert kinds() == [("unknown", "nothing", "")]


def test_both_halves_of_an_own_transfer_whichever_comes_first():
    bring(credit("-5000.00", "VIR EPARGNE"))
    assert kinds() == [("unknown", "nothing", "")]
    bring(credit("5000.00", "VIR RECU", day="2026-11-19"), account=SAVINGS)
    assert kinds() == [("own", "own_pair", SAVINGS), ("own", "own_pair", STUDIO)]


def test_a_line_to_an_account_that_turns_out_to_be_ones_own():
    bring(credit("-5000.00", "VIR X", iban=SAVINGS))
    assert kinds()[0][0] == "unknown"
    bring(credit("1.00", "AUTRE"), account=SAVINGS)
    assert kinds()[0] == ("own", "own_iban", SAVINGS)


def test_the_firms_account_of_invoices_is_its_own_before_any_statement_of_it(inside):
    bring(credit("-70.00", "VIR X", iban=inside.iban), account=SAVINGS)
    assert kinds() == [("own", "own_iban", inside.iban)]


def test_always_this_for_that_counterparty_and_back():
    louise, *_others = bring(
        credit("-400.00", "VIR", payer="Louise Martin"),
        credit("-40.00", "VIR", payer="Papeterie du Port"),
        credit("30.00", "VIR", payer="Louise Martin"),
    )
    correct(louise.id, Kind.FREELANCER, always=True, **BY)
    correct(louise.id, Kind.FREELANCER, always=True, **BY)
    assert [kind for kind, _, _ in kinds()] == ["freelancer", "unknown", "unknown"]
    bring(credit("-410.00", "VIR", payer="MARTIN LOUISE"), credit("-420.00", "VIR", payer="LOUISE MARTIN"))
    assert kinds()[3][0] == "unknown"  # another order of words may be another person
    assert kinds()[4] == ("freelancer", "rule", "LOUISE MARTIN")
    rule = KindRule.objects.get(removed_on=None)
    correct(louise.id, Kind.EMPLOYEE, always=True, **BY)
    assert KindRule.objects.get(removed_on=None).kind == "employee"
    remove_rule(KindRule.objects.get(removed_on=None).id, **BY)
    remove_rule(rule.id, **BY)
    assert {kind for kind, _, _ in kinds()} == {"unknown"}
    told = (
        TimelineEntry.objects.filter(kind__startswith="kind_").order_by("id").values_list("kind", flat=True)
    )
    assert list(told) == ["kind_rule_made", "kind_rule_made", "kind_rule_removed"]


def test_a_persons_word_about_one_movement_stays_whatever_comes_and_can_be_taken_back():
    (movement,) = bring(credit("-480.00", "PRLV SEPA URSSAF", payer="URSSAF"))
    correct(movement.id, Kind.SUPPLIER, always=False, **BY)
    correct(movement.id, Kind.SUPPLIER, always=False, **BY)
    bring(credit("-481.00", "PRLV SEPA URSSAF", payer="URSSAF"))
    assert [kind for kind, _, _ in kinds()] == ["supplier", "tax"]
    (second,) = Movement.objects.filter(kind="tax")
    correct(second.id, Kind.EMPLOYEE, always=True, **BY)
    assert [kind for kind, _, _ in kinds()] == ["supplier", "employee"]
    assert let_judge(movement.id, **BY).kind == "employee"
    assert TimelineEntry.objects.filter(kind="kind_corrected").count() == 2


def test_without_a_counterparty_nothing_is_said_for_always():
    (movement,) = bring(credit("-9.00", "12345"))
    with pytest.raises(Refused, match="kind_without_party"):
        correct(movement.id, Kind.FEE, always=True, **BY)


def test_lines_of_before_are_judged_in_turns():
    (movement,) = bring(credit("-480.00", "PRLV SEPA URSSAF", payer="URSSAF"))
    Movement.objects.update(kind="unknown", because="nothing", judged_by="", party_key="", words="")
    assert judge_waiting() == 1
    assert judge_waiting() == 0
    again = Movement.objects.get()
    assert (again.kind, again.party_key, again.words) == ("tax", movement.party_key, movement.words)


def test_a_line_that_goes_takes_its_movement_along():
    (movement,) = bring(credit("-480.00", "PRLV SEPA URSSAF"))
    tell_forgotten([movement.line_id])
    assert Movement.objects.count() == 0


def test_huge_and_hostile_lines_are_taken_in():
    bring(
        credit("-9999999999.99", '=HYPERLINK("http://x.example") ' + "a" * 5000, payer="<b>&" * 40),
        credit("-1.00", "\u202eVIR\u200b ' OR 1=1 --", payer="'; DROP TABLE x"),
    )
    assert [because for _, because, _ in kinds()] == [Because.NOTHING, Because.NOTHING]


def test_a_fixed_number_of_queries_however_many_lines(django_assert_num_queries):
    bring(credit("1.00", "A"))
    few, many = forgotten(range(1, 4)), forgotten(range(4, 200))
    with CaptureQueriesContext(connection) as counted:
        take_in(few)
    with django_assert_num_queries(len(counted)):
        take_in(many)
    assert Movement.objects.filter(kind="employee").count() == 199
    assert len(counted) < 20


def forgotten(amounts):
    """Lines on record that the history does not know."""
    lines = [credit(f"-{amount}.00", "VIR SALAIRE", payer=f"Nom {amount}") for amount in amounts]
    import_bank_file(camt053(lines), f"{next(NUMBER)}.xml", **BY)
    ids = list(BankLine.objects.order_by("-id").values_list("id", flat=True)[: len(lines)])
    tell_forgotten(ids)
    return ids


def test_the_doctor_compares_lines_and_movements():
    bring(credit("-480.00", "PRLV SEPA URSSAF"), credit("-9.00", "X"))
    assert list(lines_are_movements_of_the_history()) == []
    Movement.objects.filter(amount_minor=-900).delete()
    Movement.objects.filter(amount_minor=-48_000).update(amount_minor=-1)
    assert len(list(lines_are_movements_of_the_history())) == 2
