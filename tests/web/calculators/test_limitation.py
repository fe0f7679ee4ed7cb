"""The limitation clock by the form. No test may ask the database."""

import pytest

from tests.web.calculators.asking import ask, errors, said

DEBT = {"due": "2020-01-15", "on": "2024-10-01"}


def events(*lines):
    """Lines as an address has them."""
    days, kinds, ends = zip(*lines, strict=True)
    return {"day": list(days), "kind": list(kinds), "until": list(ends)}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # C. civ. 2224
        (DEBT, "Dernier jour pour agir en justice 15 janvier 2025"),
        (DEBT, "Le 1er octobre 2024, il reste 6 mois ou moins."),
        ({**DEBT, "on": "2024-12-20"}, "Le 20 décembre 2024, il reste un mois ou moins."),
        ({**DEBT, "on": "2024-01-01"}, "Encore temps le 1er janvier 2024."),
        ({**DEBT, "on": "2025-01-16"}, "Trop tard le 16 janvier 2025"),
        (DEBT, "6 mois avant 15 juillet 2024 3 mois avant 15 octobre 2024 1 mois avant 15 décembre 2024"),
        # C. conso. L218-2
        ({**DEBT, "debtor": "consumer"}, "15 janvier 2022"),
        # loi 68-1250
        ({**DEBT, "debtor": "public"}, "31 décembre 2024"),
        ({**DEBT, "debtor": "public"}, "probable, à confirmer"),
        # C. com. L133-6
        ({**DEBT, "claim": "carriage", "delivered": "2019-12-20"}, "20 décembre 2020"),
        # C. civ. 2240
        ({**DEBT, **events(("2021-03-04", "part_payment", ""))}, "4 mars 2026"),
        # Cass. com. 18 mai 2022, n° 20-23.204
        ({**DEBT, **events(("2021-03-04", "formal_notice", ""))}, "même recommandée."),
        ({**DEBT, **events(("2021-03-04", "formal_notice", ""))}, "inchangé"),
        # C. civ. 2241, 2242
        ({**DEBT, **events(("2021-03-04", "court_action", ""))}, "Aucun pour l’instant"),
        ({**DEBT, **events(("2021-03-04", "court_action", "2022-05-06"))}, "6 mai 2027"),
    ],
)
def test_an_answer(question, expected):
    response = ask("/limitation", **question)
    assert response.status_code == 200
    assert expected in said(response)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"due": ""}, "due", "obligatoire"),
        ({"due": "2151-01-01"}, "due", "hors de portée pour la prescription"),
        ({"on": "never"}, "on", "date"),
        ({"debtor": "nobody"}, "debtor", "choix"),
        ({"claim": "gift"}, "claim", "choix"),
        ({"delivered": "x"}, "delivered", "date"),
        (events(("2021-03-04", "prayer", "")), "row1-kind", "choix"),
        (events(("", "mediation", "2022-01-01")), "row1-day", "obligatoire"),
        (events(("2021-03-04", "mediation", "2020-01-01")), "row1-until", "Vérifiez les deux dates"),
        (events(("2021-03-04", "part_payment", "2022-01-01")), "row1-until", "(paiement partiel)"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(wrong, field, sentence):
    response = ask("/limitation", **{**DEBT, **wrong})
    assert response.status_code == 422
    found = errors(response)
    assert list(found) == [field]
    assert sentence in found[field]


def test_a_second_line_is_named_where_it_is_wrong():
    lines = events(("2021-03-04", "part_payment", ""), ("2021-05-04", "reminder", "2022-01-01"))
    assert list(errors(ask("/limitation", **DEBT, **lines))) == ["row2-until"]
