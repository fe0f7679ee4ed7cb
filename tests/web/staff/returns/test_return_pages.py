"""What came back, on screen: the return, the line that says so, the payment that a person saw come back."""

from datetime import date

import pytest

from quitus.apps.banking.models import BankLine
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.charges.models import Charge
from quitus.apps.insight.returns_list import returns_to_do
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.credit import refund
from quitus.apps.payments.models import Payment, PaymentMethod, PaymentReturn
from quitus.apps.payments.returns import Return, return_payment
from tests.firm import TODAY, euros, make_client, make_instalment, remaining
from tests.returning import bounced, collected, statement
from tests.web.staff.conftest import words

KEY = "0b8f6c3e-52b5-4a55-9a3c-7d6a1f1f2a10"


@pytest.fixture
def cheque(firm):
    """A cheque that a person wrote down, and the instalment that it settles."""
    with tenant(firm.id):
        client_id = make_client("Menuiserie Arnoult")
        late = make_instalment(client_id, "FA-2026-0118", "500.00")
        payment = receive_by_hand(
            client_id, euros("500.00"), PaymentMethod.CHEQUE, date(2026, 11, 12), key="1", on=TODAY, actor="x"
        )
    return client_id, late, payment


@pytest.fixture
def line(firm):
    """A debit line that may take either of two equal payments back."""
    with tenant(firm.id):
        for number, name, day in (
            ("FA-1001", "Garage du Pont", "19"),
            ("FA-1002", "Hôtel des Voyageurs", "20"),
        ):
            make_instalment(make_client(name, email=f"a{day}@client.example"), number, "300.00")
            entry = collected("300.00", f"VIR {number}", day=f"2026-11-{day}")
            import_bank_file(statement([entry]), f"{number}.xml", on=TODAY, actor="x")
        import_bank_file(statement([bounced("300.00", "REJET PRLV")]), "r.xml", on=TODAY, actor="x")
        return BankLine.objects.get(amount_minor__lt=0)


def note(owner, cheque, **fields):
    client_id, _, payment = cheque
    sent = {"returned_on": "2026-11-18", "code": "MD06", "reason": "avis du 18", "fee": "55,00", "key": KEY}
    return owner.post(f"/returns/clients/{client_id}/payments/{payment.id}", sent | fields)


def test_a_cheque_is_noted_as_returned_once(owner, firm, cheque):
    client_id, late, payment = cheque
    form = words(owner.get(f"/returns/clients/{client_id}/payments/{payment.id}"))
    assert "Provision insuffisante (AM04)" in form
    first, second = note(owner, cheque), note(owner, cheque)
    assert first.status_code == second.status_code == 302
    with tenant(firm.id):
        row = PaymentReturn.objects.get()
        assert (row.code, row.fee_minor, row.reason) == ("MD06", 5_500, "avis du 18")
        assert remaining(late) == [50_000]
    page = words(owner.get(first.url))
    assert "Le débiteur a demandé le remboursement à sa banque." in page
    assert "Les relances de ce client attendent." in page
    today = words(owner.get("/"))
    assert "500,00 € revenus impayés : Menuiserie Arnoult" in today
    assert "Appelez le client." in today
    card = words(owner.get(f"/clients/{client_id}"))
    assert "revenu impayé (MD06)" in card
    assert "Le débiteur a demandé le remboursement à sa banque" in card


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"returned_on": "2026-11-11"}, "Le règlement est du"),
        ({"returned_on": "2026-12-24"}, "n’est pas encore passé"),
        ({"returned_on": ""}, "obligatoire"),
        ({"code": "ZZ99"}, "ZZ99"),
        ({"fee": "-3"}, "Écrivez un montant positif"),
        ({"fee": "beaucoup"}, "montant"),
        ({"key": "x"}, ""),
    ],
)
def test_what_cannot_be_is_said_beside_it(owner, firm, cheque, fields, why):
    answer = note(owner, cheque, **fields)
    assert answer.status_code == 422
    assert why in words(answer)
    with tenant(firm.id):
        assert PaymentReturn.objects.count() == 0


def test_done_go_on_fee_and_undo(owner, firm, cheque):
    _, late, _ = cheque
    url = note(owner, cheque).url
    for step in ("done", "go-on", "done", "go-on"):
        assert owner.post(f"{url}/{step}").status_code == 302
    page = words(owner.get(url))
    assert "Les relances de ce client attendent." not in page
    assert "C’est traité" not in page
    claim = owner.post(f"{url}/fee")
    assert claim.status_code == 302
    assert owner.post(f"{url}/undo").status_code == 422
    with tenant(firm.id):
        assert Charge.objects.get().amount_minor == 1_500
        Charge.objects.update(remaining_minor=0)
    assert owner.post(f"{url}/undo").status_code == 302
    assert "Annulé le" in words(owner.get(url))
    with tenant(firm.id):
        assert remaining(late) == [0]


def test_a_line_offers_what_may_have_come_back_and_prefers_none(owner, firm, line):
    page = words(owner.get(f"/bank/lines/{line.id}"))
    assert "Plusieurs règlements conviennent autant" in page
    assert "Garage du Pont" in page
    assert "Hôtel des Voyageurs" in page
    assert "Dites quel règlement de 300,00 € est revenu" in words(owner.get("/"))
    with tenant(firm.id):
        chosen = LineReturn.objects.filter(state=LineReturnState.SUGGESTED).order_by("-id").first()
    assert owner.post(f"/returns/proposals/{chosen.id}/accept").status_code == 302
    page = words(owner.get(f"/bank/lines/{line.id}"))
    assert "Reprend 300,00 € du règlement" in page
    with tenant(firm.id):
        accepted = LineReturn.objects.get(state=LineReturnState.ACCEPTED)
    assert owner.post(f"/returns/proposals/{accepted.id}/undo").status_code == 302
    with tenant(firm.id):
        assert PaymentReturn.objects.get().undone_on == TODAY


def test_a_person_chooses_payments_amounts_and_the_fee(owner, firm, line):
    page = words(owner.get(f"/returns/lines/{line.id}?q=voyageurs"))
    assert "Hôtel des Voyageurs" in page
    assert "Garage du Pont" not in page
    with tenant(firm.id):
        payment = Payment.objects.get(client__name="Hôtel des Voyageurs")
    address = f"/returns/lines/{line.id}/take-back"
    for sent, why in (
        ({f"amount-{payment.id}": "300,01"}, "Écrivez un montant qui ne dépasse pas"),
        ({f"amount-{payment.id}": "300,00", "fee": "1"}, "300,00 € au plus en tout"),
        ({f"amount-{payment.id}": "300,00", "fee": "x"}, "x"),
        ({"amount-999999999": "1,00"}, "Donnez un montant positif"),
        ({"amount-x": "1", "nonsense": "2"}, "Donnez un montant positif"),
    ):
        answer = owner.post(address, sent)
        assert answer.status_code == 422
        assert why in words(answer)
    sent = {f"amount-{payment.id}": "288,00"}
    answer = owner.post(address, sent)
    assert answer.status_code == 422
    assert "La ligne prend 12,00 € de plus" in words(answer)
    assert 'value="12,00"' in answer.content.decode()
    sent["fee"] = "12,00"
    assert owner.post(address, sent).status_code == 302
    with tenant(firm.id):
        row = PaymentReturn.objects.get()
        assert (row.amount_minor, row.fee_minor, row.rest.amount_minor) == (28_800, 1_200, 1_200)


def test_what_a_line_takes_beyond_a_payment_may_be_no_fee(owner, firm, line):
    with tenant(firm.id):
        payment = Payment.objects.get(client__name="Hôtel des Voyageurs")
    sent = {f"amount-{payment.id}": "288,00", "fee": "0"}
    assert owner.post(f"/returns/lines/{line.id}/take-back", sent).status_code == 302
    with tenant(firm.id):
        assert PaymentReturn.objects.get().fee_minor == 0


def test_none_of_them(owner, firm, line):
    assert owner.post(f"/returns/lines/{line.id}/dismiss").status_code == 302
    with tenant(firm.id):
        assert not LineReturn.objects.filter(state=LineReturnState.SUGGESTED).exists()
    assert "Dites quel règlement" not in words(owner.get("/"))


@pytest.mark.parametrize("role", [Role.READER, Role.COLLECTOR])
def test_who_may_not_match_decides_nothing(sign_in, firm, cheque, line, role):
    url = note(sign_in(), cheque).url
    browser = sign_in(role)
    assert browser.get(url).status_code == 200
    with tenant(firm.id):
        proposal = LineReturn.objects.filter(state=LineReturnState.SUGGESTED).first()
    for address in (
        f"{url}/done",
        f"{url}/fee",
        f"{url}/undo",
        f"/returns/lines/{line.id}/take-back",
        f"/returns/lines/{line.id}/dismiss",
        f"/returns/proposals/{proposal.id}/accept",
        f"/returns/proposals/{proposal.id}/undo",
    ):
        assert browser.post(address).status_code == 403
    assert browser.post(f"{url}/go-on").status_code == (302 if role == Role.COLLECTOR else 403)


def test_what_is_another_firms_is_not_there(sign_in, firm, cheque, line):
    _, late, payment = cheque
    url = note(sign_in(), cheque).url
    with tenant(firm.id):
        proposal = LineReturn.objects.filter(state=LineReturnState.SUGGESTED).first()
        before = PaymentReturn.objects.values_list().get()
    other = Organisation.objects.create(name="Atelier Voisin")
    stranger = sign_in(organisation=other, language="en")
    assert stranger.get(url).status_code == 404
    assert stranger.get(f"/returns/lines/{line.id}").status_code == 404
    assert stranger.get(f"/returns/clients/{payment.client_id}/payments/{payment.id}").status_code == 404
    for address in (
        f"{url}/done",
        f"{url}/go-on",
        f"{url}/fee",
        f"{url}/undo",
        f"/returns/lines/{line.id}/take-back",
        f"/returns/lines/{line.id}/dismiss",
        f"/returns/proposals/{proposal.id}/accept",
        f"/returns/proposals/{proposal.id}/undo",
        f"/returns/clients/{payment.client_id}/payments/{payment.id}",
    ):
        assert stranger.post(address).status_code == 404
    with tenant(firm.id):
        assert PaymentReturn.objects.values_list().get() == before
        assert remaining(late) == [50_000]


def test_many_lists_take_as_many_queries(owner, firm, cheque, django_assert_max_num_queries):
    note(owner, cheque)
    with tenant(firm.id):
        for number in range(6):
            client_id = make_client(f"Client {number}", email=f"c{number}@client.example")
            make_instalment(client_id, f"FB-{number}", "70.00")
            payment = receive_by_hand(
                client_id, euros("70.00"), PaymentMethod.CHEQUE, TODAY, key=f"n{number}", on=TODAY, actor="x"
            )
            return_payment(
                Return(slot=f"hand:n{number}", payment_id=payment.id, returned_on=TODAY), on=TODAY, actor="x"
            )
        with django_assert_max_num_queries(1):
            assert len(returns_to_do()) == 7


def test_of_several_payments_all_come_back_or_none(owner, firm):
    """The second was paid back in cash, so it cannot come back: the first stands as if nothing had been sent."""
    with tenant(firm.id):
        payments, late = [], None
        for name, amount in (("Garage du Pont", "300.00"), ("Hôtel des Voyageurs", "200.00")):
            client_id = make_client(name, email=f"{amount}@client.example")
            late = late or make_instalment(client_id, "FA-1001", amount)
            said = {"key": name, "on": TODAY, "actor": "x"}
            paid = receive_by_hand(
                client_id, euros(amount), PaymentMethod.TRANSFER, date(2026, 11, 12), **said
            )
            payments.append(paid)
        refund(client_id, euros("200.00"), PaymentMethod.CASH, **said)
        import_bank_file(statement([bounced("500.00", "REJET REMISE")]), "r.xml", on=TODAY, actor="x")
        line = BankLine.objects.get()
    sent = {f"amount-{payments[0].id}": "300,00", f"amount-{payments[1].id}": "200,00"}
    assert owner.post(f"/returns/lines/{line.id}/take-back", sent).status_code == 422
    with tenant(firm.id):
        assert (PaymentReturn.objects.count(), LineReturn.objects.count()) == (0, 0)
        assert remaining(late) == [0]
