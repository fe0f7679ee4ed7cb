"""Always like this: what a person says of a payer teaches evidence, until it is taken back, and never elsewhere."""

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.matching.rule_queries import learnt_accounts, put_aside_before, standing_rules
from quitus.apps.banking.matching.rules import always_pays_for, forget_account, never_pays, remove_rule
from quitus.apps.banking.models import BankLine, Match, MatchState, PayerRule
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.clients.models import Client, ClientKey
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment, remaining

CAMILLE = Decider(TODAY, "Camille")
PARENT = "FR7610107001011234567890129"
inside = pytest.mark.usefixtures("inside")


def bring(amount, label="VIREMENT", *, payer="", iban="", day=20):
    entry = credit(amount, label, payer=payer, iban=iban, day=f"2026-11-{day}")
    import_bank_file(
        camt053([entry], until=f"2026-11-{day}", opening=f"{day}.00"), f"{day}.xml", on=TODAY, actor="Camille"
    )
    return BankLine.objects.latest("id")


@pytest.fixture
def group(inside):
    """A parent company that pays for two daughters, and the line that shows it."""
    daughters = [make_client("Brasserie du Canal"), make_client("Hôtel des Voyageurs", email="h@v.example")]
    items = [
        make_instalment(daughters[0], "FA-2026-0140", "300.00"),
        make_instalment(daughters[1], "FA-2026-0141", "450.00"),
    ]
    line = bring("123.00", "VIREMENT GROUPE", payer="HOLDING OSTARA", iban=PARENT)
    return line, daughters, items


def test_a_parents_account_is_known_for_each_client_it_pays_for(group):
    line, daughters, items = group
    always_pays_for(line.id, daughters, CAMILLE, by_name=False)
    always_pays_for(line.id, daughters, CAMILLE, by_name=False)
    assert PayerRule.objects.count() == 2
    paid = bring("450.00", payer="HOLDING OSTARA", iban=PARENT, day=21)
    match = Match.objects.get(line=paid)
    assert (match.state, match.parts.get(rank=0).instalment_id) == (MatchState.ACCEPTED, items[1].id)
    assert "iban_known" in {why["kind"] for why in match.evidence}
    assert {rule.client_id: rule.used for rule in standing_rules()} == {daughters[0]: 0, daughters[1]: 1}
    deciding.undo(match.id, CAMILLE)
    assert {rule.used for rule in standing_rules()} == {0}
    assert ClientKey.objects.filter(kind="iban").count() == 2  # a person said it: no undone match forgets it


def test_no_rule_matches_alone_an_amount_that_settles_nothing(group):
    line, daughters, items = group
    always_pays_for(line.id, daughters, CAMILLE, by_name=True, sure=True)
    odd = bring("299.99", payer="HOLDING OSTARA", iban=PARENT, day=21)
    assert Match.objects.get(line=odd).state == MatchState.SUGGESTED
    assert remaining(*items) == [30_000, 45_000]


def test_a_name_finds_the_client_from_any_account(group):
    line, daughters, items = group
    always_pays_for(line.id, daughters[:1], CAMILLE, by_name=True)
    paid = bring("300.00", payer="HOLDING OSTARA", iban="DE02120300000000202051", day=21)
    assert Match.objects.get(line=paid).state == MatchState.ACCEPTED
    assert remaining(*items) == [0, 45_000]


def test_what_a_removed_rule_decided_stays_and_it_decides_no_more(group):
    line, daughters, items = group
    always_pays_for(line.id, daughters, CAMILLE, by_name=True)
    bring("300.00", payer="HOLDING OSTARA", iban=PARENT, day=21)
    for rule in standing_rules():
        remove_rule(rule.id, CAMILLE)
        remove_rule(rule.id, CAMILLE)
    assert standing_rules() == []
    assert remaining(*items) == [0, 45_000]
    later = bring("450.00", payer="HOLDING OSTARA", iban=PARENT, day=22)
    assert Match.objects.get(line=later).state == MatchState.SUGGESTED  # the amount alone
    assert ClientKey.objects.filter(kind__in=["iban", "alias"]).count() == 0
    assert PayerRule.objects.filter(removed_by="Camille").count() == 2


@pytest.mark.parametrize(
    ("payer", "iban", "told"),
    [
        ("", "", "line_without_payer"),
        ("GROUPE INTERNATIONAL", PARENT, "name_not_distinctive"),
        ("VOYAGEURS", PARENT, "name_fits_others"),
    ],
)
def test_a_name_that_says_nothing_or_too_much_is_refused(inside, payer, iban, told):
    client = make_client("Brasserie du Canal")
    make_client("Hôtel des Voyageurs", email="h@v.example")
    line = bring("123.00", payer=payer, iban=iban)
    with pytest.raises(Refused, match=told):
        always_pays_for(line.id, [client], CAMILLE, by_name=True)
    assert PayerRule.objects.count() == 0
    if told == "name_fits_others":
        always_pays_for(line.id, [client], CAMILLE, by_name=True, sure=True)
        assert ClientKey.objects.filter(kind="alias").count() == 1


@inside
def test_without_a_client_there_is_nothing_to_remember():
    line = bring("123.00", payer="OSTARA")
    with pytest.raises(Refused, match="rule_without_client"):
        always_pays_for(line.id, [], CAMILLE, by_name=True)
    with pytest.raises(Client.DoesNotExist):
        always_pays_for(line.id, [999_999], CAMILLE, by_name=True)


@pytest.mark.parametrize("by_itself", [True, False])
def test_a_payer_of_nobody_is_put_aside_or_only_proposed(inside, by_itself):
    line = bring("500.00", payer="MON LIVRET", iban=PARENT)
    deciding.ignore(line.id, CAMILLE, reason="own_transfer")
    never_pays(line.id, CAMILLE, reason="own_transfer", by_itself=by_itself)
    never_pays(line.id, CAMILLE, reason="own_transfer", by_itself=by_itself)
    again = bring("70.00", payer="MON LIVRET", iban=PARENT, day=21)
    again.refresh_from_db()
    assert again.settled is by_itself
    (rule,) = standing_rules()
    assert rule.used == int(by_itself)
    if by_itself:
        match = Match.objects.get(line=again)
        assert (match.state, match.decided_by, match.evidence[0]["facts"]["reason"]) == (
            "ignored",
            "quitus",
            "own_transfer",
        )
        deciding.undo(match.id, CAMILLE)
        assert not BankLine.objects.get(id=again.id).settled
    assert put_aside_before(again) == "own_transfer"


@inside
def test_a_line_that_names_an_invoice_waits_in_spite_of_the_rule():
    item = make_instalment(make_client(), "FA-2026-0118", "500.00")
    line = bring("70.00", payer="OSTARA", iban=PARENT)
    never_pays(line.id, CAMILLE, reason="privé", by_itself=True)
    named = bring("500.00", "VIR FA-2026-0118", payer="OSTARA", iban=PARENT, day=21)
    assert Match.objects.get(line=named).state == MatchState.SUGGESTED
    assert remaining(item) == [50_000]


def test_rules_of_one_firm_are_nothing_to_another(organisation):
    other = Organisation.objects.create(name="Atelier Voisin")
    with tenant(organisation.id):
        line = bring("70.00", payer="OSTARA", iban=PARENT)
        never_pays(line.id, CAMILLE, reason="privé", by_itself=True)
        (rule,) = standing_rules()
    with tenant(other.id):
        assert standing_rules() == []
        theirs = bring("70.00", payer="OSTARA", iban=PARENT)
        assert not theirs.settled
        with pytest.raises(PayerRule.DoesNotExist):
            remove_rule(rule.id, CAMILLE)


@inside
def test_an_account_that_a_line_taught_can_be_forgotten():
    make_instalment(make_client("Transports Delmas"), "FA-2026-0147", "960.00")
    bring("960.00", "VIR FA-2026-0147", payer="DELMAS", iban=PARENT)
    (learnt,) = learnt_accounts()
    assert (learnt.client_name, learnt.iban, learnt.taught_by) == ("Transports Delmas", PARENT, "quitus")
    forget_account(learnt.key_id, CAMILLE)
    assert learnt_accounts() == []


@inside
def test_more_rules_cost_no_more_statements(django_assert_num_queries):
    for place in range(5):
        line = bring("70.00", payer=f"OSTARA{place}", iban=f"FR76{place:023d}", day=10 + place)
        never_pays(line.id, CAMILLE, reason="privé", by_itself=False)
    with django_assert_num_queries(1):
        assert len(standing_rules()) == 5


@inside
def test_a_namesake_with_another_account_is_not_the_payer_of_nobody():
    line = bring("70.00", payer="MARTIN", iban=PARENT)
    never_pays(line.id, CAMILLE, reason="privé", by_itself=True)
    namesake = bring("80.00", payer="MARTIN", iban="DE89370400440532013000", day=21)
    nameless = bring("90.00", payer="MARTIN", iban="", day=22)
    settled = dict(BankLine.objects.values_list("id", "settled"))
    assert (settled[namesake.id], settled[nameless.id]) == (False, True)


def test_a_rule_that_is_removed_leaves_what_confirmed_lines_had_taught(group):
    line, daughters, items = group
    deciding.match_by_hand(line.id, {items[0].id: euros("123.00")}, CAMILLE)
    taught = set(ClientKey.objects.filter(kind="iban").values_list("client_id", "learnt_from"))
    always_pays_for(line.id, daughters, CAMILLE, by_name=False)
    for rule in PayerRule.objects.all():
        remove_rule(rule.id, CAMILLE)
    assert set(ClientKey.objects.filter(kind="iban").values_list("client_id", "learnt_from")) == taught
    assert [client for client, _ in taught] == [daughters[0]]
