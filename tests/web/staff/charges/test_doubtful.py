"""Calling an invoice doubtful, and good again, on its page."""

from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.organisations.tenancy import tenant
from tests.web.staff.conftest import words


def path(instalment) -> str:
    return f"/charges/invoices/{instalment.invoice_id}/doubtful"


def on_416(firm) -> int:
    with tenant(firm.id):
        assert examine() == []
        return account_balances().get("416000", 0)


def sent(instalment, changed=None):
    return {"instalment": instalment.id, "impaired": "500,00", "reason": "Ne répond plus"} | (changed or {})


def test_doubtful_and_good_again(owner, firm, berthier):
    assert "La passer en créance douteuse" in words(owner.get(path(berthier.late)))
    answer = owner.post(path(berthier.late), sent(berthier.late))
    assert answer.status_code == 302
    assert on_416(firm) == 124_000
    owner.post(path(berthier.late), sent(berthier.late))  # pressed twice: nothing more
    assert on_416(firm) == 124_000
    shown = words(owner.get(path(berthier.late)))
    assert "Ne répond plus" in shown
    assert "500,00 €" in shown
    invoice = words(owner.get(f"/invoices/{berthier.late.invoice_id}"))
    assert "Douteuse depuis le 24 novembre 2026 Ne répond plus · 500,00 € dépréciés" in invoice
    owner.post(path(berthier.late), {"step": "good"})
    assert "Douteuse depuis" not in words(owner.get(f"/invoices/{berthier.late.invoice_id}"))
    assert on_416(firm) == 0


def test_what_is_refused_stands_on_the_form(owner, firm, berthier):
    for changed in ({"impaired": "1240,01"}, {"reason": ""}, {"impaired": "beaucoup"}, {"instalment": 10**9}):
        answer = owner.post(path(berthier.late), sent(berthier.late, changed))
        assert answer.status_code == 422, changed
    assert on_416(firm) == 0


def test_another_firms_invoice_is_not_there(owner, stranger):
    debtor, _, _ = stranger
    assert owner.get(path(debtor.late)).status_code == 404
    assert owner.post(path(debtor.late), sent(debtor.late)).status_code == 404


def test_whoever_only_reads_may_not(reader, firm, berthier):
    assert reader.post(path(berthier.late), sent(berthier.late)).status_code == 403
    assert on_416(firm) == 0
