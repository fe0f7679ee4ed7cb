"""Procedural deadlines by the form. No test may ask the database."""

import pytest

from quitus.domain.law.fr.procedure import ProcedureEvent
from quitus.web.calculators.deadlines import DeadlinesQuestion
from tests.web.calculators.asking import ask, errors, said

ORDER = {"event": "order_dated", "on": "2026-09-15"}
SERVED = {"event": "order_served", "on": "2026-10-01"}
BODACC = {"event": "insolvency_published", "on": "2026-10-20"}
L126 = {"event": "uncontested_served", "on": "2026-11-10"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # V5.1, CPC 1411
        (ORDER, "Dernier jour 15 décembre 2026 Faire signifier l’ordonnance au débiteur"),
        (ORDER, "Article CPC 1411, 641, 642"),
        ({**ORDER, "on": "2026-08-31"}, "dans les 6 mois de sa date."),
        (
            {**ORDER, "on": "31/08/2026"},
            "Reporté du dimanche 28 février au lundi 1er mars, premier jour ouvrable",
        ),
        ({**ORDER, "on": "2026-08-31"}, "Jour compté 28 février 2027"),
        # CPC 642
        (
            {**ORDER, "on": "2026-09-25"},
            "du vendredi 25 décembre au lundi 28 décembre, en sautant Noël, le samedi et",
        ),
        ({**ORDER, "on": "2028-09-26"}, "Dernier jour 26 décembre 2028"),
        ({**ORDER, "on": "2028-09-26", "alsace_moselle": "on"}, "Dernier jour 27 décembre 2028"),
        ({**ORDER, "on": "2028-09-26", "alsace_moselle": "on"}, "en sautant la Saint-Étienne."),
        # CPC 1416, 1422
        (SERVED, "Dernier jour 2 novembre 2026 Le débiteur peut faire opposition"),
        (SERVED, "Premier jour 1er décembre 2026 Si le greffe n’a annoncé aucune opposition"),
        (SERVED, "CPC 1416, 1422 Fiabilité probable, à confirmer"),
        ({**SERVED, "event": "order_first_measure"}, "n’avait pas été signifiée en personne"),
        # CPC 1425, 1418
        (
            {"event": "opposition_fee_asked", "on": "2026-10-27"},
            "du mercredi 11 novembre au jeudi 12 novembre",
        ),
        ({"event": "lawyer_asked", "on": "2026-10-30"}, "du samedi 14 novembre au lundi 16 novembre"),
        ({"event": "lawyer_asked", "on": "2026-10-30"}, "sur plus de 10 000 €."),
        # V5.2, C. com. L622-24, L622-26
        (BODACC, "Dernier jour 21 décembre 2026 Déclarer la créance"),
        (BODACC, "Dernier jour 20 avril 2027 Si la déclaration a été manquée"),
        ({**BODACC, "abroad": "on"}, "Dernier jour 22 février 2027 Déclarer la créance"),
        # V5.3, CPCE L126-2, L126-3, L126-4
        (L126, "Dernier jour 10 décembre 2026 Le débiteur peut payer ou contester"),
        (L126, "réservée aux créances entre commerçants."),
        (L126, "Premier jour 18 décembre 2026 Le commissaire de justice peut constater"),
        ({"event": "uncontested_enforceable", "on": "2026-12-20"}, "Dernier jour 21 juin 2027"),
    ],
)
def test_an_answer(question, expected):
    response = ask("/deadlines", **question)
    assert response.status_code == 200
    assert expected in said(response)


def test_what_is_sure_bears_no_doubt_and_what_stays_says_nothing_of_moving():
    page = said(ask("/deadlines", **ORDER))
    assert "Fiabilité" not in page
    assert "Reporté" not in page
    assert "Jour compté" not in page


def test_an_answer_in_english():
    page = said(ask("/deadlines", lang="en", **SERVED))
    assert "Moved from Sunday 1 November to Monday 2 November, the next working day." in page
    assert "First day 1 December 2026" in page
    assert "likely, to be confirmed" in page
    assert "General information, not legal advice." in page


def test_every_event_can_be_chosen_and_is_answered():
    groups = [choices for _name, choices in DeadlinesQuestion.base_fields["event"].choices]
    offered = [value for choices in groups for value, _words in choices]
    assert sorted(offered) == sorted(ProcedureEvent)
    for event in offered:
        assert "Article" in said(ask("/deadlines", event=event, on="2026-11-10"))


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"on": ""}, "on", "obligatoire"),
        ({"on": "never"}, "on", "date"),
        ({"on": "1900-01-01"}, "on", "hors de portée"),
        (
            {"on": "2100-01-01"},
            "on",
            "du 1er mars 2022 au 31 décembre 2099, et le 1er janvier 2100 est en dehors",
        ),
        ({"on": "2999-01-01"}, "on", "hors de portée"),
        ({"on": "9" * 1_000}, "on", "date"),
        ({**L126, "on": "2026-04-22"}, "on", "du 23 avril 2026"),
        ({"event": "prayer"}, "event", "choix"),
        ({"event": ""}, "event", "obligatoire"),
        ({"event": "x" * 1_000}, "event", "choix"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(wrong, field, sentence):
    response = ask("/deadlines", **{**ORDER, **wrong})
    assert response.status_code == 422
    found = errors(response)
    assert list(found) == [field]
    assert sentence in found[field]
    assert 'id="result"' not in response.content.decode()


def test_unasked_it_says_what_is_good_to_know():
    response = ask("/deadlines")
    assert response.status_code == 200
    assert "Bon à savoir" in said(response)
    assert errors(response) == {}


def test_the_first_page_leads_to_it():
    assert 'href="/calculators/deadlines?lang=fr">Quel délai court' in ask("").content.decode()
