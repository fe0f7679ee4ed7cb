"""Credit notes and the other ways to owe less, and credit that goes back: seen first, recorded once, taken back."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.law.actions import agree_late_terms
from quitus.apps.organisations.models import Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.credit import refund
from quitus.apps.payments.models import PaymentMethod, Reduction, ReductionKind, Refund
from quitus.apps.payments.queries import client_credit
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.domain.charges.late_terms import DiscountVat, LateTerms
from tests.firm import TODAY, euros, make_instalment, remaining
from tests.record import a_payment
from tests.web.staff.charges.conftest import BY
from tests.web.staff.conftest import words

KINDS = ("credit_note", "discount", "set_off", "rounding", "write_off")


def path(instalment, kind):
    return f"/charges/invoices/{instalment.invoice_id}/reduce/{kind}"


def sent(**changed):
    return {
        "amount": "360,00",
        "happened_on": "2026-11-20",
        "document": "AV-2026-003",
        "rate": "20",
        "reason": "Lot refusé",
        "key": str(uuid4()),
        "step": "record",
        **changed,
    }


def recorded(firm):
    with tenant(firm.id):
        rows = Reduction.objects.filter(reverses=None).order_by("id")
        return [(row.kind, row.amount_minor, row.vat_minor, row.document, row.reason) for row in rows]


CASES = [
    ("credit_note", {}, ("credit_note", 36_000, 6_000, "AV-2026-003", "Lot refusé")),
    ("credit_note", {"rate": "5.5"}, ("credit_note", 36_000, 1_877, "AV-2026-003", "Lot refusé")),
    ("credit_note", {"rate": "0"}, ("credit_note", 36_000, 0, "AV-2026-003", "Lot refusé")),
    ("discount", {"amount": "24,80"}, ("discount", 2_480, 413, "", "Lot refusé")),
    ("set_off", {"document": "F-77"}, ("set_off", 36_000, 0, "F-77", "Lot refusé")),
    ("rounding", {"amount": "0,02"}, ("rounding", 2, 0, "", "Lot refusé")),
    ("write_off", {"amount": "1240"}, ("write_off", 124_000, 20_667, "", "Lot refusé")),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[2][1]}-{case[2][2]}")
def test_each_kind_is_seen_first_then_recorded_once(owner, firm, berthier, case):
    kind, changed, row = case
    address, form = path(berthier.late, kind), sent(**changed)
    assert owner.get(address).status_code == 200
    seen = owner.post(address, {**form, "step": "see"})
    left = f"{(124_000 - row[1]) / 100:,.2f} €".replace(",", " ").replace(".", ",")
    assert left in words(seen)
    assert recorded(firm) == []
    assert owner.post(address, form).status_code == 302
    assert owner.post(address, form).status_code == 302
    assert recorded(firm) == [row]
    with tenant(firm.id):
        assert remaining(berthier.late, berthier.coming) == [124_000 - row[1], 115_000]
        assert examine() == []


def test_going_back_from_the_sentence_keeps_what_was_written(owner, firm, berthier):
    back = owner.post(path(berthier.late, "credit_note"), sent(step="change"))
    assert 'value="AV-2026-003"' in back.content.decode()
    assert recorded(firm) == []


WRONG = [
    ("credit_note", {"document": ""}, ""),
    ("credit_note", {"amount": "1240,01"}, "1 240,01 €"),
    ("credit_note", {"amount": "0"}, "montant supérieur à zéro"),
    ("credit_note", {"amount": "-3"}, "montant supérieur à zéro"),
    ("credit_note", {"rate": "42"}, "42"),
    ("credit_note", {"happened_on": "2026-11-25"}, "n’est pas encore passé"),
    ("rounding", {"amount": "1,01"}, "n’est plus un arrondi"),
    ("write_off", {"reason": ""}, ""),
    ("set_off", {"document": ""}, ""),
    ("set_off", {"key": "me"}, ""),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case[0]}-{case[1]}")
@pytest.mark.parametrize("step", ["see", "record"])
def test_what_is_wrong_is_said_before_anybody_confirms(owner, firm, berthier, case, step):
    kind, changed, said = case
    answer = owner.post(path(berthier.late, kind), sent(step=step, **changed))
    assert answer.status_code == 422
    assert said in words(answer)
    assert recorded(firm) == []


def test_the_vat_as_the_invoice_says_it(owner, firm, berthier):
    with tenant(firm.id):
        lines = [
            VatLine(Decimal(20), euros("600.00"), euros("120.00")),
            VatLine(Decimal("5.5"), euros("492.89"), euros("27.11")),
        ]
        record_vat({berthier.late.invoice_id: lines})
    page = owner.get(path(berthier.late, "credit_note")).content.decode()
    assert '<option value="invoice"' in page
    owner.post(path(berthier.late, "credit_note"), sent(rate="invoice"))
    # 360.00 × 147.11 ÷ 1,240.00 = 42.7093…
    assert recorded(firm)[0][1:3] == (36_000, 4_271)


@pytest.mark.parametrize("rate", ["invoice", "20"])
def test_the_last_part_takes_the_vat_that_is_left(owner, firm, berthier, rate):
    """1,240.00 with 206.67 of VAT: each half by itself would hold 103.34."""
    with tenant(firm.id):
        lines = [VatLine(Decimal(20), euros("1033.33"), euros("206.67"))]
        record_vat({berthier.late.invoice_id: lines})
    for _ in range(2):
        owner.post(path(berthier.late, "credit_note"), sent(amount="620", rate=rate))
    assert [row[2] for row in recorded(firm)] == [10_334, 10_333]


def test_a_rate_that_the_invoice_never_bore(owner, firm, berthier):
    with tenant(firm.id):
        lines = [VatLine(Decimal("5.5"), euros("1175.36"), euros("64.64"))]
        record_vat({berthier.late.invoice_id: lines})
    for step in ("see", "record"):
        answer = owner.post(path(berthier.late, "credit_note"), sent(rate="20", step=step))
        assert answer.status_code == 422
        assert "ne porte plus que 18,77 € de TVA dans ce montant, pas 60,00 €" in words(answer)
    assert recorded(firm) == []
    owner.post(path(berthier.late, "credit_note"), sent(rate="5.5"))
    owner.post(path(berthier.late, "write_off"), sent(rate="0", amount="100"))
    with tenant(firm.id):
        assert [row.rate for row in Reduction.objects.order_by("id")] == [Decimal("5.5"), None]


def agreed(firm, vat=DiscountVat.CREDIT_NOTE, days=10):
    with tenant(firm.id):
        agree_late_terms(LateTerms(discount_percent=Decimal(2), discount_days=days, discount_vat=vat), **BY)


def test_a_discount_is_proposed_to_whoever_paid_in_time(owner, firm, berthier):
    assert "n’accordent pas d’escompte" in words(owner.get(path(berthier.coming, "discount")))
    agreed(firm)
    text = owner.get(path(berthier.coming, "discount"))  # issued on 15 November: until the 25th
    assert 'value="23,00"' in text.content.decode()
    assert "25 novembre 2026" in words(text)
    late = owner.get(path(berthier.late, "discount"))
    assert "Trop tard" in words(late)
    assert 'value="24,80"' not in late.content.decode()


def test_a_discount_net_of_tax_leaves_the_vat(owner, firm, berthier):
    agreed(firm, DiscountVat.NET_OF_TAX)
    page = owner.get(path(berthier.coming, "discount"))
    assert 'name="rate"' not in page.content.decode()
    assert "écrivez le montant vous-même" in words(page)
    with tenant(firm.id):
        record_vat({berthier.coming.invoice_id: [VatLine(Decimal(15 + 5), euros("958.33"), euros("191.67"))]})
    assert 'value="19,17"' in owner.get(path(berthier.coming, "discount")).content.decode()
    owner.post(path(berthier.coming, "discount"), sent(amount="19,17"))
    assert recorded(firm)[0][1:3] == (1_917, 0)


def test_a_write_off_says_what_comes_back_and_what_to_send(owner, berthier):
    form = sent(amount="1240", step="see", vat_paid="on", happened_on="2026-11-20")
    text = words(owner.post(path(berthier.late, "write_off"), form))
    assert "31 décembre 2028" in text
    assert (
        "Facture demeurée impayée pour la somme de 1 033,33 € (prix net) et pour la somme de 206,67 € "
        "(TVA correspondante) qui ne peut faire l'objet d'une déduction (article 272 du CGI)"
    ) in text
    without = words(owner.post(path(berthier.late, "write_off"), {**form, "vat_paid": ""}))
    assert "demeurée impayée" not in without


def test_taken_back_it_is_owed_again(owner, firm, berthier):
    form = sent()
    owner.post(path(berthier.late, "credit_note"), form)
    with tenant(firm.id):
        row = Reduction.objects.get()
    page = words(owner.get(f"/invoices/{berthier.late.invoice_id}"))
    assert "Avoir AV-2026-003" in page
    assert "360,00 € reçus" not in page  # no money came
    back = f"/charges/reductions/{row.id}/take-back"
    assert owner.post(back, {"reason": ""}).status_code == 422
    for _ in range(2):
        assert owner.post(back, {"reason": "mauvaise facture"}).status_code == 302
    with tenant(firm.id):
        assert remaining(berthier.late) == [124_000]
        assert Reduction.objects.count() == 2
    assert "déjà annulé" in words(owner.get(back))
    assert "enregistrée, puis annulée" in words(owner.post(path(berthier.late, "credit_note"), form))
    assert "Avoir annulé" in words(owner.get(f"/clients/{berthier.id}"))


def test_what_is_settled_without_money_bears_no_stamp(owner, berthier):
    owner.post(path(berthier.late, "write_off"), sent(amount="1240"))
    page = owner.get(f"/invoices/{berthier.late.invoice_id}").content.decode()
    assert 'class="stamp' not in page
    assert "Il ne reste rien à payer" in words(owner.get(path(berthier.late, "credit_note")))


def test_what_a_reduction_settled_late_is_not_said_to_have_been_in_time(owner, firm, berthier):
    owner.post(path(berthier.late, "write_off"), sent(amount="1240"))
    late = words(owner.get(f"/invoices/{berthier.late.invoice_id}"))
    assert "une réduction a soldé ce qui restait" in late
    assert "n’a pas été en retard" not in late
    with tenant(firm.id):
        back = Reduction.objects.get()
    owner.post(f"/charges/reductions/{back.id}/take-back", {"reason": "retrouvé"})
    assert "une réduction a soldé" not in words(owner.get(f"/invoices/{berthier.late.invoice_id}"))
    assert "n’a pas été en retard" in words(owner.get(f"/invoices/{berthier.coming.invoice_id}"))


def test_rates_of_vat_are_written_as_the_reader_writes_them(sign_in, berthier):
    french = words(sign_in(Role.OWNER).get(path(berthier.late, "credit_note")))
    assert "5,5 % de TVA" in french
    assert "5.5" not in french
    assert "5.5% of VAT" in words(sign_in(Role.OWNER, language="en").get(path(berthier.late, "credit_note")))


def test_what_is_paid_after_a_write_off_is_said_beside_it(owner, firm, berthier):
    owner.post(path(berthier.late, "write_off"), sent(amount="1240"))
    address = f"/invoices/{berthier.late.invoice_id}"
    with tenant(firm.id):
        row = Reduction.objects.get()
        a_payment(
            berthier.id, "240.00", account="530000", parts={}, received_on=TODAY, method=PaymentMethod.CASH
        )
        recovery = Reduction.objects.get(recovers=row)
        assert (client_credit(berthier.id), recovery.vat_minor) == (0, -4_000)
    page = owner.get(address)
    assert "240,00 € réglés malgré tout" in words(page)
    assert 'class="stamp' not in page.content.decode()  # most of it is lost
    back = f"/charges/reductions/{row.id}/take-back"
    assert "n’est plus un produit" in words(owner.get(back))
    assert owner.get(f"/charges/reductions/{recovery.id}/take-back").status_code == 404
    with tenant(firm.id):
        a_payment(berthier.id, "1000.00", slot="rest", account="512000", parts={}, received_on=TODAY)
    assert 'class="stamp' in owner.get(address).content.decode()
    owner.post(back, {"reason": "payée"})
    assert "réglés malgré tout" not in words(owner.get(address))
    with tenant(firm.id):
        assert remaining(berthier.late) == [0]
        assert examine() == []


def test_of_an_invoice_in_two_parts_the_oldest_goes_first(owner, firm, berthier):
    from quitus.apps.invoicing.actions import record_invoices
    from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
    from quitus.apps.invoicing.models import Instalment

    parts = tuple(NewInstalment(date(2026, month, 30), euros("300.00")) for month in (10, 11))
    new = NewInvoice(
        client_id=berthier.id,
        number="FA-2",
        issued_on=date(2026, 9, 1),
        total=euros("600.00"),
        instalments=parts,
    )
    with tenant(firm.id):
        (invoice_id,) = record_invoices([new], on=TODAY, actor="test", released=True)
        first, second = Instalment.objects.filter(invoice_id=invoice_id).order_by("due_on")
    owner.post(path(first, "credit_note"), sent(amount="360"))
    owner.post(path(first, "credit_note"), sent(amount="40", instalment=second.id))
    with tenant(firm.id):
        assert remaining(first, second) == [0, 20_000]
    assert owner.post(path(first, "credit_note"), sent(amount="200,01")).status_code == 422
    assert owner.post(path(first, "credit_note"), sent(instalment=berthier.coming.id)).status_code == 422


# --- credit that goes back


@pytest.fixture
def credit(firm, berthier):
    """50.00 of credit."""
    with tenant(firm.id):
        receive_by_hand(
            berthier.id, euros("2440.00"), PaymentMethod.CHEQUE, date(2026, 11, 20), key="one", **BY
        )
    return berthier


def refund_form(**changed):
    return {
        "amount": "30,00",
        "method": "transfer",
        "reason": "payé deux fois",
        "key": str(uuid4()),
        **changed,
    }


def test_credit_goes_back_once_and_returns_when_taken_back(owner, firm, credit):
    address, form = f"/charges/clients/{credit.id}/refund", refund_form()
    assert 'value="50,00"' in owner.get(address).content.decode()
    for _ in range(2):
        assert owner.post(address, form).status_code == 302
    with tenant(firm.id):
        assert client_credit(credit.id) == 2_000
        back = Refund.objects.get()
    card = words(owner.get(f"/clients/{credit.id}"))
    assert "30,00 € de crédit remboursés" in card
    for _ in range(2):
        assert owner.post(f"/charges/refunds/{back.id}/take-back").status_code == 302
    again = owner.post(address, form)  # the page that was sent before, sent once more
    assert again.status_code == 422
    assert "enregistré, puis annulé" in words(again)
    with tenant(firm.id):
        assert client_credit(credit.id) == 5_000
        assert examine() == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": "50,01"}, "dépasse le crédit de ce client"),
        ({"amount": "0"}, "montant supérieur à zéro"),
        ({"amount": "-3"}, "montant supérieur à zéro"),
        ({"amount": "x"}, "ne peut pas être lu"),
        ({"method": "card"}, "card"),
        ({"key": "me"}, ""),
    ],
)
def test_a_wrong_refund_moves_nothing(owner, firm, credit, changed, said):
    answer = owner.post(f"/charges/clients/{credit.id}/refund", refund_form(**changed))
    assert answer.status_code == 422
    assert said in words(answer)
    with tenant(firm.id):
        assert Refund.objects.count() == 0


# --- who may, and whose


@pytest.mark.parametrize("role", list(Role))
def test_who_may(sign_in, firm, credit, role):
    with tenant(firm.id):
        late = make_instalment(credit.id, "FA-3", "10.00")
    browser, may = sign_in(role), role in {Role.OWNER, Role.ACCOUNTANT}
    for address in [*(path(late, kind) for kind in KINDS), f"/charges/clients/{credit.id}/refund"]:
        assert (browser.get(address).status_code != 403) == may
        assert (browser.post(address).status_code != 403) == may
    page = browser.get(f"/invoices/{late.invoice_id}").content.decode()
    assert (path(late, "credit_note") in page) == may
    assert (
        f"/charges/clients/{credit.id}/refund" in browser.get(f"/clients/{credit.id}").content.decode()
    ) == may


def test_another_firms_ids_are_not_there(owner, firm, stranger, berthier):
    debtor, _, _ = stranger
    with tenant(debtor.late.organisation_id):
        new = NewReduction(
            kind=ReductionKind.SET_OFF,
            client_id=debtor.id,
            parts={debtor.late.id: euros("1.00")},
            happened_on=TODAY,
            slot="x",
        )
        reduction = reduce(new, **BY)
        a_payment(debtor.id, "9000.00")
        back = refund(debtor.id, euros("1.00"), PaymentMethod.CASH, key="x", **BY)
    for address in (
        path(debtor.late, "credit_note"),
        f"/charges/clients/{debtor.id}/refund",
        f"/charges/reductions/{reduction.id}/take-back",
        f"/charges/refunds/{back.id}/take-back",
        path(berthier.late, "gift"),
    ):
        assert owner.get(address).status_code == 404, address
        assert owner.post(address, sent()).status_code == 404, address


def test_the_pages_cost_no_query_per_charge(owner, firm, berthier, django_assert_max_num_queries):
    with tenant(firm.id):
        for number in range(12):
            make_instalment(berthier.id, f"FA-{number}", "100.00")
        claim = claim_charges(Wanted(client_id=berthier.id, until=TODAY), **BY)
    with django_assert_max_num_queries(22):
        owner.get(f"/charges/claims/{claim.id}")
    with django_assert_max_num_queries(45):
        owner.get(f"/charges/clients/{berthier.id}/claim")
