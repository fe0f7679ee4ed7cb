"""What is remembered of payers, and how matching fares: seen, said and taken back on one page."""

import re

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine, Match, MatchState, PayerRule
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.money import Money
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment
from tests.web.staff.conftest import words

CAMILLE = Decider(TODAY, "Camille Rousseau")
PARENT = "FR7610107001011234567890129"


@pytest.fixture
def paid(firm):
    """A line of a holding that pays for the brewery, accepted by hand; another client bears a like name."""
    with tenant(firm.id):
        client = make_client("Brasserie du Canal")
        make_client("Ostara Voyages", email="o@v.example")
        item = make_instalment(client, "FA-2026-0140", "300.00")
        entry = credit("250.00", "VIREMENT", payer="HOLDING OSTARA", iban=PARENT)
        import_bank_file(camt053([entry]), "releve.xml", on=TODAY, actor="test")
        line = BankLine.objects.get()
        deciding.match_by_hand(line.id, {item.id: Money(25_000, "EUR")}, CAMILLE)
    return firm, line, client


def test_a_rule_is_made_seen_with_its_line_and_removed(owner, paid):
    firm, line, client = paid
    assert f"/bank/lines/{line.id}/always" in owner.get(f"/bank/lines/{line.id}").content.decode()
    page = owner.get(f"/bank/lines/{line.id}/always")
    assert "Brasserie du Canal" in words(page)
    assert f'value="{client}"' in page.content.decode()
    text = words(owner.post(f"/bank/lines/{line.id}/always", {"clients": [client]}, follow=True))
    assert "FR76 1010 7001 0112 3456 7890 129 → Brasserie du Canal" in text
    assert "par Camille Rousseau, le mardi 24 novembre" in text
    with tenant(firm.id):
        rule = PayerRule.objects.get()
    assert "Retirée" in words(owner.post(f"/bank/rules/{rule.id}/remove", follow=True))
    with tenant(firm.id):
        assert PayerRule.objects.get().removed_by == "Camille Rousseau"


def test_a_name_that_resembles_others_is_told_and_can_be_confirmed(owner, paid):
    firm, line, client = paid
    sent = {"clients": [client], "by_name": "on"}
    told = owner.post(f"/bank/lines/{line.id}/always", sent)
    assert told.status_code == 422
    assert "ressemble aussi à : Ostara Voyages" in words(told)
    assert 'type="checkbox" name="sure"' in told.content.decode()
    assert owner.post(f"/bank/lines/{line.id}/always", {**sent, "sure": "on"}).status_code == 302
    with tenant(firm.id):
        assert PayerRule.objects.get().name == "HOLDING OSTARA"


@pytest.mark.parametrize("clients", [[], ["999999"], ["x"], [str(10**30)]])
def test_only_clients_that_this_payer_paid_for_can_be_chosen(owner, paid, clients):
    firm, line, _ = paid
    assert owner.post(f"/bank/lines/{line.id}/always", {"clients": clients}).status_code == 422
    with tenant(firm.id):
        assert PayerRule.objects.count() == 0


def test_a_payer_of_nobody_is_proposed_to_be_put_aside_again(owner, firm):
    with tenant(firm.id):
        entries = [
            credit(f"{50 + place}.00", "VIREMENT", payer="MON LIVRET", iban=PARENT) for place in range(2)
        ]
        import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="test")
        first, second = BankLine.objects.order_by("id")
    owner.post(f"/bank/lines/{first.id}/ignore", {"what": "own_transfer"})
    text = words(owner.get(f"/bank/lines/{second.id}"))
    assert "mis de côté auparavant : Un virement entre mes comptes" in text
    text = words(owner.post(f"/bank/lines/{first.id}/always", {"by_itself": "yes"}, follow=True))
    assert "MON LIVRET → mis de côté sans demander · Un virement entre mes comptes" in text


def test_the_page_says_how_it_fared_and_takes_more_care(owner, sign_in, paid):
    text = words(owner.get("/bank/matching"))
    assert "Rien à mesurer" in text or "depuis le" in text
    assert owner.post("/bank/matching/care", {"automatic": "500"}).status_code == 422
    assert owner.post("/bank/matching/care", {"automatic": "0"}).status_code == 302
    assert re.search('value="0"[^>]*checked', owner.get("/bank/matching").content.decode())
    reader = sign_in(Role.READER)
    assert "jamais" in words(reader.get("/bank/matching"))
    assert reader.post("/bank/matching/care", {"automatic": "970"}).status_code == 403


def test_another_firms_rules_are_not_there(owner, sign_in, paid):
    firm, line, client = paid
    owner.post(f"/bank/lines/{line.id}/always", {"clients": [client]})
    with tenant(firm.id):
        rule = PayerRule.objects.get()
    other = Organisation.objects.create(name="Atelier Voisin")
    stranger = sign_in(Role.OWNER, organisation=other, language="en")
    assert stranger.post(f"/bank/rules/{rule.id}/remove").status_code == 404
    assert stranger.get(f"/bank/lines/{line.id}/always").status_code == 404
    assert "Canal" not in words(stranger.get("/bank/matching"))
    with tenant(firm.id):
        assert PayerRule.objects.get().removed_on is None
        assert Match.objects.filter(state=MatchState.ACCEPTED).count() == 1
