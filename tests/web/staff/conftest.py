"""Members of the studio, signed in, on Tuesday, 24 November 2026."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.reminders.policies import install_policy
from tests.firm import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def firm(organisation):
    """The studio on its business date, with the gentle policy."""
    Organisation.objects.filter(id=organisation.id).update(clock_set_to=datetime(2026, 11, 24, 9, tzinfo=UTC))
    organisation.refresh_from_db()
    with tenant(organisation.id):
        install_policy(on=TODAY, by="test")
    return organisation


@pytest.fixture
def sign_in(firm):
    """sign_in(role, organisation, language) -> a browser in which a member of that role is signed in."""

    def signed_in(role=Role.OWNER, *, organisation=firm, language="fr"):
        email = f"{role}-{language}@studio-marelle.example"
        user = add_member(organisation, email, role, name="Camille Rousseau")
        type(user).objects.filter(id=user.id).update(language=language)
        browser = Client()
        browser.force_login(user, backend=BACKEND)
        return browser

    return signed_in


@pytest.fixture
def owner(sign_in):
    return sign_in()


@pytest.fixture
def reader(sign_in):
    return sign_in(Role.READER)


def words(response):
    """What a person reads of an answer: no tags, plain blanks."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'"))
