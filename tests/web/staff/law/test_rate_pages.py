"""Rates on screen: the next one, an earlier one, one that was wrong; who may, what is refused."""

from datetime import date

import pytest

from quitus.apps.law.actions import add_rate, agree_late_terms
from quitus.apps.law.models import AddedRate
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.charges.late_terms import Claims, LateTerms
from tests.firm import TODAY
from tests.web.staff.conftest import words
from tests.web.staff.law.rate import RATE


def test_a_rate_added_is_shown_as_said_by_you(owner, firm):
    page = owner.get("/law/rates")
    assert '<option value="2027-01-01 FR late_payment"' in page.content.decode()
    assert owner.post("/law/rates/add", RATE).status_code == 302
    text = words(owner.get("/law/rates"))
    assert "12,15 % dit par vous" in text
    assert "BCE, 10 décembre 2026 dit par vous" in text
    again = owner.post("/law/rates/add", RATE)  # the button pressed twice
    assert again.status_code == 422
    with tenant(firm.id):
        assert AddedRate.objects.count() == 1


def test_a_wrong_rate_is_recalled_with_its_reason_and_added_anew(owner, firm):
    owner.post("/law/rates/add", RATE | {"percent": "21,15"})
    with tenant(firm.id):
        row = AddedRate.objects.get()
    assert "retirez-le d’abord" in words(owner.post("/law/rates/add", RATE))
    text = words(owner.get(f"/law/rates/{row.id}/recall"))
    assert "21,15 %" in text
    assert "Les réclamations faites avec lui gardent leur calcul" in text
    assert owner.post(f"/law/rates/{row.id}/recall", {"reason": " "}).status_code == 422
    assert owner.post(f"/law/rates/{row.id}/recall", {"reason": "Virgule mal lue"}).status_code == 302
    assert owner.post("/law/rates/add", RATE).status_code == 302
    answer = owner.get("/law/rates")
    assert '<s class="amt">21,15\u202f%</s>' in answer.content.decode()
    text = words(answer)
    assert "Retiré le 24 novembre 2026 par" in text
    assert "Virgule mal lue" in text
    assert "12,15 % dit par vous" in text
    assert "21,15 % dit par vous" not in text
    assert "déjà retiré" in words(owner.get(f"/law/rates/{row.id}/recall"))


def test_an_earlier_rate_can_be_added_too(owner, firm):
    assert '<option value="2012-07-01 FR late_payment"' in owner.get("/law/rates").content.decode()
    earlier = {"half": "2012-07-01 FR late_payment", "percent": "10,75", "source": "BCE, 5 juillet 2012"}
    assert owner.post("/law/rates/add", earlier).status_code == 302
    assert '<option value="2012-01-01 FR late_payment"' in owner.get("/law/rates").content.decode()


def test_another_firms_rate_is_not_there(owner):
    other = Organisation.objects.create(name="Atelier Vitrail")
    with tenant(other.id):
        row = add_rate("FR late_payment", date(2027, 1, 1), 12, "BCE, décembre 2026", on=TODAY, actor="x")
    assert owner.get(f"/law/rates/{row.id}/recall").status_code == 404
    assert owner.post(f"/law/rates/{row.id}/recall", {"reason": "x"}).status_code == 404
    assert "déjà" not in words(owner.get("/law/rates"))


@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_the_books_recalls_a_rate(sign_in, firm, role):
    with tenant(firm.id):
        row = add_rate("FR late_payment", date(2027, 1, 1), 12, "BCE, décembre 2026", on=TODAY, actor="x")
    browser, may = sign_in(role), role in (Role.OWNER, Role.ACCOUNTANT)
    address = f"/law/rates/{row.id}/recall"
    assert (address in browser.get("/law/rates").content.decode()) == may
    assert browser.get(address).status_code == (200 if may else 403)
    assert browser.post(address, {"reason": "Mal lu"}).status_code == (302 if may else 403)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("source", "BCE"),
        ("percent", "150"),
        ("percent", ""),
        ("half", "x"),
        ("half", "2027-13-01 FR late_payment"),
        ("half", "2027-01-01 "),
        ("half", "2027-01-01 FR nothing"),
        ("half", "9999-12-31 FR late_payment"),
    ],
)
def test_a_rate_that_cannot_be_added_comes_back(owner, firm, field, typed):
    assert owner.post("/law/rates/add", RATE | {field: typed}).status_code == 422


def test_today_asks_for_the_missing_rate(owner, firm):
    Organisation.objects.filter(id=firm.id).update(clock_set_to="2026-12-17T09:00Z")
    text = words(owner.get("/"))
    assert "Chercher un taux" in text
    assert "3 taux de la loi ne sont pas connus pour le semestre du 1er janvier 2027" in text
    with tenant(firm.id):
        agree_late_terms(LateTerms(claims=Claims.ALL), on=TODAY, actor="x")
        for table in ("late_payment", "public_late_payment", "legal_other"):
            add_rate(f"FR {table}", date(2027, 1, 1), 2, "BCE, décembre 2026", on=TODAY, actor="x")
    assert "Chercher un taux" not in words(owner.get("/"))
