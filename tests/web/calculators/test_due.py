"""Due dates by the form. No test may ask the database."""

import re
from urllib.parse import unquote

import pytest

from tests.web.calculators.asking import ask, errors, said

TERMS = {"issued": "2026-10-22", "terms": "45 jours fin de mois"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # V1.8: both methods
        (TERMS, "Échéance 15 décembre 2026 fin de mois, puis 45 jours"),
        (TERMS, "Par l’autre méthode 31 décembre 2026"),
        ({**TERMS, "method": "A"}, "Échéance 31 décembre 2026 45 jours, puis fin de mois"),
        (
            {"issued": "2024-12-17", "terms": "45 days end of month", "method": "A"},
            "Échéance 31 janvier 2025",
        ),
        ({"issued": "2026-01-31", "terms": "60 jours"}, "Échéance 1er avril 2026"),
        (TERMS, "En retard à partir du 16 décembre 2026"),
        # C. com. L441-10 I
        ({"issued": "2026-10-22", "terms": "90 jours"}, "30 jours de trop. La loi permet au plus tard le"),
        ({"issued": "2026-10-22", "terms": "90 jours"}, "Maximum légal 21 décembre 2026 30 jours de trop"),
        ({"issued": "2026-10-22", "terms": "90 jours"}, "2 000 000 € pour une société"),
        # L441-11 II 5°
        (
            {"issued": "2026-10-22", "terms": "45 jours", "case": "transport"},
            "La loi permet au plus tard le 21 novembre 2026",
        ),
        ({**TERMS, "debtor": "consumer"}, "Maximum légal aucun"),
        ({**TERMS, "country": "NL"}, "probable, à confirmer"),
        # Nothing agreed: 30 days after the delivery
        (
            {"issued": "2026-10-22", "terms": "", "received": "2026-10-20"},
            "Échéance 19 novembre 2026 30 jours à compter de la livraison",
        ),
        # 19 December 2026 is a Saturday.
        ({"issued": "2026-11-19", "terms": "30 jours"}, "En retard à partir du 20 décembre 2026"),
        (
            {"issued": "2026-11-19", "terms": "30 jours", "grace": "on"},
            "En retard à partir du 22 décembre 2026",
        ),
    ],
)
def test_an_answer(question, expected):
    response = ask("/due", **question)
    assert response.status_code == 200
    assert expected in said(response)


def test_words_that_leave_nothing_open_have_no_other_method():
    assert "Par l’autre méthode" not in said(
        ask("/due", issued="2026-10-22", terms="fin de mois, puis 45 jours")
    )


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"issued": ""}, "issued", "obligatoire"),
        ({"issued": "soon"}, "issued", "date"),
        ({"issued": "1995-01-01"}, "issued", "Une facture ne peut pas être datée du 1er janvier 1995"),
        ({"issued": "2001-01-01"}, "issued", "n’est pas connu ici (France, "),
        ({"terms": "bientôt"}, "terms", "n’est pas compris"),
        ({"terms": "400 jours"}, "terms", "n’existe pas"),
        ({"terms": "30 jours le 32"}, "terms", "Aucun mois n’a de 32"),
        ({"terms": "x" * 201}, "terms", "200"),
        ({"terms": "30\x00jours"}, "terms", "illisible"),
        ({"terms": "", "received": ""}, "received", "Indiquez-en le jour"),
        ({"terms": "", "debtor": "consumer"}, "terms", "Donnez celui du contrat"),
        (
            {"terms": "à réception de la facture", "received": "2026-10-01"},
            "received",
            "avant d’être émise le 22 octobre 2026",
        ),
        ({"received": "1995-01-01"}, "received", "1er janvier 1995"),
        ({"case": "hospital"}, "case", "« hôpital public » pour ce débiteur (une entreprise)"),
        ({"case": "gift"}, "case", "choix"),
        ({"method": "C"}, "method", "choix"),
        ({"country": "US"}, "country", "choix"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(wrong, field, sentence):
    response = ask("/due", **{**TERMS, **wrong})
    assert response.status_code == 422
    found = errors(response)
    assert list(found) == [field]
    assert sentence in found[field]


def test_the_examples_of_the_page_are_understood():
    page = ask("/due").content.decode()
    examples = re.findall(r"&amp;terms=([^&\"]+)", page)
    assert len(examples) == 7
    for words in examples:
        assert ask("/due", issued="2026-10-22", terms=unquote(words)).status_code == 200
