"""A member of two firms looks at one at a time, and the other one's things do not exist meanwhile."""

import re

import pytest
from django.test import Client

from quitus.apps.clients.models import Client as Debtor
from quitus.apps.organisations.actions import add_member, remove_member
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.reminders.models import Policy
from quitus.apps.reminders.policies import install_policy
from tests.firm import TODAY, make_client, make_instalment

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def other(firm):
    """Another firm with a client of its own."""
    other = Organisation.objects.create(name="Atelier Voisin", clock_set_to=firm.clock_set_to)
    with tenant(other.id):
        install_policy(on=TODAY, by="test")
        make_instalment(make_client("Hôtel du Port", email="h@port.example"), "AV-1")
    return other


@pytest.fixture
def camille(firm, other):
    """An owner here, an accountant there."""
    add_member(firm, "camille@studio-marelle.example", Role.OWNER, name="Camille", password="marelle-et-ciel")
    return add_member(other, "camille@studio-marelle.example", Role.ACCOUNTANT)


@pytest.fixture
def browser(camille):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(camille, backend=BACKEND)
    return browser


def token(page) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def choose(browser, organisation_id):
    sent = {"firm": organisation_id, "csrfmiddlewaretoken": token(browser.get("/settings/"))}
    return browser.post("/firms/choose", sent)


def of(organisation) -> tuple[int, int]:
    """A client and a policy there."""
    with tenant(organisation.id):
        return Debtor.objects.get().id, Policy.objects.get().id


def test_the_choice_holds_and_each_firm_shows_its_own(browser, firm, other):
    with tenant(firm.id):
        make_instalment(make_client(), "FA-1")
    ours, theirs = of(firm), of(other)
    assert "Maison Berthier" in browser.get("/clients/").content.decode()
    assert browser.get(f"/clients/{theirs[0]}").status_code == 404
    answer = choose(browser, other.id)
    assert (answer.status_code, answer.url) == (302, "/")
    assert "Vous êtes maintenant chez Atelier Voisin" in browser.get("/").content.decode()
    page = browser.get("/clients/").content.decode()
    assert ("Hôtel du Port" in page, "Maison Berthier" in page) == (True, False)
    assert browser.get(f"/clients/{theirs[0]}").status_code == 200
    assert browser.get(f"/clients/{ours[0]}").status_code == 404
    # The rights are those of the place there: an accountant settles nothing.
    assert browser.get("/settings/firm").status_code == 403
    assert choose(browser, firm.id).status_code == 302
    assert browser.get("/settings/firm").status_code == 200
    assert browser.get(f"/settings/policies/{theirs[1]}").status_code == 404


def test_a_form_left_open_in_another_tab_is_not_taken_by_the_other_firm(browser, firm, other):
    add_member(other, "camille@studio-marelle.example", Role.OWNER)
    add_member(other, "somebody@voisin.example", Role.OWNER)
    stale = {"name": "Renamed", "csrfmiddlewaretoken": token(browser.get("/settings/firm"))}
    choose(browser, other.id)
    assert browser.post("/settings/firm", stale).status_code == 403
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Studio Marelle", "Atelier Voisin"}


@pytest.mark.parametrize("wanted", ["0", "", "x", "9" * 30, "-1", "stranger"])
def test_a_firm_of_others_cannot_be_chosen(browser, firm, other, wanted):
    stranger = Organisation.objects.create(name="Stranger")
    assert choose(browser, stranger.id if wanted == "stranger" else wanted).status_code == 404
    assert "Studio Marelle" in browser.get("/").content.decode()


def test_who_is_shut_out_of_the_chosen_firm_is_back_in_their_own(browser, camille, firm, other):
    choose(browser, other.id)
    assert "Atelier Voisin" in browser.get("/").content.decode()
    remove_member(other, camille.id)
    page = browser.get("/").content.decode()
    assert ("Studio Marelle" in page, "Atelier Voisin" in page) == (True, False)


def test_only_members_of_several_are_offered_a_choice(browser, owner, reader, firm, other):
    assert 'action="/firms/choose"' in browser.get("/").content.decode()
    assert 'action="/firms/choose"' not in reader.get("/").content.decode()
    assert browser.get("/firms/choose").status_code == 405
    assert Client().post("/firms/choose", {"firm": other.id}).status_code == 302  # to sign in
    assert Client(enforce_csrf_checks=True).post("/firms/choose", {"firm": other.id}).status_code == 403


def test_what_was_open_for_a_firm_that_shut_one_out_lands_nowhere(browser, camille, firm, other):
    choose(browser, other.id)
    open_form = token(browser.get("/settings/"))
    remove_member(other, camille.id)
    sent = {"language": "en", "csrfmiddlewaretoken": open_form}
    assert browser.post("/settings/language", sent).status_code == 403
    camille.refresh_from_db()
    assert camille.language == "fr"
    page = browser.get("/settings/")
    assert page.status_code == 200
    assert "Studio Marelle" in page.content.decode()
    assert browser.post("/settings/language", sent).status_code == 403  # the old form stays dead
