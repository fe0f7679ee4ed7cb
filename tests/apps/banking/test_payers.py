"""An undone match forgets the account that it taught, and no other."""

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.clients.keys import learn_iban
from quitus.apps.clients.models import ClientKey
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille")
PAYER = "FR7610107001011234567890129"
REMEMBERED = PAYER.lower()


@pytest.fixture
def client():
    client = make_client("Transports Delmas")
    for place in range(3):
        make_instalment(client, f"FA-2026-014{place}", f"{100 + place}.00")
    return client


def bring(place, *, iban=PAYER):
    """A transfer that names its invoice: matched by itself; its match."""
    entry = credit(f"{100 + place}.00", f"VIR FA-2026-014{place}", payer="DELMAS", iban=iban)
    import_bank_file(camt053([entry], until=f"2026-11-2{place}"), f"{place}.xml", on=TODAY, actor="Camille")
    return Match.objects.get(line=BankLine.objects.latest("id"), state=MatchState.ACCEPTED)


def accounts(client):
    return list(ClientKey.objects.filter(client_id=client, kind="iban").values_list("value", flat=True))


def test_the_only_teacher_takes_its_lesson_back(client):
    match = bring(0)
    assert accounts(client) == [REMEMBERED]
    deciding.undo(match.id, CAMILLE)
    assert accounts(client) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_it_is_forgotten_with_the_last_match_that_says_so(client, order):
    matches = [bring(0), bring(1)]
    deciding.undo(matches[order[0]].id, CAMILLE)
    assert accounts(client) == [REMEMBERED]
    deciding.undo(matches[order[1]].id, CAMILLE)
    assert accounts(client) == []


def test_what_a_person_taught_first_stays(client):
    learn_iban(client, PAYER)
    deciding.undo(bring(0).id, CAMILLE)
    assert accounts(client) == [REMEMBERED]


def test_what_a_person_confirmed_later_stays(client):
    match = bring(0)
    learn_iban(client, PAYER)
    deciding.undo(match.id, CAMILLE)
    assert accounts(client) == [REMEMBERED]


def test_a_match_without_sure_words_is_no_heir(client):
    """Recognised by the account alone: that cannot vouch for the account."""
    taught = bring(0)
    entry = credit("102.00", "VIREMENT", payer="TRANSPORTS DELMAS", iban=PAYER)
    import_bank_file(camt053([entry], until="2026-11-22"), "x.xml", on=TODAY, actor="Camille")
    by_account = Match.objects.get(line=BankLine.objects.latest("id"), state=MatchState.ACCEPTED)
    assert "iban_known" in {reason["kind"] for reason in by_account.evidence}
    deciding.undo(taught.id, CAMILLE)
    assert accounts(client) == []


def test_many_lines_teach_in_one_statement(client, django_assert_max_num_queries):
    """As many lines as one likes cost the same number of statements."""

    def statement(first, count):
        clients = [make_client(f"Client {place}") for place in range(first, first + count)]
        entries = []
        for place, client_id in enumerate(clients, start=first):
            make_instalment(client_id, f"FB-{place:05d}", f"{200 + place}.00")
            entries.append(
                credit(
                    f"{200 + place}.00", f"VIR FB-{place:05d}", iban=f"FR76{place:023d}", bank_id=f"{place}"
                )
            )
        return camt053(entries)

    few, many = statement(0, 2), statement(100, 40)
    with django_assert_max_num_queries(92) as used:
        assert import_bank_file(few, "few.xml", on=TODAY, actor="Camille").matched == 2
    with django_assert_max_num_queries(len(used)):
        assert import_bank_file(many, "many.xml", on=TODAY, actor="Camille").matched == 40
    assert ClientKey.objects.filter(kind="iban").count() == 42
