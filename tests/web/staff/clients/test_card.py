"""The list and the card of a client: what a person reads there, in both languages, and what hostile input does."""

from datetime import date

import pytest

from quitus.apps.answers.actions import Answerer, claim_paid, open_dispute, promise
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.banking.models import BankAccount
from quitus.apps.clients.bounces import contact_bounced
from quitus.apps.clients.models import Contact
from quitus.apps.organisations.models import PortalDoor
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.reminders.holds import hold
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.web.staff.conftest import words

DEBTOR = Answerer(TODAY, AnswerSource.PORTAL)


def test_the_list_says_who_owes_what(owner, berthier):
    text = words(owner.get("/clients/"))
    assert "L’un d’eux vous doit 2 390,00 €. 1 240,00 € sont en retard." in text
    assert "Maison Berthier &amp; Fils C-0012 en retard de 40 jours 2 390,00 € 1 240,00 €" in text


def test_the_list_is_searched_and_narrowed(owner, firm, berthier):
    with tenant(firm.id):
        make_client("Brasserie du Canal", email="bar@canal.example")
    assert "Brasserie" not in words(owner.get("/clients/", {"q": "berth", "only": "owes"}))
    assert "Aucun client ne correspond" in words(owner.get("/clients/", {"q": "personne"}))
    rows = owner.get("/clients/", {"q": "canal"}, headers={"HX-Request": "true"})
    assert "<html" not in rows.content.decode()
    assert "Brasserie du Canal" in words(rows)
    assert "<svg" in rows.content.decode()
    assert "#s-" not in rows.content.decode()  # a fragment carries its own drawings


@pytest.mark.parametrize(
    "query",
    [
        {"q": "<script>alert(1)</script>"},
        {"q": "a\0b", "page": "-1"},
        {"only": "everything", "order": "'; --"},
        {"page": "9" * 40},
        {"q": "%" * 300},
    ],
)
def test_hostile_searches_are_only_searches(owner, berthier, query):
    response = owner.get("/clients/", query)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_an_empty_firm_is_told_what_comes_next(owner):
    text = words(owner.get("/clients/"))
    assert "Pas encore de client" in text
    assert "Importez les vôtres" in text


def test_the_card_answers_how_one_gets_paid(owner, berthier):
    text = words(owner.get(f"/clients/{berthier.id}"))
    for sentence in (
        "Vous doit 2 390,00 € 2 échéances",
        "En retard 1 240,00 € 40 jours au plus",
        "Paie d’habitude – aucun règlement connu",
        "Quand le 15 et le 30",
        "Hélène Vasseur comptabilité",
        "FA-2026-0118 jeudi 15 octobre en retard de 40 jours",
        "Total dû 2 390,00 €",
        "Facture FA-2026-0149 enregistrée",
        "Client ajouté",
    ):
        assert sentence in text, sentence


def test_the_card_in_english(sign_in, berthier):
    text = words(sign_in(language="en").get(f"/clients/{berthier.id}"))
    for sentence in ("Owes you €2,390.00 2 instalments", "the 15 and the 30", "40 days late", "Client added"):
        assert sentence in text, sentence


def test_why_nothing_leaves_and_what_leaves_next(owner, firm, berthier):
    """No statement yet: late reminders wait. With one, the late invoice asks today, the other before its day."""
    before = words(owner.get(f"/clients/{berthier.id}"))
    assert "En pause : les relevés bancaires sont trop anciens. Importez un relevé bancaire." in before
    with tenant(firm.id):
        BankAccount.objects.create(iban=firm.iban, currency="EUR", up_to=date(2026, 11, 23))
        late = make_instalment(make_client("Garage Tissot"), "FA-2026-0200", "90.00", due=date(2026, 11, 2))
    after = words(owner.get(f"/clients/{late.client_id}"))
    assert "« Un souci ? » part aujourd’hui" in after
    assert "La suite Un souci ? mardi 24 novembre · une échéance 90,00 €" in after


def test_what_was_answered_stands_on_the_card(owner, firm, berthier):
    with tenant(firm.id):
        promise(berthier.id, date(2026, 11, 30), DEBTOR, {berthier.coming.id: 115_000})
        open_dispute(
            berthier.late.id,
            Dispute.Reason.WORK,
            DEBTOR,
            client_id=berthier.id,
            words="<b>deux</b> pages",
            amount=32_000,
        )
        other = make_instalment(berthier.id, "FA-2026-0160", "50.00", due=date(2026, 11, 1))
        claim_paid(berthier.id, [other.id], DEBTOR, paid_on=date(2026, 11, 20), words="du Crédit Mutuel")
        hold(berthier.id, on=TODAY, by="Camille", until=date(2026, 12, 4), reason="Luc est en congé")
    response = owner.get(f"/clients/{berthier.id}")
    text = words(response)
    for sentence in (
        "promis pour le 30 novembre",
        "320,00 € contestés",
        "le travail ou la livraison · depuis le mardi 24 novembre, par le client, sur sa page",
        "1 150,00 € pour le lundi 30 novembre",
        "FA-2026-0160 , 50,00 € payé le vendredi 20 novembre, dit le mardi 24 novembre",
        "Tout le client jusqu’au vendredi 4 décembre · Luc est en congé · Camille",
        "en pause jusqu’au vendredi 4 décembre : vous avez mis ce client en pause.".capitalize(),
    ):
        assert sentence in text, sentence
    assert "&lt;b&gt;deux&lt;/b&gt; pages" in response.content.decode()


def test_payments_credit_and_habits(owner, firm, berthier):
    with tenant(firm.id):
        receive_by_hand(
            berthier.id,
            euros("2500.00"),
            PaymentMethod.CHEQUE,
            date(2026, 11, 20),
            key="k",
            on=TODAY,
            actor="Camille",
            reference="0012345",
        )
    text = words(owner.get(f"/clients/{berthier.id}"))
    assert "110,00 € de crédit." in text
    assert "vendredi 20 novembre chèque 0012345 · FA-2026-0118 , FA-2026-0149" in text
    assert (
        "2 500,00 € reçus par chèque , pour FA-2026-0118 et FA-2026-0149 ; 110,00 € restent à leur crédit"
        in text
    )
    assert "Paie d’habitude" in text
    assert "Rien n’est dû" in text
    assert "Vous doit 0,00 € rien n’est ouvert" in text


def test_an_address_that_sends_back_is_shown(owner, firm, berthier):
    with tenant(firm.id):
        contact_bounced(Contact.objects.get().id, on=date(2026, 11, 20), detail="550 unknown")
    text = words(owner.get(f"/clients/{berthier.id}"))
    assert "messages refusés depuis le 20 novembre" in text
    assert "Un message à compta@berthier.example est revenu : on n’écrit plus à cette adresse" in text


def test_the_secret_link_is_for_those_who_may_answer_in_its_name(owner, reader, berthier):
    assert "http://testserver/p/" in owner.get(f"/clients/{berthier.id}").content.decode()
    assert "/p/" not in reader.get(f"/clients/{berthier.id}").content.decode()


def test_a_reader_opens_no_door(reader, berthier):
    reader.get(f"/clients/{berthier.id}")
    assert PortalDoor.objects.count() == 0


def test_the_whole_history_is_paged(owner, firm, berthier, monkeypatch):
    monkeypatch.setattr("quitus.web.staff.clients.views.EVENTS_A_PAGE", 2)
    first = owner.get(f"/clients/{berthier.id}/history")
    assert words(first).count("Facture FA-2026-0") == 2
    assert 'rel="next"' in first.content.decode()
    before = first.context["before"]
    last = owner.get(f"/clients/{berthier.id}/history", {"before": before})
    assert "Client ajouté" in words(last)
    assert 'rel="next"' not in last.content.decode()


def test_the_queries_of_the_card_do_not_grow(owner, firm, berthier, django_assert_max_num_queries):
    with tenant(firm.id):
        for number in range(25):
            instalment = make_instalment(berthier.id, f"FB-{number}", "10.00", due=date(2026, 10, 1))
            hold(berthier.id, on=TODAY, by="Camille", instalment_id=instalment.id)
    with django_assert_max_num_queries(65):
        assert owner.get(f"/clients/{berthier.id}").status_code == 200
    with django_assert_max_num_queries(20):
        owner.get("/clients/")
