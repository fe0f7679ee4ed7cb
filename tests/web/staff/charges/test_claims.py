"""Charges on screen: the calculation before the word, once, and what is given up afterwards."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from quitus.apps.charges.models import Charge, ChargeClaim
from quitus.apps.invoicing.models import Invoice
from quitus.apps.law.actions import NewLegalEvent, agree_late_terms, note_legal_event
from quitus.apps.law.models import LegalEventKind
from quitus.apps.organisations.models import Role
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.charges.late_terms import Claims, LateTerms
from tests.firm import TODAY, make_instalment, remaining
from tests.web.staff.charges.conftest import BY
from tests.web.staff.conftest import words

# 1,240.00 from 16 October to 24 November 2026, 40 days at 12.40 %: 1240 × 0.1240 × 40 / 365 = 16.8504…
INTEREST, INDEMNITY = 1_685, 4_000


def question(debtor, **changed):
    return {
        "until": "2026-11-24",
        "invoices": [debtor.late.invoice_id],
        "interest": "on",
        "indemnity": "on",
        "seen": INTEREST + INDEMNITY,
        **changed,
    }


def path(debtor):
    return f"/charges/clients/{debtor.id}/claim"


def claims(firm):
    with tenant(firm.id):
        return [(one.number, one.total_minor, one.until) for one in ChargeClaim.objects.order_by("id")]


def test_the_calculation_is_seen_first_and_writes_nothing(owner, firm, berthier):
    text = words(owner.get(path(berthier)))
    for said in (
        "16 octobre 2026 au 24 novembre 2026",
        "12,40 %",
        "16,8504",
        "16,85 €",
        "40,00 €",
        "Réclamer 56,85 €",
        "Rien n’est envoyé",
    ):
        assert said in text
    assert claims(firm) == []


def test_a_claim_once_however_often_it_is_clicked(owner, firm, berthier):
    answer = owner.post(path(berthier), question(berthier))
    assert answer.status_code == 302
    assert claims(firm) == [("PEN-2026-0001", 5_685, TODAY)]
    again = owner.post(path(berthier), question(berthier))
    assert again.status_code == 422
    assert "Rien à réclamer à cette date" in words(again)
    assert "PEN-2026-0001" in words(again)
    assert len(claims(firm)) == 1
    with tenant(firm.id):
        assert remaining(berthier.late) == [124_000]
        assert Invoice.objects.get(id=berthier.late.invoice_id).total_minor == 124_000
    shown = words(owner.get(answer.headers["Location"]))
    assert "PEN-2026-0001" in shown
    assert "Intérêts de retard du 16 octobre 2026 au 24 novembre 2026" in shown


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"until": "2026-11-25"}, "Les intérêts ne se réclament que jusqu’à aujourd’hui"),
        ({"until": "demain"}, ""),
        ({"invoices": []}, "Cochez au moins une facture"),
        ({"invoices": ["999999"]}, "999999"),
        ({"interest": "", "indemnity": ""}, "Rien à réclamer à cette date"),
        ({"seen": 1}, "Le calcul a changé depuis que vous l’avez vu"),
        ({"seen": "x"}, ""),
        ({"cost_amount": "beaucoup"}, "ne peut pas être lu"),
        ({"cost_amount": "150"}, "Choisissez la facture"),
    ],
)
def test_what_is_wrong_is_said_and_claims_nothing(owner, firm, berthier, changed, said):
    answer = owner.post(path(berthier), question(berthier, **changed))
    assert answer.status_code == 422
    assert said in words(answer)
    assert claims(firm) == []


def test_interest_alone_up_to_an_earlier_day(owner, firm, berthier):
    text = words(owner.get(path(berthier), question(berthier, until="2026-10-31", indemnity="")))
    assert "Réclamer 6,74 €" in text  # 16 days
    owner.post(path(berthier), question(berthier, until="2026-10-31", indemnity="", seen=674))
    assert claims(firm) == [("PEN-2026-0001", 674, date(2026, 10, 31))]


def test_compound_interest_says_where_it_ends(owner, firm, berthier):
    from quitus.domain.law.worksheet import Conventions

    said = "une fois réclamés, ils n’en produisent plus"
    assert said not in words(owner.get(path(berthier)))
    with tenant(firm.id):
        agree_late_terms(LateTerms(claims=Claims.ALL, conventions=Conventions(compound=True)), **BY)
    assert said in words(owner.get(path(berthier)))
    assert said not in words(owner.get(path(berthier), question(berthier, interest="")))
    assert "les intérêts déjà réclamés n’en produisent pas" in words(owner.get("/law/late-terms"))


def test_a_firm_that_claims_interest_alone_begins_so(owner, firm, berthier):
    with tenant(firm.id):
        agree_late_terms(LateTerms(claims=Claims.INTEREST), **BY)
    assert "Réclamer 16,85 €" in words(owner.get(path(berthier)))


PROOF = b"%PDF-1.7 invented bill"


def costs(debtor, content=PROOF, **changed):
    wanted = {
        "cost_amount": "150,00",
        "cost_reason": "Mise en demeure par huissier, facture du 2 novembre",
        "cost_invoice": debtor.late.invoice_id,
        "seen": INTEREST + INDEMNITY + 11_000,
        **changed,
    }
    if content is not None:
        wanted["proof"] = SimpleUploadedFile("facture.pdf", content)
    return question(debtor, **wanted)


def test_costs_with_their_proof_beyond_the_indemnity(owner, reader, firm, berthier):
    preview = {name: value for name, value in costs(berthier, None).items() if name != "seen"}
    assert "Réclamer 166,85 €" in words(owner.get(path(berthier), preview))
    assert owner.post(path(berthier), costs(berthier)).status_code == 302
    with tenant(firm.id):
        charge = Charge.objects.get(kind="costs")
    assert charge.amount_minor == 11_000
    proof = reader.get(f"/charges/{charge.id}/proof")
    assert (proof.content, proof.headers["Content-Type"]) == (PROOF, "application/pdf")
    assert proof.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"content": None}, "sans preuve, ils ne sont pas dus"),
        ({"content": b"<html><script>alert(1)</script>"}, "ni un PDF ni une image"),
        ({"cost_reason": ""}, "Dites ce que vous avez payé"),
        ({"cost_amount": "40"}, "ne dépassent pas l’indemnité forfaitaire"),
        ({"cost_amount": "-5"}, "montant supérieur à zéro"),
        ({"cost_amount": "0"}, "montant supérieur à zéro"),
    ],
)
def test_costs_that_are_not_owed(owner, firm, berthier, sent, said):
    answer = owner.post(path(berthier), costs(berthier, **sent))
    assert answer.status_code == 422
    assert said in words(answer)
    assert claims(firm) == []


def test_a_consumer_owes_nothing_before_a_formal_notice_and_never_an_indemnity(owner, firm, consumer):
    text = words(owner.get(path(consumer)))
    assert "Pas encore d’intérêts" in text
    assert "FA-2026-0118" in text
    assert "indemnité forfaitaire" not in text
    sent = question(consumer, seen=0, cost_amount="150", cost_invoice=consumer.late.invoice_id)
    assert owner.post(path(consumer), sent).status_code == 422
    with tenant(firm.id):
        notice = NewLegalEvent(
            client_id=consumer.id, kind=LegalEventKind.FORMAL_NOTICE, happened_on=date(2026, 10, 31)
        )
        note_legal_event(notice, **BY)
    assert "Pas encore d’intérêts" not in words(owner.get(path(consumer)))
    owner.post(path(consumer), question(consumer, seen=""))
    with tenant(firm.id):
        assert [charge.kind for charge in Charge.objects.all()] == ["interest"]


def test_a_missing_rate_is_said_with_where_to_add_it(owner, firm, berthier):
    from datetime import UTC, datetime

    type(firm).objects.filter(id=firm.id).update(clock_set_to=datetime(2031, 3, 1, 9, tzinfo=UTC))
    answer = owner.get(path(berthier))
    assert answer.status_code == 200
    text = words(answer)
    assert (
        "Laissé de côté dans cette réclamation : FA-2026-0118 , FA-2026-0149 . Aucun taux n’est connu" in text
    )
    assert "semestre du 1er janvier 2027 au 30 juin 2027 (Retard, entre professionnels)" in text
    assert 'href="/law/rates"' in answer.content.decode()
    assert "Réclamer" not in words(answer).replace("Réclamer des pénalités", "")
    for page in (f"/clients/{berthier.id}", f"/invoices/{berthier.late.invoice_id}"):
        assert "Non calculé, et compté nulle part : FA-2026-0118" in words(owner.get(page)), page


def test_an_invoice_older_than_the_rates_is_left_out_and_the_others_are_claimed(owner, firm, berthier):
    with tenant(firm.id):
        old = make_instalment(
            berthier.id, "FA-1999-07", "800.00", due=date(1999, 3, 31), issued=date(1999, 3, 1)
        )
    text = words(owner.get(path(berthier)))
    assert "Laissé de côté dans cette réclamation : FA-1999-07 . Aucun taux n’est connu" in text
    assert "Réclamer 56,85 €" in text
    text = words(owner.get(f"/clients/{berthier.id}"))
    assert "Non calculé, et compté nulle part : FA-1999-07 ." in text
    assert "Ensemble, sur une échéance 56,85 €" in text
    assert "56,85 €" not in words(owner.get(f"/invoices/{old.invoice_id}"))
    sent = question(berthier, invoices=[old.invoice_id], seen="")
    answer = owner.post(path(berthier), sent)
    assert answer.status_code == 422
    assert "Rien n’a été réclamé : les intérêts de FA-1999-07 ne peuvent pas être calculés" in words(answer)
    assert claims(firm) == []
    both = question(berthier, invoices=[berthier.late.invoice_id, old.invoice_id])
    assert owner.post(path(berthier), both).status_code == 302
    assert [total for _number, total, _until in claims(firm)] == [5_685]


def test_the_claims_files(reader, claimed):
    claim_id, _ = claimed
    pdf = reader.get(f"/charges/claims/{claim_id}.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Security-Policy"].startswith("sandbox")
    sheet = reader.get(f"/charges/claims/{claim_id}.csv")
    assert sheet.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert '"2026-10-16";"2026-11-24";"40";"1240,00";"12,40"' in lines[1]
    assert lines[-1].endswith('"166,85"')


def test_no_text_of_a_claim_acts_as_a_formula(owner, firm, berthier):
    owner.post(path(berthier), costs(berthier, cost_reason='=HYPERLINK("http://x")'))
    with tenant(firm.id):
        claim = ChargeClaim.objects.get()
    assert '"=HYPERLINK' not in owner.get(f"/charges/claims/{claim.id}.csv").content.decode()


def waive(owner, charge_id, **changed):
    sent = {"amount": "40,00", "kind": "waived", "reason": "Bon client", "seen": 4_000, **changed}
    return owner.post(f"/charges/{charge_id}/waive", sent)


def test_a_charge_is_waived_once_with_its_reason(owner, firm, claimed):
    claim_id, charges = claimed
    assert "40,00 €" in words(owner.get(f"/charges/{charges['indemnity']}/waive"))
    half = {"amount": "20"}
    assert waive(owner, charges["indemnity"], **half).status_code == 302
    again = waive(owner, charges["indemnity"], **half)
    assert again.status_code == 422
    assert "elle a changé pendant que vous regardiez" in words(again)
    with tenant(firm.id):
        assert Charge.objects.get(id=charges["indemnity"]).remaining_minor == 2_000
    waive(owner, charges["indemnity"], amount="20", seen=2_000, kind="written_off")
    text = words(owner.get(f"/charges/claims/{claim_id}"))
    assert "abandonnés" in text
    assert "Bon client" in text
    assert "Il n’en reste rien" in words(owner.get(f"/charges/{charges['indemnity']}/waive"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": "40,01"}, "On ne peut renoncer qu’à ce qui reste dû"),
        ({"amount": "0"}, ""),
        ({"amount": "x"}, "ne peut pas être lu"),
        ({"reason": ""}, ""),
        ({"kind": "sold"}, ""),
        ({"seen": ""}, ""),
    ],
)
def test_a_wrong_waiver_changes_nothing(owner, firm, claimed, changed, said):
    _, charges = claimed
    answer = waive(owner, charges["indemnity"], **changed)
    assert answer.status_code == 422
    assert said in words(answer)
    with tenant(firm.id):
        assert Charge.objects.get(id=charges["indemnity"]).remaining_minor == 4_000


def test_the_card_and_the_invoice_show_charges_beside_what_is_owed(owner, reader, berthier, claimed):
    card = words(reader.get(f"/clients/{berthier.id}"))
    assert "PEN-2026-0001" in card
    assert "Doit 2 390,00 €" in card.replace("Vous doit", "Doit")
    assert "Réclamer des pénalités" not in card
    invoice = words(reader.get(f"/invoices/{berthier.late.invoice_id}"))
    assert "Indemnité forfaitaire pour frais de recouvrement" in invoice
    assert "Charges claimed" not in words(owner.get(f"/clients/{berthier.id}/history"))


def test_of_many_that_accrue_the_card_says_how_many_it_leaves_out(owner, firm, berthier):
    with tenant(firm.id):
        for number in range(6):
            make_instalment(berthier.id, f"FA-2026-020{number}", "100.00", due=date(2026, 11, number + 1))
    card = words(owner.get(f"/clients/{berthier.id}"))
    assert "et une autre, dans le calcul Ensemble, sur 7 échéances" in card
    with tenant(firm.id):
        make_instalment(berthier.id, "FA-2026-0209", "100.00", due=date(2026, 11, 9))
    assert "et 2 autres, dans le calcul Ensemble, sur 8 échéances" in words(
        owner.get(f"/clients/{berthier.id}")
    )


@pytest.mark.parametrize("role", list(Role))
def test_who_may_change_and_who_may_look(sign_in, berthier, claimed, role):
    browser, may = sign_in(role), role in {Role.OWNER, Role.ACCOUNTANT}
    claim_id, charges = claimed
    for address in (path(berthier), f"/charges/{charges['interest']}/waive"):
        assert (browser.post(address).status_code != 403) == may
        assert (browser.get(address).status_code != 403) == may
    for suffix in ("", ".pdf", ".csv"):
        assert browser.get(f"/charges/claims/{claim_id}{suffix}").status_code == 200


def test_another_firms_ids_are_not_there(owner, stranger):
    debtor, claim_id, charge_id = stranger
    for address in (
        f"/charges/clients/{debtor.id}/claim",
        f"/charges/claims/{claim_id}",
        f"/charges/claims/{claim_id}.pdf",
        f"/charges/claims/{claim_id}.csv",
        f"/charges/{charge_id}/waive",
        f"/charges/{charge_id}/proof",
    ):
        assert owner.get(address).status_code == 404, address
        assert owner.post(address).status_code in (404, 405), address


def test_without_signing_in_there_is_nothing(berthier, claimed):
    claim_id, _ = claimed
    for address in (path(berthier), f"/charges/claims/{claim_id}", f"/charges/claims/{claim_id}.pdf"):
        assert Browser().get(address).headers["Location"].startswith("/account/login/")
