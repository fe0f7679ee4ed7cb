"""Transfer orders on screen: who may do what, what is shown before approval, what the bank gets."""

import re

import pytest
from lxml import etree

from quitus.apps.banking.accounts import account_named
from quitus.apps.banking.models import BankAccount
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.history.models import Movement
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outgoing.actions import Hand, make_order
from quitus.apps.outgoing.models import Transfer, TransferOrder
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod
from quitus.domain.refused import Refused
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY, euros, make_client
from tests.web.staff.conftest import words

BY = {"on": TODAY, "actor": "Camille"}
IBAN = "DE89370400440532013000"
OTHER = "BE68539007547034"
NS = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


@pytest.fixture
def bank(firm):
    """An account, and a supplier who was paid on another IBAN."""
    with tenant(firm.id):
        entries = [credit("-50.00", "VIR FACTURE 12", payer="PAPETERIE DU PORT", iban=OTHER)]
        import_bank_file(camt053(entries), "r.xml", **BY)
    return firm


def begin(browser, firm, **more):
    with tenant(firm.id):
        account = BankAccount.objects.get(iban=STUDIO).id
    said = {"title": "Fournisseurs", "account": account, "execution_on": "2026-11-25", **more}
    response = browser.post("/transfers/new", said)
    return response.url if response.status_code == 302 else response


def key(response):
    return re.search(r'name="key" value="([0-9a-f-]{36})"', response.content.decode()).group(1)


def add(browser, order, **more):
    address = f"{order}/add"
    said = {
        "key": key(browser.get(address)),
        "name": "Papeterie du Port",
        "iban": IBAN,
        "amount": "120,50",
        "remittance": "Facture 118",
        "kind": "supplier",
        **more,
    }
    return browser.post(address, said)


def approve(browser, order, **more):
    seen = re.search(r'name="seen" value="([0-9a-f]{32})"', browser.get(order).content.decode())
    return browser.post(f"{order}/approve", {"seen": seen.group(1) if seen else "x", **more})


def test_from_the_first_payee_to_the_file(owner, bank):
    order = begin(owner, bank)
    assert add(owner, order).status_code == 302
    page = words(owner.get(order))
    assert "Un autre IBAN qu’avant : jusqu’ici BE68 5390 0754 7034." in page
    assert owner.post(f"{order}/submit").status_code == 302
    assert "cochez la case" in words(approve(owner, order))
    assert approve(owner, order, checked="on").status_code == 302
    response = owner.post(f"{order}/file")
    assert response.headers["Content-Type"] == "application/xml"
    root = etree.fromstring(response.content)
    assert root.find(f".//{NS}Cdtr/{NS}Nm").text == "Papeterie du Port"
    assert re.fullmatch(
        r'attachment; filename="QT[0-9]{8}-[0-9A-F]{12}\.xml"', response["Content-Disposition"]
    )
    assert owner.post(f"{order}/file").content == response.content
    assert "remis à la banque" in words(owner.get("/transfers/"))


def test_the_same_form_twice_is_one_transfer(owner, bank):
    order = begin(owner, bank)
    said = {
        "key": key(owner.get(f"{order}/add")),
        "name": "X",
        "iban": IBAN,
        "amount": "1",
        "kind": "supplier",
    }
    for _ in range(2):
        assert owner.post(f"{order}/add", said).status_code == 302
    with tenant(bank.id):
        assert Transfer.objects.count() == 1


HOSTILE = [
    {"name": "名前"},
    {"iban": "DE88370400440532013000"},
    {"iban": "<script>"},
    {"amount": "99999999999999999"},
    {"amount": "-5"},
    {"amount": "abc"},
    {"remittance": "x" * 141},
    {"town": "Nantes"},
    {"kind": "gift"},
    {"key": "1"},
]


@pytest.mark.parametrize("said", HOSTILE, ids=lambda said: next(iter(said.items()))[0])
def test_what_no_bank_would_take_is_not_added(owner, bank, said):
    order = begin(owner, bank)
    assert add(owner, order, **said).status_code == 422
    with tenant(bank.id):
        assert Transfer.objects.count() == 0


def test_a_typing_error_is_told_of_the_payees_bank_details(owner, bank):
    answer = add(owner, begin(owner, bank), iban="DE88370400440532013000")
    text = words(answer)
    assert "Recopiez l’IBAN du RIB du bénéficiaire" in text
    assert "votre RIB" not in text


def test_markup_in_names_stays_text(owner, bank):
    order = begin(owner, bank, title="<script>alert(1)</script>")
    add(owner, order, name='</Nm><Evil/>"&', remittance="]]><!--")
    page = owner.get(order).content.decode()
    assert "<script>alert" not in page
    assert "<Evil" not in page
    owner.post(f"{order}/submit")
    assert approve(owner, order).status_code == 302
    assert etree.fromstring(owner.post(f"{order}/file").content).find(".//Evil") is None


def test_a_second_person_where_the_firm_asks_for_it(sign_in, bank):
    author = sign_in(Role.OWNER)
    author.post("/transfers/second-approval", {"asked": "yes"})
    assert "Qui fait un ordre peut aussi" in words(author.get("/transfers/"))  # alone: nobody else could
    other = sign_in(Role.ACCOUNTANT)
    author.post("/transfers/second-approval", {"asked": "yes"})
    order = begin(author, bank)
    add(author, order, name="Louise Martin")
    author.post(f"{order}/submit")
    assert "Une autre personne approuve." in words(author.get(order))
    with tenant(bank.id):
        from quitus.apps.outgoing.queries import order_view

        seen = order_view(TransferOrder.objects.get().id, TODAY).seen
    assert author.post(f"{order}/approve", {"seen": seen}).status_code == 422
    asked = "Approuver des virements de 120,50 €"
    assert asked in words(other.get("/"))
    assert "« Fournisseurs », un virement" in words(other.get("/"))
    assert asked not in words(author.get("/"))  # had a hand in it
    assert asked not in words(sign_in(Role.READER).get("/"))
    assert approve(other, order).status_code == 302
    assert asked not in words(other.get("/"))
    assert other.post("/transfers/second-approval", {"asked": "no"}).status_code == 403


@pytest.mark.parametrize("role", [Role.READER, Role.COLLECTOR])
def test_others_look_only(sign_in, owner, bank, role):
    order = begin(owner, bank)
    add(owner, order)
    owner.post(f"{order}/submit")
    browser = sign_in(role)
    assert browser.get(order).status_code == 200
    for step in ("submit", "reopen", "approve", "file", "cancel"):
        assert browser.post(f"{order}/{step}", {"seen": "x"}).status_code == 403
    assert browser.get("/transfers/new").status_code == 403
    with tenant(bank.id):
        assert TransferOrder.objects.get().state == "to_approve"


def test_another_firms_orders_are_not_there(sign_in, owner, bank):
    order = begin(owner, bank)
    add(owner, order)
    other = Organisation.objects.create(name="Atelier Vitrail")
    stranger = sign_in(Role.OWNER, organisation=other, language="en")
    assert stranger.get(order).status_code == 404
    for step in ("submit", "reopen", "approve", "file", "cancel"):
        assert stranger.post(f"{order}/{step}", {"seen": "x"}).status_code == 404
    with tenant(bank.id):
        row = Transfer.objects.get()
    assert stranger.post(f"/transfers/transfer/{row.id}/remove").status_code == 404
    assert "Fournisseurs" not in words(stranger.get("/transfers/"))


def test_steps_out_of_order_are_said_not_done(owner, bank):
    order = begin(owner, bank)
    assert owner.post(f"{order}/file").status_code == 422
    assert "Ajoutez un virement." in words(owner.post(f"{order}/submit"))
    add(owner, order)
    owner.post(f"{order}/submit")
    with tenant(bank.id):
        row = Transfer.objects.get()
    assert owner.post(f"/transfers/transfer/{row.id}/remove").status_code == 422
    assert add(owner, order, amount="3").status_code == 422
    assert owner.post(f"{order}/cancel", {"reason": "doublon"}).status_code == 302
    assert "doublon" in words(owner.get(order))


def test_closed_days_are_refused_with_the_next_one(owner, bank):
    response = begin(owner, bank, execution_on="2026-11-28")
    assert response.status_code == 422
    assert "instantanés" in words(response)
    assert "/transfers/" in begin(owner, bank, execution_on="2026-11-28", instant="on")


def proposed(browser):
    """The account that a new order would be paid from."""
    page = browser.get("/transfers/new").content.decode()
    choices = re.search(r'<select[^>]*name="account".*?</select>', page, re.DOTALL).group()
    marked = re.search(r'value="([0-9]+)" selected', choices)
    return int(marked.group(1) if marked else re.search(r'value="([0-9]+)"', choices).group(1))


def test_an_order_begins_with_the_account_used_last_else_the_firms_own(owner, bank):
    with tenant(bank.id):
        first = BankAccount.objects.create(iban="FR1420041010050500013M02606", currency="EUR")
        own = BankAccount.objects.get(iban=STUDIO)
    assert proposed(owner) == own.id
    Organisation.objects.filter(id=bank.id).update(iban="")
    assert proposed(owner) == first.id  # the firm says no IBAN of its own: by number
    Organisation.objects.filter(id=bank.id).update(iban=STUDIO)
    begin(owner, bank, account=first.id)
    assert proposed(owner) == first.id
    with tenant(bank.id):
        BankAccount.objects.filter(id=first.id).update(closed_on=TODAY)
    assert proposed(owner) == own.id  # nobody pays from a closed one


def test_an_account_without_iban_pays_nothing_and_is_called_by_its_name(owner, bank):
    with tenant(bank.id):
        account = BankAccount.objects.get(id=account_named("Livret Bleu"))
    assert "Livret Bleu" not in words(owner.get("/transfers/new"))
    with tenant(bank.id):
        assert account.called == "Livret Bleu"
        with pytest.raises(Refused) as refused:
            make_order(account.id, "Loyer", TODAY, Hand(TODAY, "Camille", 1), instant=False)
        assert refused.value.facts == {"account": "Livret Bleu"}
    text = words(owner.get("/bank/statements"))
    assert "Livret Bleu" in text
    assert "LIVR ETBL EU" not in text


def test_an_empty_order_offers_its_first_transfer_once_and_only_while_it_is_a_draft(owner, bank):
    order = begin(owner, bank)
    assert owner.get(order).content.decode().count(f"{order}/add") == 1
    add(owner, order)
    assert owner.get(order).content.decode().count(f"{order}/add") == 1
    empty = begin(owner, bank, title="Vide")
    owner.post(f"{empty}/cancel", {"reason": "rien"})
    assert f"{empty}/add" not in owner.get(empty).content.decode()


def test_payees_of_the_history_and_a_clients_credit(owner, bank):
    order = begin(owner, bank)
    page = owner.get(f"{order}/add")
    assert "PAPETERIE DU PORT" in words(page)
    with tenant(bank.id):
        movement = Movement.objects.get(amount_minor=-5000)
        client = make_client("Hôtel des Voyageurs")
        receive_by_hand(client, euros("900.00"), PaymentMethod.CHEQUE, TODAY, key="1", **BY)
    assert OTHER in owner.get(f"{order}/add?payee={movement.id}").content.decode()
    response = owner.get(f"{order}/add?client={client}")
    assert 'value="900,00"' in response.content.decode().replace("\xa0", "").replace("\u202f", "")
    sent = {"key": key(response), "name": "Hôtel des Voyageurs", "iban": IBAN, "amount": "900"}
    assert owner.post(f"{order}/add?client={client}", sent).status_code == 302
    with tenant(bank.id):
        assert Transfer.objects.get().kind == "refund"
    assert owner.get(f"{order}/add?client=999999").status_code == 404


def test_a_cancelled_order_that_the_bank_carried_out_asks_for_the_credit(owner, bank):
    with tenant(bank.id):
        client = make_client("Hôtel des Voyageurs")
        receive_by_hand(client, euros("500.00"), PaymentMethod.CHEQUE, TODAY, key="1", **BY)
    order = begin(owner, bank)
    page = owner.get(f"{order}/add?client={client}")
    said = {"key": key(page), "client": client, "name": "Hôtel des Voyageurs", "iban": IBAN, "amount": "300"}
    assert owner.post(f"{order}/add?client={client}", {**said, "kind": "refund"}).status_code == 302
    owner.post(f"{order}/submit")
    approve(owner, order, checked="on")
    owner.post(f"{order}/file")
    owner.post(f"{order}/cancel", {"reason": "Doublon"})
    with tenant(bank.id):
        told = Transfer.objects.get().end_to_end_id
        import_bank_file(camt053([credit("-300.00", f"VIR {told}")]), "b.xml", **BY)
    assert "La banque a payé 300,00 €" in words(owner.get("/"))
    page = words(owner.get(order))
    assert "Hôtel des Voyageurs a reçu 300,00 €" in page
    assert owner.post(f"{order}/paid-back").status_code == 302
    assert "Noter l’avoir comme remboursé" not in words(owner.get(order))
    assert owner.post(f"{order}/paid-back").status_code == 302
