"""Another IBAN: shown beside the old one, confirmed with one's password, and told to every owner."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.doors import portal_token
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount
from quitus.apps.timeline.queries import history
from tests.firm import make_client, make_instalment
from tests.mail_server import Behaviour, mail_server
from tests.reminding import plain
from tests.web.staff.conftest import BACKEND, words

OLD, NEW = "FR7630006000011234567890189", "FR7610107001011234567890129"
PASSWORD = "une phrase assez longue"
TYPED = {"account_holder": "Studio Marelle", "iban": "FR76 1010 7001 0112 3456 7890 129", "bic": ""}
CONFIRMED = TYPED | {"confirmed_iban": NEW, "current_password": PASSWORD}
CAMILLE, NOUR = "camille@studio-marelle.example", "nour@studio-marelle.example"


@pytest.fixture
def camille(firm):
    return signed_in_with_colleagues(firm)


def signed_in_with_colleagues(firm) -> Client:
    """Camille, an owner who knows her password; Nour is an owner too, Sam only keeps the books."""
    cache.clear()  # the count of wrong passwords
    user = add_member(firm, CAMILLE, Role.OWNER, name="Camille Rousseau", password=PASSWORD)
    nour = add_member(firm, NOUR, Role.OWNER, name="Nour Haddad", password="une autre phrase")
    type(nour).objects.filter(id=nour.id).update(language="en")
    with transaction.atomic():
        add_member(firm, "sam@studio-marelle.example", Role.ACCOUNTANT)
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    return browser


def iban(firm) -> str:
    return Organisation.objects.values_list("iban", flat=True).get(id=firm.id)


def kinds(firm) -> list[str]:
    with tenant(firm.id):
        return [one.kind for one in history(None)]


def send_through(firm, port: int) -> None:
    with tenant(firm.id):
        MailAccount.objects.create(
            kind="smtp",
            host="127.0.0.1",
            port=port,
            security="none",
            from_name="Studio",
            from_address=CAMILLE,
        )


def test_it_is_shown_beside_the_old_one_first(camille, firm):
    asked = camille.post("/settings/bank-account", TYPED)
    assert asked.status_code == 422
    assert "Jusqu’ici FR76 3000 6000 0112 3456 7890 189" in words(asked)
    assert "Désormais FR76 1010 7001 0112 3456 7890 129" in words(asked)
    assert 'autocomplete="current-password"' in asked.content.decode()
    assert "Ce champ est obligatoire" not in words(asked)  # nothing was forgotten yet
    assert iban(firm) == OLD


@pytest.mark.parametrize(
    "wrong",
    [
        {"current_password": ""},
        {"current_password": "une autre phrase"},  # another owner's
        {"confirmed_iban": "yes"},
        {"confirmed_iban": OLD},
        {"iban": "FR7610107001011234567890128"},
    ],
)
def test_without_password_and_confirmation_nothing_changes(camille, firm, wrong):
    answer = camille.post("/settings/bank-account", CONFIRMED | wrong)
    assert answer.status_code == 422
    assert PASSWORD not in answer.content.decode()
    assert iban(firm) == OLD
    assert "bank_account_changed" not in kinds(firm)


def test_a_wrong_password_is_told_and_guessing_ends(camille, firm):
    guess = CONFIRMED | {"current_password": "guess"}
    assert "Ce n’est pas votre mot de passe." in words(camille.post("/settings/bank-account", guess))
    for _ in range(10):
        camille.post("/settings/bank-account", guess)
    assert camille.post("/settings/bank-account", CONFIRMED).status_code == 422
    assert iban(firm) == OLD


def test_debtors_see_it_afterwards_and_every_owner_is_told(
    camille, firm, client, django_capture_on_commit_callbacks
):
    with tenant(firm.id):
        debtor = make_client()
        make_instalment(debtor, "FA-1")
        token = portal_token(debtor)
    camille.post("/settings/bank-account", TYPED)
    assert OLD in client.get(f"/p/{token}").content.decode()
    with mail_server() as (recorder, port), django_capture_on_commit_callbacks(execute=True):
        send_through(firm, port)
        assert camille.post("/settings/bank-account", CONFIRMED).status_code == 302
    assert iban(firm) == NEW
    page = client.get(f"/p/{token}").content.decode()
    assert (NEW in page, OLD in page) == (True, False)
    assert kinds(firm)[0] == "bank_account_changed"
    assert [one.recipients for one in recorder.taken] == [[CAMILLE], [NOUR]]
    french, english = (one.mail for one in recorder.taken)
    assert plain(french["Subject"]) == "Studio Marelle : l’IBAN de paiement a changé"
    text = plain(french.get_body(("plain",)).get_content())
    assert "Camille Rousseau a changé le compte" in text
    assert "Jusqu’ici : FR76 3000 6000 0112 3456 7890 189" in text
    assert english["Subject"] == "Studio Marelle: the IBAN for payments has changed"
    text = plain(english.get_body(("plain",)).get_content())
    assert "From now on: FR76 1010 7001 0112 3456 7890 129" in text


@pytest.mark.parametrize("mailbox", [False, True], ids=["no mailbox", "a server that refuses her"])
def test_whom_no_mail_reaches_is_named(committed, mailbox):
    """With real commits: the mail leaves after the change is kept, and its answer comes before the page."""
    firm = Organisation.objects.create(name="Studio Marelle", account_holder="Studio Marelle", iban=OLD)
    camille = signed_in_with_colleagues(firm)
    with mail_server(Behaviour(recipient={NOUR: "550 5.1.1 No such user"})) as (_, port):
        if mailbox:
            send_through(firm, port)
        camille.post("/settings/bank-account", CONFIRMED)
    assert iban(firm) == NEW
    said = words(camille.get("/settings/"))
    assert f"Aucun message n’a pu partir vers {NOUR} : prévenez-les" in said


def test_taking_the_iban_away_is_a_change_too(camille, firm):
    assert camille.post("/settings/bank-account", {"iban": ""}).status_code == 422
    none = {"iban": "", "confirmed_iban": "—"}
    assert camille.post("/settings/bank-account", none).status_code == 422
    assert iban(firm) == OLD
    assert camille.post("/settings/bank-account", none | {"current_password": PASSWORD}).status_code == 302
    assert iban(firm) == ""


def test_a_first_iban_and_another_holder_ask_for_nothing(camille, firm):
    assert (
        camille.post("/settings/bank-account", TYPED | {"iban": OLD, "account_holder": "Marelle"}).status_code
        == 302
    )
    Organisation.objects.filter(id=firm.id).update(iban="")
    assert camille.post("/settings/bank-account", TYPED).status_code == 302
    assert iban(firm) == NEW
