"""A browser in which the owner is signed in, on a site of the whole product with what is committed."""

import threading
from datetime import UTC, datetime
from wsgiref.simple_server import make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client

from quitus.apps.onboarding.actions import open_firm
from quitus.apps.organisations.actions import FirmDetails
from quitus.apps.organisations.models import Organisation, User
from quitus.web.catalogs import compile_catalogs
from tests.firm import TODAY
from tests.web.design.conftest import Quiet, Server, browser, visit

__all__ = ["browser", "visit"]
OWNER = "camille@studio-marelle.example"


class ClosingHandler(WSGIHandler):
    """Gives the thread's connections back, so that what is committed can be emptied afterwards."""

    def __call__(self, environ, start_response):
        answer = super().__call__(environ, start_response)
        content = [b"".join(answer)]
        answer.close()
        connections.close_all()
        return content


@pytest.fixture
def committed(monkeypatch, committed):
    """The browser's library runs a loop of its own in this thread; what the tests ask the database is not of it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def site(committed):
    """The address of the site."""
    compile_catalogs()
    server = make_server("127.0.0.1", 0, ClosingHandler(), server_class=Server, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def studio(committed):
    """The studio with its owner, on Tuesday, 24 November 2026."""
    details = FirmDetails(
        name="Studio Marelle", iban="FR7630006000011234567890189", account_holder="Studio Marelle"
    )
    organisation, _ = open_firm(details, OWNER, "Camille Rousseau", "a long password", on=TODAY)
    Organisation.objects.filter(id=organisation.id).update(clock_set_to=datetime(2026, 11, 24, 9, tzinfo=UTC))
    return Organisation.objects.get(id=organisation.id)


@pytest.fixture
def session(studio):
    """The cookies of the owner's session."""
    browser = Client()
    browser.force_login(
        User.objects.get(email=OWNER), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return {"sessionid": browser.cookies["sessionid"].value}
