"""How matching fared is counted from what people made of it, and the firm may want more care."""

from datetime import date

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.matching.care import automatic_from, take_care
from quitus.apps.banking.matching.own_record import own_record
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille")


def bring(*entries):
    import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="Camille")
    return list(BankLine.objects.order_by("id"))


def suggestion(line):
    return Match.objects.get(line=line, state=MatchState.SUGGESTED).id


def test_before_the_first_line_there_is_nothing_to_say():
    record = own_record()
    assert (record.whole.lines, record.since, record.bands) == (0, None, [])


def test_each_word_of_a_person_counts_once(django_assert_num_queries):
    for place in range(6):
        for name in ("Brasserie du Canal", "Hôtel des Voyageurs"):
            client = make_client(f"{name} {place}", email=f"{place}{len(name)}@client.example")
            make_instalment(client, f"FA-2026-0{place}{len(name)}", f"{300 + place}.00")
    spare = make_client("Librairie des Grands Chemins", email="l@c.example")
    unnamed = make_instalment(spare, "FC-2026-0001", "777.00")
    for place in range(3):
        make_instalment(spare, f"FB-2026-000{place}", f"{90 + place}.00")
    entries = [credit(f"{300 + place}.00", f"VIREMENT {place}") for place in range(6)]
    entries += [credit(f"{90 + place}.00", f"VIR FB-2026-000{place}") for place in range(3)]
    lines = bring(*entries)
    deciding.accept(suggestion(lines[0]), CAMILLE)
    deciding.accept(suggestion(lines[1]), CAMILLE, runner_up=True)
    deciding.match_by_hand(lines[2].id, {unnamed.id: Money(100, "EUR")}, CAMILLE)
    deciding.ignore(lines[3].id, CAMILLE, reason="privé")
    deciding.dismiss(suggestion(lines[4]), CAMILLE)
    deciding.undo(Match.objects.get(line=lines[6]).id, CAMILLE)
    deciding.dismiss(suggestion(lines[6]), CAMILLE)
    with django_assert_num_queries(1):
        record = own_record()
    whole = record.whole
    assert (whole.alone, whole.undone) == (3, 1)
    assert f"{whole.precision:.4f}" == "0.6667"
    assert (whole.first, whole.second, whole.changed, whole.waiting) == (1, 1, 4, 1)
    assert record.since == date(2026, 11, 24)
    assert sum(band.lines for band in record.bands) == whole.lines
    assert record.bands[0].band == 970
    assert record.bands[0].alone == 3


@pytest.mark.parametrize(
    ("automatic", "state"), [(970, "accepted"), (1000, "suggested"), (None, "suggested")]
)
def test_more_care_leaves_to_a_person_what_the_usual_does_alone(automatic, state):
    """A whole name and an exact amount: 0.97."""
    take_care(automatic, CAMILLE)
    make_instalment(make_client("Transports Delmas"), "FA-2026-0147", "960.00")
    (line,) = bring(credit("960.00", "VIREMENT", payer="TRANSPORTS DELMAS"))
    match = Match.objects.get(line=line)
    assert 970 <= match.score < 1000
    assert match.state == state


def test_never_means_never():
    take_care(None, CAMILLE)
    make_instalment(make_client("Transports Delmas"), "FA-2026-0147", "960.00")
    (line,) = bring(credit("960.00", "VIR FA-2026-0147", payer="TRANSPORTS DELMAS"))
    assert Match.objects.get(line=line).state == MatchState.SUGGESTED


@pytest.mark.parametrize("automatic", [969, 0, -1, 1001, 10**9])
def test_less_care_than_the_usual_is_not_offered(automatic):
    with pytest.raises(Refused, match="care_below_usual"):
        take_care(automatic, CAMILLE)
    assert automatic_from() == 970
