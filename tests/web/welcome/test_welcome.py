"""The first visit: by the printed key alone, once, and nothing is written before the end."""

import re

import pytest
from django.contrib.sessions.models import Session

from quitus.apps.onboarding.first import Owner, first_key, open_first_firm
from quitus.apps.organisations.actions import FirmDetails, add_member, remove_member
from quitus.apps.organisations.models import Membership, Organisation, Role, User
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.accounts import mail_account
from quitus.apps.outbox.mail import server_of
from quitus.apps.reminders.models import Policy
from quitus.config.web_process import first_visit
from quitus.domain.refused import Refused
from tests.firm import TODAY

pytestmark = pytest.mark.django_db

OWNER = {
    "name": "Camille Rousseau",
    "email": "camille@studio-marelle.example",
    "password": "trois marelles bleues",
}
FIRM = {
    "name": "Studio Marelle",
    "siren": "732 829 320",
    "address": "12 rue des Carmes",
    "contact_name": "Camille",
}
ACCOUNT = {"account_holder": "Studio Marelle", "iban": "FR76 3000 6000 0112 3456 7890 189"}
MAILBOX = {
    "from_name": "Studio Marelle",
    "from_address": "camille@studio-marelle.example",
    "host": "smtp.studio-marelle.example",
    "port": "587",
    "security": "starttls",
    "user_name": "camille",
    "password": "a mailbox secret",
}


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\xa0", " "))


@pytest.fixture
def visitor(client):
    """Somebody who holds the printed address."""
    client.cookies["quitus_language"] = "fr"
    answer = client.get("/welcome", {"key": first_key()})
    assert (answer.status_code, answer.url) == (302, "/welcome/owner")
    return client


def through(browser, *answers):
    for step, sent in zip(("owner", "firm", "account", "mailbox"), answers, strict=False):
        answer = browser.post(f"/welcome/{step}", sent)
    return answer


def test_the_whole_way_ends_signed_in(visitor):
    answer = through(visitor, OWNER, FIRM, ACCOUNT, MAILBOX)
    assert (answer.status_code, answer.url) == (302, "/")
    firm = Organisation.objects.get()
    assert (firm.name, firm.siren, firm.iban, firm.language) == (
        "Studio Marelle",
        "732829320",
        "FR7630006000011234567890189",
        "fr",
    )
    assert Membership.objects.get().role == Role.OWNER
    with tenant(firm.id):
        assert server_of(mail_account()).password == "a mailbox secret"
        assert Policy.objects.get().name == "gentle"
    assert visitor.get("/settings/").status_code == 200
    # Everything that was typed on the way is gone from the session.
    assert "welcome-typed" not in visitor.session


def test_account_and_mailbox_may_wait(visitor):
    answer = through(visitor, OWNER, FIRM, {"skip": "yes"}, {"skip": "yes"})
    assert answer.status_code == 302
    firm = Organisation.objects.get()
    with tenant(firm.id):
        assert (firm.iban, mail_account()) == ("", None)


def test_nothing_is_written_before_the_end_and_passwords_wait_sealed(visitor):
    through(visitor, OWNER, FIRM, ACCOUNT)
    assert not User.objects.exists()
    assert not Organisation.objects.exists()
    for session in Session.objects.all():
        assert OWNER["password"] not in str(session.get_decoded())
    back = visitor.get("/welcome/owner").content.decode()
    assert "Camille Rousseau" in back
    assert OWNER["password"] not in back


@pytest.mark.parametrize(
    ("step", "before", "sent", "field"),
    [
        ("owner", [], {**OWNER, "password": "short"}, "password"),
        ("owner", [], {**OWNER, "password": "camille@studio-marelle.example"}, "password"),
        ("owner", [], {**OWNER, "email": "camille"}, "email"),
        ("firm", [OWNER], {**FIRM, "siren": "732829321"}, "siren"),
        ("firm", [OWNER], {"name": ""}, "name"),
        ("account", [OWNER, FIRM], {"iban": "FR76 3000 6000 0112 3456 7890 188"}, "iban"),
        ("mailbox", [OWNER, FIRM, ACCOUNT], {**MAILBOX, "port": "0"}, None),
    ],
)
def test_what_is_wrong_is_told_at_its_step(visitor, step, before, sent, field):
    if before:
        through(visitor, *before)
    answer = visitor.post(f"/welcome/{step}", sent)
    assert answer.status_code == 422
    assert (f'id="id_{field}_error"' if field else 'role="alert"') in answer.content.decode()
    assert not User.objects.exists()


def test_no_step_is_skipped(visitor):
    for step in ("firm", "account", "mailbox", "nothing"):
        answer = visitor.post(f"/welcome/{step}", {"skip": "yes"})
        assert (answer.status_code, answer.url) == (302, "/welcome/owner")
    assert visitor.post("/welcome/owner", {"skip": "yes"}).status_code == 422


@pytest.mark.parametrize("key", ["", "guess", "é", "x" * 500])
def test_without_the_key_the_page_says_where_it_is(client, key):
    client.cookies["quitus_language"] = "fr"
    answer = client.get("/welcome", {"key": key})
    assert answer.status_code == 403
    assert "L’adresse est dans le terminal." in words(answer)
    assert client.post("/welcome/owner", OWNER).status_code == 403
    assert client.get("/welcome/mailbox").status_code == 403
    assert first_key() not in answer.content.decode()


def test_once_somebody_may_sign_in_the_way_is_closed(visitor, organisation):
    through(visitor, OWNER, FIRM, ACCOUNT)
    add_member(organisation, "somebody@else.example", Role.OWNER, password="a long password")
    for answer in (visitor.post("/welcome/mailbox", MAILBOX), visitor.get("/welcome", {"key": first_key()})):
        assert (answer.status_code, answer.url) == (302, "/account/login/")
    assert Organisation.objects.count() == 1


def test_of_two_at_the_same_moment_one_opens(organisation):
    details, owner = FirmDetails(name="Second"), Owner("B", "b@b.example", "a long password")
    add_member(organisation, "a@a.example", Role.OWNER)
    with pytest.raises(Refused) as refused:
        open_first_firm(details, owner, None, on=TODAY)
    assert refused.value.code == "firm_opened_already"
    assert not User.objects.filter(email="b@b.example").exists()


def test_a_user_without_a_firm_is_told_so_and_not_sent_round(client, organisation):
    user = add_member(organisation, "paul@studio-marelle.example", Role.READER, password="marelle-et-ciel")
    add_member(organisation, "camille@studio-marelle.example", Role.OWNER)
    remove_member(organisation, user.id)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/", follow=True)
    assert answer.status_code == 403
    assert "Pas encore d’entreprise" in words(answer)


def test_the_program_prints_the_address_until_then(organisation):
    assert (
        first_visit("http://localhost:8000/")
        == f"First visit: http://localhost:8000/welcome?key={first_key()}"
    )
    add_member(organisation, "a@a.example", Role.OWNER)
    assert first_visit("http://localhost:8000/") == ""
