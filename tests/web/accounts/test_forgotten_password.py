"""Forgotten password: a link by the firm's own mail server, and never a word about who has an account."""

import re

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.jobs import deliver_letter
from quitus.apps.outbox.models import MailAccount
from tests.mail_server import mail_server

CAMILLE = "camille@studio-marelle.example"


@pytest.fixture
def firms(db):
    """Camille's firm and the neighbours', each with its own mail server."""
    both = [Organisation.objects.create(name=name) for name in ("Studio Marelle", "Atelier Voisin")]
    add_member(both[0], CAMILLE, Role.OWNER, name="Camille Rousseau", password="marelle-et-ciel")
    for firm in both:
        with tenant(firm.id):
            MailAccount.objects.create(
                kind="smtp",
                host="127.0.0.1",
                port=25,
                security="none",
                from_name=firm.name,
                from_address="nous@studio-marelle.example",
            )
    return both


def ask(address: str):
    return Client().post("/account/password/reset/", {"email": address}, follow=True)


def test_the_link_comes_by_the_firms_server_and_opens_a_new_password(firms):
    page = ask(CAMILLE)
    assert "Le lien est en route" in page.content.decode()
    job = ProcrastinateJob.objects.get(task_name="outbox.deliver_letter")
    assert "password" not in str(job.args)  # the link is sealed while it waits
    with mail_server() as (post, port):
        with tenant(firms[0].id):
            MailAccount.objects.update(port=port)
        deliver_letter(**job.args)
    (taken,) = post.taken
    assert taken.recipients == [CAMILLE]
    assert taken.mail["Subject"] == "Un nouveau mot de passe pour Quitus"
    text = taken.mail.get_body(("plain",)).get_content()
    assert text.startswith("Bonjour Camille Rousseau,")
    (path,) = re.findall(r"http://testserver(\S+)", text)
    visitor = Client()
    form = visitor.get(path, follow=True)
    visitor.post(
        form.redirect_chain[-1][0], {"password1": "un tout autre mot", "password2": "un tout autre mot"}
    )
    assert Client().login(email=CAMILLE, password="un tout autre mot")


def test_nobody_learns_who_has_an_account(firms):
    known, unknown = ask(CAMILLE), ask("personne@studio-marelle.example")
    plain = re.compile(rb'(name="csrfmiddlewaretoken" value="|nonce-)[^"]+')
    assert known.status_code == unknown.status_code == 200
    assert plain.sub(b"", known.content) == plain.sub(b"", unknown.content)
    assert ProcrastinateJob.objects.filter(task_name="outbox.deliver_letter").count() == 1


def test_without_a_mail_server_the_page_says_whom_to_ask(firms):
    with tenant(firms[0].id):
        MailAccount.objects.update(kind="mailbox")
    page = ask(CAMILLE).content.decode()
    assert "La personne qui tient la machine peut vous en donner un" in page
    assert not ProcrastinateJob.objects.filter(task_name="outbox.deliver_letter").exists()


def test_no_firm_reads_the_link_of_another_firms_member(firms):
    add_member(firms[1], CAMILLE, Role.READER)
    assert "Le lien est en route" in ask(CAMILLE).content.decode()
    assert not ProcrastinateJob.objects.filter(task_name="outbox.deliver_letter").exists()


def test_an_address_is_not_changed_by_its_owner_alone(firms):
    browser = Client()
    browser.login(email=CAMILLE, password="marelle-et-ciel")
    assert browser.get("/account/email/")["Location"] == "/settings/"
