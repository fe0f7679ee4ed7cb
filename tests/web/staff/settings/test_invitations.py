"""Who has an account already accepts an invitation; no firm reaches another one through somebody it invites."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from quitus.apps.onboarding import members
from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.models import Membership, Organisation, Role, User
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.refused import Refused
from tests.firm import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ANNE = "anne@cabinet.example"
CHOSEN = {"password1": "un mot de passe long", "password2": "un mot de passe long"}


@pytest.fixture
def neighbour(firm):
    return Organisation.objects.create(name="Atelier Voisin")


@pytest.fixture
def theirs(neighbour):
    """The neighbours' owner, signed in."""
    browser = Client()
    browser.force_login(add_member(neighbour, "voisin@atelier.example", Role.OWNER), backend=BACKEND)
    return browser


def invite(browser, role: str = "reader") -> str:
    """The link that the inviting owner is shown, once; "" when there is none."""
    page = browser.post("/settings/members/add", {"email": ANNE, "name": "Anne", "role": role}, follow=True)
    return "".join(re.findall(r'data-copy="http://testserver([^"]+)"', page.content.decode()))


def choose_password(link: str) -> None:
    visitor = Client()
    form = visitor.get(link, follow=True)
    visitor.post(form.redirect_chain[-1][0], CHOSEN)


def test_an_accountant_of_two_firms_accepts_the_second(owner, theirs, neighbour, firm):
    choose_password(invite(owner, "accountant"))
    link = invite(theirs, "accountant")
    assert link.startswith("/join/")
    anne = Client()
    to_sign_in = anne.get(link)
    assert (to_sign_in.status_code, to_sign_in["Location"]) == (302, f"/account/login/?next={link}")
    anne.force_login(User.objects.get(email=ANNE), backend=BACKEND)
    assert "Atelier Voisin vous invite" in anne.get(link).content.decode()
    assert "Atelier Voisin" not in anne.get("/settings/").content.decode()
    assert anne.post(link).status_code == 302
    assert "Atelier Voisin" in anne.get("/settings/").content.decode()
    assert anne.post(link).status_code == 302  # twice changes nothing
    assert Membership.objects.get(user__email=ANNE, organisation=neighbour).accepted_at


def test_no_link_to_choose_the_password_of_another_firms_member(owner, theirs, firm):
    password_link = invite(owner, "owner")
    link = invite(theirs)
    assert link.startswith("/join/")
    anne = User.objects.get(email=ANNE)
    again = theirs.post(f"/settings/members/{anne.id}/link", follow=True)
    assert "password/reset" not in again.content.decode()
    # Whoever invited her first goes on alone.
    choose_password(password_link)
    assert User.objects.get(email=ANNE).check_password(CHOSEN["password1"])


def test_whoever_made_the_account_does_not_enter_the_firm_that_invites_it_later(owner, theirs, firm):
    choose_password(invite(theirs))  # the neighbours chose her password themselves
    invite(owner, "owner")
    intruder = Client()
    assert intruder.login(email=ANNE, password=CHOSEN["password1"])
    page = intruder.get("/settings/")
    assert "Studio Marelle" not in page.content.decode()
    place = Membership.objects.get(user__email=ANNE, organisation=firm)
    assert intruder.post(f"/join/{place.id}/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    assert Membership.objects.get(id=place.id).accepted_at is None


def test_a_link_of_a_firm_that_took_it_back_is_dead(owner, theirs, firm):
    password_link = invite(theirs)
    anne = User.objects.get(email=ANNE)
    theirs.post(f"/settings/members/{anne.id}/remove")
    assert invite(owner).startswith("/account/password/reset/key/")
    choose = Client().get(password_link, follow=True)
    assert "Ce lien ne fonctionne plus" in choose.content.decode()


def test_an_invitation_is_nobody_elses(owner, theirs, neighbour):
    choose_password(invite(owner))
    link = invite(theirs)
    assert owner.get(link).status_code == 404
    assert owner.post(link).status_code == 404
    theirs.post(f"/settings/members/{User.objects.get(email=ANNE).id}/remove")
    anne = Client()
    anne.force_login(User.objects.get(email=ANNE), backend=BACKEND)
    assert anne.post(link).status_code == 404


def test_an_invited_owner_is_not_the_last_owner(theirs, neighbour, owner):
    choose_password(invite(owner))
    invite(theirs, "owner")
    me = User.objects.get(email="voisin@atelier.example")
    assert theirs.post(f"/settings/members/{me.id}/remove").status_code == 422
    assert Membership.objects.filter(user=me).exists()


def test_a_link_that_nobody_wrote_is_no_error(owner, theirs, firm):
    invite(theirs)
    place = Membership.objects.get(user__email=ANNE)
    assert owner.get(f"/join/{place.id}/\N{LATIN SMALL LETTER E WITH ACUTE}").status_code == 404


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("twice_the_same", [False, True])
def test_two_owners_who_invite_the_same_person_at_once(committed, known, twice_the_same):
    one = Organisation.objects.create(name="Studio Marelle")
    other = one if twice_the_same else Organisation.objects.create(name="Atelier Voisin")
    if known:
        User.objects.create_user(ANNE, None)
    invited, go_on, faults = threading.Event(), threading.Event(), []

    def first():
        with tenant(one.id):
            members.invite(ANNE, Role.READER, on=TODAY, by="one")
            invited.set()
            go_on.wait(1.0)
        connection.close()

    def second():
        invited.wait(5)
        try:
            with tenant(other.id):
                members.invite(ANNE, Role.OWNER, on=TODAY, by="other")
        except Refused as refusal:
            faults.append(refusal.code)
        connection.close()

    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = [place.accepted_at is not None for place in Membership.objects.order_by("id")]
    assert (accepted, faults) == (([True], ["member_known"]) if twice_the_same else ([True, False], []))


def test_an_inviting_firm_does_not_learn_the_name(owner, theirs):
    choose_password(invite(owner))
    User.objects.filter(email=ANNE).update(name="Solange Tréhiou")
    invite(theirs)
    assert "Solange" not in theirs.get("/settings/").content.decode()


def test_invited_by_two_and_let_go_by_the_first(owner, theirs, firm):
    first_link = invite(owner)
    invite(theirs)
    anne = User.objects.get(email=ANNE)
    owner.post(f"/settings/members/{anne.id}/remove")
    assert "Ce lien ne fonctionne plus" in Client().get(first_link, follow=True).content.decode()
    page = theirs.post(f"/settings/members/{anne.id}/link", follow=True).content.decode()
    (link,) = re.findall(r'data-copy="http://testserver([^"]+)"', page)
    choose_password(link)
    assert Client().login(email=ANNE, password=CHOSEN["password1"])
