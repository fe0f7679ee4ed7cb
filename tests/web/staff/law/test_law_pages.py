"""Late terms, rates, legal events and the limitation clock on screen: who may, what is said, what is refused."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quitus.apps.clients.models import ClientKind
from quitus.apps.invoicing.models import Invoice
from quitus.apps.law.actions import NewLegalEvent, note_legal_event
from quitus.apps.law.limitation import clocks_of_client
from quitus.apps.law.models import AddedRate, LateTermsVersion, LegalEvent, LegalEventKind
from quitus.apps.law.queries import late_terms_of, late_terms_of_firm
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.charges.late_terms import Claims, LateTerms
from tests.firm import TODAY, make_client, make_instalment
from tests.web.staff.conftest import words
from tests.web.staff.law.rate import RATE

TERMS = {
    "claims": "all",
    "rate": "",
    "basis": "365",
    "rounding": "once",
    "order": "interest",
    "discount_percent": "",
    "discount_days": "",
    "discount_vat": "credit_note",
}


@pytest.fixture
def debtor(firm):
    """A consumer with a debt due on 24 May 2025: its last day is 24 May 2027 (C. conso. L218-2)."""
    with tenant(firm.id):
        client_id = make_client("Louise Perrin", email="louise@perrin.example", kind=ClientKind.CONSUMER)
        make_instalment(client_id, "FA-7", due=date(2025, 5, 24), issued=date(2025, 5, 1), sent=None)
    return client_id


@pytest.fixture
def of_another_firm():
    """A client, one of its legal events, and its invoice, behind another wall."""
    other = Organisation.objects.create(name="Atelier Vitrail")
    with tenant(other.id):
        client_id = make_client("Ailleurs", email="a@ailleurs.example")
        invoice_id = make_instalment(client_id, "X-1").invoice_id
        new = NewLegalEvent(client_id=client_id, kind=LegalEventKind.COURT_ACTION, happened_on=TODAY)
        event_id = note_legal_event(new, on=TODAY, actor="x").id
    return client_id, event_id, invoice_id


def an_event(**more):
    return {"kind": "acknowledgement", "happened_on": "2026-11-20", "invoice": "", **more}


def noted_on(client_id, kind, day):
    return note_legal_event(
        NewLegalEvent(client_id=client_id, kind=kind, happened_on=day), on=TODAY, actor="x"
    )


# --- who may


@pytest.mark.parametrize("role", list(Role))
def test_owners_and_accountants_settle_terms_and_rates_collectors_note_events(sign_in, firm, debtor, role):
    browser = sign_in(role)
    keeps, reminds = role in (Role.OWNER, Role.ACCOUNTANT), role != Role.READER
    for address in (
        "/law/late-terms",
        "/law/rates",
        f"/law/clients/{debtor}",
        f"/law/clients/{debtor}/late-terms",
    ):
        assert browser.get(address).status_code == 200, address
    posts = {
        "/law/late-terms/save": (TERMS, keeps),
        f"/law/clients/{debtor}/late-terms/save": (TERMS, keeps),
        f"/law/clients/{debtor}/late-terms/follow": ({}, keeps),
        "/law/rates/add": (RATE, keeps),
        f"/law/clients/{debtor}/events": (an_event(), reminds),
    }
    for address, (data, may) in posts.items():
        assert browser.post(address, data).status_code == (302 if may else 403), address
    with tenant(firm.id):
        assert (LateTermsVersion.objects.count(), AddedRate.objects.count()) == ((3, 1) if keeps else (0, 0))
        assert LegalEvent.objects.count() == int(reminds)


def test_a_reader_finds_nothing_to_press(reader, debtor):
    for address in ("/law/late-terms", "/law/rates", f"/law/clients/{debtor}"):
        assert 'type="submit">Enregistrer' not in reader.get(address).content.decode()
        assert "/law/rates/add" not in reader.get(address).content.decode()
        assert f"/law/clients/{debtor}/events" not in reader.get(address).content.decode()


def test_what_is_another_firms_is_not_there(owner, firm, debtor, of_another_firm):
    client_id, event_id, invoice_id = of_another_firm
    gets = [
        f"/law/clients/{client_id}",
        f"/law/clients/{client_id}/late-terms",
        f"/law/clients/{client_id}/events/{event_id}/proof",
        f"/law/clients/{debtor}/events/{event_id}/proof",
        f"/law/clients/{debtor}?invoice={invoice_id}",
    ]
    for address in gets:
        assert owner.get(address).status_code == 404, address
    posts = {
        f"/law/clients/{client_id}/events": an_event(),
        f"/law/clients/{client_id}/late-terms/save": TERMS,
        f"/law/clients/{client_id}/late-terms/follow": {},
        f"/law/clients/{client_id}/events/{event_id}/recall": {},
        f"/law/clients/{debtor}/events/{event_id}/recall": {},
    }
    for address, data in posts.items():
        assert owner.post(address, data).status_code == 404, address
    assert owner.post(f"/law/clients/{debtor}/events", an_event(invoice=invoice_id)).status_code == 422


# --- late terms


@pytest.mark.parametrize(
    "wrong", [{"discount_percent": "200", "discount_days": "8"}, {"discount_days": "-1"}]
)
def test_what_is_wrong_within_a_fold_is_seen(owner, firm, wrong):
    answer = owner.post("/law/late-terms/save", TERMS | wrong)
    assert answer.status_code == 422
    (fold,) = re.findall(r"<details[^>]*>(?=<summary><span>Escompte)", answer.content.decode())
    assert " open" in fold


def test_the_firms_terms_and_the_clause_to_print(owner, firm):
    text = words(owner.get("/law/late-terms"))
    assert "à 12,40 % par an (taux de refinancement" in text
    assert "40 €" in text
    assert "Pas d’escompte pour paiement anticipé." in text
    data = TERMS | {"rate": "12,5", "discount_percent": "2", "discount_days": "8", "compound": "on"}
    assert owner.post("/law/late-terms/save", data).status_code == 302
    text = words(owner.get("/law/late-terms"))
    assert "à 12,50 % par an" in text
    assert "Escompte de 2,00 % pour un paiement dans les 8 jours" in text
    with tenant(firm.id):
        terms = late_terms_of_firm()
    assert (terms.claims, terms.rate, terms.discount_days, terms.conventions.compound) == (
        Claims.ALL,
        12.5,
        8,
        True,
    )


def test_a_rate_below_the_legal_floor_is_warned_of_and_never_raised(owner, firm):
    # 3 × 2.75 % = 8.25 % in the second half of 2026 (C. com. L441-10 II).
    owner.post("/law/late-terms/save", TERMS | {"rate": "8.24"})
    text = words(owner.get("/law/late-terms"))
    assert "(8,24 %) est inférieur au minimum légal de 8,25 %" in text
    assert "à 8,24 % par an" in text
    owner.post("/law/late-terms/save", TERMS | {"rate": "8.25"})
    assert "est inférieur au minimum légal" not in words(owner.get("/law/late-terms"))


@pytest.mark.parametrize(
    "wrong",
    [{"rate": "0"}, {"rate": "101"}, {"rate": "douze"}, {"discount_percent": "2"}, {"discount_days": "121"}],
)
def test_impossible_terms_come_back_and_nothing_is_kept(owner, firm, wrong):
    assert owner.post("/law/late-terms/save", TERMS | wrong).status_code == 422
    with tenant(firm.id):
        assert LateTermsVersion.objects.count() == 0


def test_a_clients_own_terms(owner, firm, debtor):
    text = words(owner.get(f"/law/clients/{debtor}/late-terms"))
    assert "Les conditions de l’entreprise." in text
    assert "ni indemnité ni frais" in text  # a consumer
    owner.post(f"/law/clients/{debtor}/late-terms/save", TERMS | {"claims": "interest"})
    assert "Conditions propres." in words(owner.get(f"/law/clients/{debtor}/late-terms"))
    assert "les siennes : intérêts" in words(owner.get(f"/clients/{debtor}"))
    owner.post(f"/law/clients/{debtor}/late-terms/follow")
    with tenant(firm.id):
        assert late_terms_of([debtor])[debtor] == LateTerms()


# --- legal events and the clock


def test_the_invoice_and_the_card_say_the_last_day(owner, firm, debtor):
    with tenant(firm.id):
        invoice_id = Invoice.objects.get(client_id=debtor).id
    for address in (f"/invoices/{invoice_id}", f"/clients/{debtor}", f"/law/clients/{debtor}"):
        assert "24 mai 2027" in words(owner.get(address)), address
    assert "6 mois au plus" in words(owner.get(f"/invoices/{invoice_id}"))  # from 24 November 2026 on
    text = words(owner.get(f"/law/clients/{debtor}?invoice={invoice_id}"))
    assert "C. conso. L218-2" in text
    assert "Une promesse donnée sur la page du client ne compte pas ici." in text


def test_an_acknowledgement_with_its_proof_moves_it_and_its_recall_restores_it(owner, firm, debtor):
    proof = SimpleUploadedFile("lettre.pdf", b"%PDF-1.7 signed")
    answer = owner.post(f"/law/clients/{debtor}/events", an_event(note="Lettre signée", proof=proof))
    assert answer.status_code == 302
    text = words(owner.get(f"/law/clients/{debtor}"))
    assert "20 novembre 2028" in text
    assert "Lettre signée" in text
    with tenant(firm.id):
        event_id = LegalEvent.objects.get().id
    kept = owner.get(f"/law/clients/{debtor}/events/{event_id}/proof")
    assert (kept.content, kept["Content-Type"]) == (b"%PDF-1.7 signed", "application/pdf")
    assert "sandbox" in kept["Content-Security-Policy"]
    owner.post(f"/law/clients/{debtor}/events/{event_id}/recall")
    assert "24 mai 2027" in words(owner.get(f"/law/clients/{debtor}"))


def test_a_formal_notice_changes_nothing_and_says_so(owner, firm, debtor):
    owner.post(f"/law/clients/{debtor}/events", an_event(kind="formal_notice"))
    text = words(owner.get(f"/law/clients/{debtor}"))
    assert "24 mai 2027" in text
    assert "ne change rien" in text


def test_an_order_for_payment_served_moves_it_and_says_how_sure_that_is(owner, firm, debtor):
    with tenant(firm.id):
        invoice_id = Invoice.objects.get(client_id=debtor).id
    assert owner.post(f"/law/clients/{debtor}/events", an_event(kind="order_served")).status_code == 302
    for address in (f"/law/clients/{debtor}", f"/invoices/{invoice_id}", f"/clients/{debtor}"):
        text = words(owner.get(address))
        assert "20 novembre 2028" in text, address
        assert "probable, à confirmer" in text, address
    text = words(owner.get(f"/law/clients/{debtor}"))
    assert "Injonction de payer signifiée" in text
    assert "C’est la signification qui compte, non la requête." in text
    assert re.search(
        "Injonction de payer signifiée ?, le vendredi 20 novembre", words(owner.get(f"/clients/{debtor}"))
    )


def test_a_declared_claim_holds_it_and_asks_for_the_opening_judgment(owner, firm, debtor):
    answer = owner.post(f"/law/clients/{debtor}/events", an_event(kind="claim_declared"), follow=True)
    text = words(answer)
    assert "Notez aussi l’ouverture de la procédure" in text
    assert "aucun pour l’instant" in text
    assert "aucun délai ne court jusqu’à sa clôture" in text
    over = an_event(kind="claim_declared", happened_on="2026-11-19", ended_on="2026-11-23")
    assert owner.post(f"/law/clients/{debtor}/events", over).status_code == 302


def test_a_failed_action_is_noted_after_it_was_brought(owner, firm, debtor):
    failed = an_event(kind="court_action_failed", happened_on="2026-11-23")
    answer = owner.post(f"/law/clients/{debtor}/events", failed)
    assert answer.status_code == 422
    assert "Aucune action en justice ni ordonnance signifiée n’est notée" in words(answer)
    owner.post(f"/law/clients/{debtor}/events", an_event(kind="court_action"))
    assert "aucun pour l’instant" in words(owner.get(f"/law/clients/{debtor}"))
    assert owner.post(f"/law/clients/{debtor}/events", failed).status_code == 302
    text = words(owner.get(f"/law/clients/{debtor}"))
    assert "aucun pour l’instant" not in text
    assert "24 mai 2027" in text
    assert "elle compte comme si elle n’avait pas eu lieu" in text


@pytest.mark.parametrize("kind", list(LegalEventKind))
def test_every_kind_of_event_has_its_words_everywhere(sign_in, firm, debtor, kind):
    with tenant(firm.id):
        noted_on(debtor, LegalEventKind.COURT_ACTION, date(2026, 11, 1))
        noted_on(debtor, kind, date(2026, 11, 2))
    for language, unknown in (("fr", "Événement juridique noté"), ("en", "Legal event noted")):
        text = words(sign_in(language=language).get(f"/clients/{debtor}"))
        assert unknown not in text
        assert kind.value not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"happened_on": "2026-11-25"},
        {"happened_on": "1989-12-31"},
        {"happened_on": "1900-01-01", "kind": "court_action"},
        {"happened_on": ""},
        {"ended_on": "2026-11-21"},  # an acknowledgement happens on one day
        {"kind": "court_action", "ended_on": "2026-11-19"},
        {"kind": "order_served", "ended_on": "2026-11-21"},
        {"kind": "court_action_failed", "ended_on": "2026-11-21"},
        {"kind": "court_action", "ended_on": "2026-11-25"},
        {"kind": "nonsense"},
        {"proof": SimpleUploadedFile("x.exe", b"MZ\x90")},
    ],
)
def test_an_impossible_event_comes_back_and_nothing_is_kept(owner, firm, debtor, wrong):
    assert owner.post(f"/law/clients/{debtor}/events", an_event(**wrong)).status_code == 422
    with tenant(firm.id):
        assert LegalEvent.objects.count() == 0


def test_the_same_event_twice_is_noted_once(owner, firm, debtor):
    for status in (302, 422):
        assert owner.post(f"/law/clients/{debtor}/events", an_event()).status_code == status


def test_today_tells_of_the_last_day_until_something_moves_it(owner, firm, debtor):
    text = words(owner.get("/"))
    assert "Bientôt prescrit : Louise Perrin" in text
    assert "24 mai 2027" in text
    assert "6 mois au plus" in text
    with tenant(firm.id):
        noted_on(debtor, LegalEventKind.ACKNOWLEDGEMENT, TODAY)
        assert [clock.last_day for clock in clocks_of_client(debtor, TODAY).values()] == [date(2028, 11, 24)]
    assert "Bientôt prescrit" not in words(owner.get("/"))


def test_what_is_over_does_not_hide_what_ends_next(owner, firm, debtor):
    with tenant(firm.id):
        make_instalment(debtor, "FA-0", due=date(2024, 11, 20), issued=date(2024, 11, 1))
    text = words(owner.get("/"))
    assert "Prescrit : Louise Perrin" in text
    assert "était le 20 novembre 2026. Ses relances se sont arrêtées." in text
    assert "Bientôt prescrit : Louise Perrin" in text


def test_a_client_with_many_claims_is_one_thing_to_do(owner, firm, debtor, django_assert_max_num_queries):
    with tenant(firm.id):
        for n in range(5):
            make_instalment(debtor, f"FA-1{n}", due=date(2025, 5, 1), issued=date(2025, 4, 1))
    text = words(owner.get("/"))
    assert text.count("Bientôt prescrit") == 1
    assert "la première de 6 échéances" in text
    with django_assert_max_num_queries(60):
        assert owner.get(f"/law/clients/{debtor}").status_code == 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_speaks_both_languages(sign_in, firm, debtor, language):
    browser = sign_in(language=language)
    addresses = (
        "/law/late-terms",
        "/law/rates",
        f"/law/clients/{debtor}",
        f"/law/clients/{debtor}/late-terms",
    )
    for address in addresses:
        page = browser.get(address)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()
