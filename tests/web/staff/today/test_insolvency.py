"""The first page asks to declare the claim on an insolvent client in time, then to ask for relief."""

from datetime import date

import pytest

from quitus.apps.clients.models import Client
from quitus.apps.insight.todo_list import Doing, todos
from quitus.apps.law.insolvency import claims_to_declare
from quitus.apps.law.models import LegalEvent, LegalEventKind
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import PaymentMethod
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.web.staff.conftest import words

INSOLVENCY, PUBLISHED, DECLARED = "insolvency", "insolvency_published", "claim_declared"


@pytest.fixture
def debtor(firm):
    """A client who owes an invoice of 15 September."""
    with tenant(firm.id):
        client_id = make_client("Atelier Roncin", email="a@roncin.example")
        make_instalment(client_id, "FA-1", "1240.00")
    return client_id


def note(browser, client_id, kind, day, invoice=""):
    noted = {"kind": kind, "happened_on": day, "invoice": invoice}
    answer = browser.post(f"/law/clients/{client_id}/events", noted, follow=True)
    assert answer.status_code == 200
    return words(answer)


def shown(browser):
    """The first page in words."""
    return words(browser.get("/")).replace(" ,", ",")


def duties(firm, on=TODAY):
    with tenant(firm.id):
        return [(one.duty.relief, one.duty.day, one.minor, one.count) for one in claims_to_declare(on)]


def test_it_is_counted_from_the_judgment_until_the_bodacc_is_known(owner, firm, debtor):
    text = note(owner, debtor, INSOLVENCY, "2026-11-03")
    assert "Ce qui a été facturé jusqu’à ce jour n’est plus relancé." in text
    text = shown(owner)
    assert "Déclarer la créance sur Atelier Roncin, au plus tard le 4 janvier 2027" in text
    assert "1 240,00 €" in text
    assert "Compté du jugement du 3 novembre 2026, par prudence" in text
    assert f'href="/law/clients/{debtor}"' in owner.get("/").content.decode()
    note(owner, debtor, PUBLISHED, "2026-11-17")
    text = shown(owner)
    assert "au plus tard le 18 janvier 2027" in text
    assert "Compté du BODACC du 17 novembre 2026." in text
    assert "par prudence" not in text


def test_it_goes_when_the_claim_is_declared_or_the_event_recalled(owner, firm, debtor):
    note(owner, debtor, INSOLVENCY, "2026-11-03")
    note(owner, debtor, DECLARED, "2026-11-20")
    assert "Déclarer la créance" not in shown(owner)
    recalled(owner, firm, debtor, DECLARED)
    assert "Déclarer la créance" in shown(owner)
    recalled(owner, firm, debtor, INSOLVENCY)
    assert "Déclarer la créance" not in shown(owner)


def recalled(browser, firm, client_id, kind):
    with tenant(firm.id):
        event_id = LegalEvent.objects.get(client_id=client_id, kind=kind, recalled_on=None).id
    assert browser.post(f"/law/clients/{client_id}/events/{event_id}/recall").status_code == 302


def test_after_that_day_relief_is_asked_for_and_after_that_nothing(owner, firm, debtor):
    note(owner, debtor, INSOLVENCY, "2026-09-18")
    text = shown(owner)
    assert "Demander à être relevé pour la créance sur Atelier Roncin, au plus tard le 18 mars 2027" in text
    assert "demandez au juge-commissaire d’être relevé de la forclusion" in text
    assert duties(firm, date(2027, 3, 18)) == [(True, date(2027, 3, 18), 124_000, 1)]
    assert duties(firm, date(2027, 3, 19)) == []
    note(owner, debtor, PUBLISHED, "2026-09-30")  # there is time left after all
    assert "Déclarer la créance sur Atelier Roncin, au plus tard le 30 novembre 2026" in shown(owner)


def test_only_what_is_open_of_before_and_not_declared_yet(owner, firm, debtor):
    with tenant(firm.id):
        beside = make_instalment(debtor, "FA-2", "100.00", issued=date(2026, 10, 1))
        make_instalment(debtor, "FA-3", "55.00", issued=date(2026, 11, 4), due=date(2026, 12, 4))
    note(owner, debtor, INSOLVENCY, "2026-11-03")
    assert duties(firm) == [(False, date(2027, 1, 4), 134_000, 2)]
    note(owner, debtor, DECLARED, "2026-11-20", str(beside.invoice_id))
    assert duties(firm) == [(False, date(2027, 1, 4), 124_000, 1)]
    with tenant(firm.id):
        receipt = Receipt(
            slot="hand:1", client_id=debtor, amount=euros("1240.00"), received_on=date(2026, 11, 2),
            method=PaymentMethod.TRANSFER,
        )  # fmt: skip
        receive(receipt, on=TODAY, actor="test")
    assert duties(firm) == []


def test_what_was_declared_or_published_in_earlier_proceedings_does_not_count(owner, firm, debtor):
    note(owner, debtor, PUBLISHED, "2026-02-02")
    note(owner, debtor, DECLARED, "2026-03-02")
    assert duties(firm) == []  # no judgment is noted
    note(owner, debtor, INSOLVENCY, "2026-11-03")
    assert duties(firm) == [(False, date(2027, 1, 4), 124_000, 1)]


def test_a_conversion_asks_nothing_anew(owner, firm, debtor):
    note(owner, debtor, INSOLVENCY, "2026-10-01")
    note(owner, debtor, DECLARED, "2026-10-20")
    note(owner, debtor, INSOLVENCY, "2026-11-20")
    assert duties(firm) == []


def test_a_publication_alone_asks_for_the_judgment(owner, debtor):
    assert "Notez aussi l’ouverture de la procédure" in note(owner, debtor, PUBLISHED, "2026-11-17")


def test_abroad(owner, firm, debtor):
    note(owner, debtor, INSOLVENCY, "2026-11-03")
    Organisation.objects.filter(id=firm.id).update(country="BE")
    assert duties(firm) == [(False, date(2027, 3, 3), 124_000, 1)]
    with tenant(firm.id):
        Client.objects.filter(id=debtor).update(country="BE")
    text = shown(owner)
    assert "Déclarer la créance sur Atelier Roncin 1 240,00 €" in text
    assert "La loi de leur pays dit jusqu’à quand" in text


def test_in_english_and_to_a_reader_behind_its_wall(sign_in, firm, debtor):
    note(sign_in(), debtor, INSOLVENCY, "2026-11-03")
    text = shown(sign_in(Role.READER, language="en"))
    assert "Declare the claim on Atelier Roncin, by 4 January 2027 at the latest" in text
    other = Organisation.objects.create(name="Atelier Vitrail")
    assert "Declare the claim" not in shown(sign_in(organisation=other, language="en"))


def test_the_first_to_end_comes_first_in_few_queries(owner, firm, debtor, django_assert_max_num_queries):
    with tenant(firm.id):
        later = [make_client(f"Client {n}", email=f"c{n}@client.example") for n in range(12)]
        for n, client_id in enumerate(later):
            make_instalment(client_id, f"F-{n}", "9000.00")
            LegalEvent.objects.create(
                client_id=client_id, kind=LegalEventKind.INSOLVENCY, happened_on=date(2026, 11, 10 + n % 3),
                recorded_at="2026-11-20T10:00Z", recorded_by="x",
            )  # fmt: skip
    note(owner, debtor, INSOLVENCY, "2026-11-03")
    with tenant(firm.id):
        found = [todo for todo in todos(TODAY, "EUR") if todo.doing is Doing.DECLARE_CLAIM]
        assert found[0].client_id == debtor
        assert [todo.on for todo in found] == sorted(todo.on for todo in found)
        with django_assert_max_num_queries(3):
            assert len(claims_to_declare(TODAY)) == 13
