"""Settings: who may change them, a changed IBAN, a sealed password, a policy's text, members and their links."""

import re

import pytest
from django.test import Client

from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.models import Membership, Organisation, Role, User
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.accounts import mail_account
from quitus.apps.outbox.mail import server_of
from quitus.apps.outbox.models import MailAccount
from quitus.apps.reminders.models import Policy, PolicyVersion
from quitus.apps.timeline.queries import history
from quitus.ports.messages import Handed, Outcome
from quitus.ports.registry import adapters, wire
from quitus.web.mail_words import WORDS
from quitus.web.timeline import tell
from tests.firm import TODAY

OLD, NEW = "FR7630006000011234567890189", "FR7610107001011234567890129"
MAIL = {
    "from_name": "Studio Marelle",
    "from_address": "camille@studio-marelle.example",
    "host": "smtp.studio-marelle.example",
    "port": "587",
    "security": "starttls",
    "user_name": "camille",
    "password": "a secret of the mailbox",
}


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'"))


def sign_in_again_with(browser, password):
    user = User.objects.get(email="owner-fr@studio-marelle.example")
    user.set_password(password)
    user.save()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def told(firm):
    """The firm's history, the newest first, as it is read."""
    from django.utils import translation

    with tenant(firm.id), translation.override("fr"):
        happened = [tell(one, TODAY) for one in history(None)]
    return [f"{one.head}{one.rest}".replace("\xa0", " ").replace("\u202f", " ") for one in happened]


# --- the firm and its account


def test_the_page_shows_everything_and_no_password(owner, firm):
    owner.post("/settings/mailbox", MAIL)
    page = owner.get("/settings/")
    text = words(page)
    assert "FR76 3000 6000 0112 3456 7890 189" in text
    assert "smtp.studio-marelle.example:587" in text
    assert "Doux" in text
    assert "a secret" not in page.content.decode()


def test_the_card_is_changed_and_written_down(owner, firm):
    sent = {"name": "Studio Marelle SARL", "siren": "732 829 320", "contact_name": "Camille R."}
    answer = owner.post("/settings/firm", sent)
    assert (answer.status_code, answer.url) == (302, "/settings/#firm")
    firm.refresh_from_db()
    assert (firm.name, firm.siren, firm.iban) == ("Studio Marelle SARL", "732829320", OLD)
    assert told(firm)[0] == "Fiche de l’entreprise modifiée"


def test_a_mistyped_siren_is_told_at_its_field(owner, firm):
    answer = owner.post("/settings/firm", {"name": "X", "siren": "732829321"})
    assert answer.status_code == 422
    assert 'id="id_siren_error"' in answer.content.decode()
    firm.refresh_from_db()
    assert firm.name == "Studio Marelle"


def test_a_false_iban_is_told_at_its_field(owner, firm):
    answer = owner.post("/settings/bank-account", {"iban": "FR7610107001011234567890128"})
    assert 'id="id_iban_error"' in answer.content.decode()


# --- the mailbox


def test_the_password_is_sealed_kept_and_asked_for_again_elsewhere(owner, firm):
    assert owner.post("/settings/mailbox", MAIL).status_code == 302
    with tenant(firm.id):
        account = mail_account()
        assert b"secret" not in bytes(account.password_sealed)
        assert server_of(account).password == "a secret of the mailbox"
    form = owner.get("/settings/mailbox").content.decode()
    assert "a secret" not in form
    sign_in_again_with(owner, "marelle-et-ciel")
    kept = {**MAIL, "password": "", "from_name": "Marelle", "current_password": "marelle-et-ciel"}
    assert owner.post("/settings/mailbox", kept).status_code == 302
    with tenant(firm.id):
        assert server_of(mail_account()).password == "a secret of the mailbox"
    stolen = owner.post("/settings/mailbox", {**kept, "host": "smtp.elsewhere.example"})
    assert stolen.status_code == 422
    assert "retapez le mot de passe" in words(stolen)
    with tenant(firm.id):
        assert mail_account().host == "smtp.studio-marelle.example"


@pytest.mark.parametrize("typed", ["", "another phrase"])
def test_a_stolen_session_moves_no_mailbox(owner, firm, typed):
    owner.post("/settings/mailbox", MAIL)
    sign_in_again_with(owner, "marelle-et-ciel")
    sent = {**MAIL, "host": "smtp.elsewhere.example", "current_password": typed}
    assert owner.post("/settings/mailbox", sent).status_code == 422
    with tenant(firm.id):
        assert mail_account().host == "smtp.studio-marelle.example"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"security": "none"}, "Sans chiffrement, le mot de passe partirait en clair"),
        ({"port": "70000"}, "Le port 70000 n’existe pas."),
        ({"port": "x"}, ""),
        ({"host": "smtp.a.example\r\nRCPT"}, ""),
        ({"from_address": "camille"}, ""),
    ],
)
def test_a_mailbox_that_cannot_be_is_not_kept(owner, firm, change, sentence):
    answer = owner.post("/settings/mailbox", {**MAIL, **change})
    assert answer.status_code == 422
    assert sentence in words(answer)
    with tenant(firm.id):
        assert mail_account() is None


def test_a_server_on_this_machine_needs_no_encryption(owner, firm):
    sent = {**MAIL, "host": "127.0.0.1", "security": "none"}
    assert owner.post("/settings/mailbox", sent).status_code == 302


class Postman:
    """Answers what the test says, and keeps what was handed over."""

    def __init__(self, outcome):
        self.outcome, self.mails = outcome, []

    def hand_over(self, server, mail):
        self.mails.append((server, mail))
        return self.outcome

    def close(self):
        pass


@pytest.fixture
def postman():
    """The sender's place is taken; afterwards the real one is back."""
    from dataclasses import replace

    before = adapters()
    man = Postman(Outcome(Handed.ACCEPTED))
    wire(replace(before, senders={**before.senders, "smtp": lambda: man}))
    yield man
    wire(before)


def test_a_test_message_goes_to_oneself_and_the_answer_is_told(owner, firm, postman):
    owner.post("/settings/mailbox", MAIL)
    assert "Le serveur a pris le message." in words(owner.post("/settings/mailbox/test", follow=True))
    ((server, mail),) = postman.mails
    assert (server.password, mail.to_address) == (
        "a secret of the mailbox",
        "owner-fr@studio-marelle.example",
    )
    postman.outcome = Outcome(Handed.TRY_LATER, "authentication_failed", "535 5.7.8 bad", whole_server=True)
    text = words(owner.post("/settings/mailbox/test", follow=True))
    assert "mot de passe d’application" in text
    assert "535 5.7.8 bad" in text
    first, second = (one[1].message_id for one in postman.mails)
    assert first != second


def test_without_a_mailbox_there_is_nothing_to_try(owner, firm):
    answer = owner.post("/settings/mailbox/test")
    assert answer.status_code == 422
    assert "Renseignez-la d’abord." in words(answer)


def test_nobody_there_is_told_by_the_real_sender(owner, firm):
    owner.post("/settings/mailbox", {**MAIL, "host": "127.0.0.1", "port": "1", "security": "none"})
    assert "Personne ne répond." in words(owner.post("/settings/mailbox/test", follow=True))


def test_every_answer_of_a_mail_server_has_its_words():
    import ast
    from pathlib import Path

    from quitus.adapters.messages import smtp

    tree = ast.parse(Path(smtp.__file__).read_text("utf-8"))
    said = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    codes = {word for word in said if re.fullmatch(r"[a-z]+_[a-z_]+", word)}
    codes |= {f"{what}_{how}" for what in ("recipient", "message") for how in ("refused", "deferred")}
    assert codes <= set(WORDS), codes - set(WORDS)


def test_a_demonstration_never_gets_a_way_out(owner, firm):
    with tenant(firm.id):
        MailAccount.objects.create(
            kind="mailbox", from_name="Studio", from_address="c@studio-marelle.example"
        )
    assert "rien ne part" in words(owner.get("/settings/mailbox"))
    assert owner.post("/settings/mailbox", MAIL).status_code == 422
    with tenant(firm.id):
        assert mail_account().kind == "mailbox"


# --- the policy


@pytest.fixture
def policy(firm):
    with tenant(firm.id):
        found = Policy.objects.get()
        return found, PolicyVersion.objects.get(policy=found).text


def test_a_changed_text_is_a_new_version(owner, firm, policy):
    row, text = policy
    changed = text.replace("days = 25", "days = 28").replace("\n", "\r\n")
    assert owner.post(f"/settings/policies/{row.id}", {"text": changed}).status_code == 302
    with tenant(firm.id):
        assert list(PolicyVersion.objects.values_list("version", flat=True).order_by("version")) == [1, 2]
    assert "Version 2" in words(owner.get(f"/settings/policies/{row.id}"))


def test_everything_wrong_with_a_text_is_told_at_once(owner, firm, policy):
    row, text = policy
    wrong = text.replace("days = 25", "days = 2500").replace('tone = "firm"', 'tone = "furious"')
    answer = owner.post(f"/settings/policies/{row.id}", {"text": wrong})
    assert answer.status_code == 422
    shown = words(answer)
    assert "last.days" in shown
    assert "firm.tone" in shown
    assert "2500" in shown
    assert owner.post(f"/settings/policies/{row.id}", {"text": "[["}).status_code == 422
    with tenant(firm.id):
        assert PolicyVersion.objects.count() == 1


def test_messages_leave_alone_only_when_somebody_says_so(owner, firm, policy):
    row, _ = policy
    assert "Chaque message attend un accord." in words(owner.get("/settings/"))
    owner.post(f"/settings/policies/{row.id}/automatic", {"automatic": "yes"})
    assert "Les messages partent d’eux-mêmes." in words(owner.get("/settings/"))
    owner.post(f"/settings/policies/{row.id}/automatic", {"automatic": "no"})
    with tenant(firm.id):
        assert Policy.objects.get().automatic is False


# --- members


def test_a_new_member_gets_a_link_shown_once_and_chooses_a_password(owner, firm):
    sent = {"email": "Paul@studio-marelle.example", "name": "Paul Lenoir", "role": "collector"}
    page = owner.post("/settings/members/add", sent, follow=True)
    (link,) = re.findall(r'data-copy="http://testserver([^"]+)"', page.content.decode())
    assert "data-copy" not in owner.get("/settings/").content.decode()
    paul = Client()
    form = paul.get(link, follow=True)
    assert form.status_code == 200
    chosen = {"password1": "un mot de passe long", "password2": "un mot de passe long"}
    paul.post(form.redirect_chain[-1][0], chosen)
    user = User.objects.get(email="paul@studio-marelle.example")
    assert user.check_password("un mot de passe long")
    assert told(firm)[0] == "Membre ajouté : paul@studio-marelle.example, chargé de relance"
    # From now on nobody can reach this password through the settings.
    assert owner.post(f"/settings/members/{user.id}/link").status_code == 400


@pytest.mark.parametrize(
    "email", ["", "not an address", "a@b.example, c@d.example", "owner-fr@studio-marelle.example"]
)
def test_who_cannot_be_let_in(owner, firm, email):
    before = Membership.objects.count()
    answer = owner.post("/settings/members/add", {"email": email, "role": "reader"})
    assert answer.status_code == 422
    assert Membership.objects.count() == before


def test_the_last_owner_stays(owner, firm):
    me = User.objects.get(email="owner-fr@studio-marelle.example")
    for address, sent in ((f"{me.id}/role", {"role": "reader"}), (f"{me.id}/remove", {})):
        answer = owner.post(f"/settings/members/{address}", sent)
        assert answer.status_code == 422
        assert "C’est le dernier propriétaire." in words(answer)
    assert Membership.objects.get(user=me).role == Role.OWNER


def test_roles_change_and_members_leave(owner, firm):
    paul = add_member(firm, "paul@studio-marelle.example", Role.READER)
    owner.post(f"/settings/members/{paul.id}/role", {"role": "owner"})
    assert Membership.objects.get(user=paul).role == Role.OWNER
    assert owner.post(f"/settings/members/{paul.id}/role", {"role": "emperor"}).status_code == 400
    owner.post(f"/settings/members/{paul.id}/remove")
    assert not Membership.objects.filter(user=paul).exists()


def test_members_of_another_firm_do_not_exist(owner, firm):
    other = Organisation.objects.create(name="Atelier Voisin")
    stranger = add_member(other, "voisin@atelier.example", Role.OWNER)
    for what in ("role", "remove", "link"):
        assert owner.post(f"/settings/members/{stranger.id}/{what}", {"role": "reader"}).status_code == 404
    assert Membership.objects.get(user=stranger).role == Role.OWNER
    with tenant(other.id):
        from quitus.apps.reminders.policies import install_policy

        theirs = install_policy(on=TODAY, by="test").id
    for what in ("", "/automatic"):
        assert owner.post(f"/settings/policies/{theirs}{what}", {"text": "x"}).status_code == 404


# --- oneself, and who may


def test_ones_own_language(reader):
    assert reader.post("/settings/language", {"language": "en"}).status_code == 302
    assert "Settings" in words(reader.get("/settings/"))
    assert reader.post("/settings/language", {"language": "xx"}).status_code == 400


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.COLLECTOR, Role.READER])
def test_only_an_owner_changes_settings(sign_in, firm, policy, role):
    browser = sign_in(role)
    assert "Seul un propriétaire les change." in words(browser.get("/settings/"))
    row, text = policy
    changes = {
        "firm": {"name": "X"},
        "bank-account": {"iban": NEW, "confirmed_iban": NEW},
        "mailbox": MAIL,
        "mailbox/test": {},
        f"policies/{row.id}": {"text": text.replace("25", "26")},
        f"policies/{row.id}/automatic": {"automatic": "yes"},
        "members/add": {"email": "x@y.example", "role": "owner"},
        "members/1/role": {"role": "owner"},
        "members/1/remove": {},
        "members/1/link": {},
    }
    for address, sent in changes.items():
        assert browser.post(f"/settings/{address}", sent).status_code == 403, address
    firm.refresh_from_db()
    assert (firm.name, firm.iban) == ("Studio Marelle", OLD)


def test_more_members_cost_no_more_queries(owner, firm, django_assert_max_num_queries):
    for number in range(12):
        add_member(firm, f"member{number}@studio-marelle.example", Role.READER)
    with django_assert_max_num_queries(20):
        owner.get("/settings/")
