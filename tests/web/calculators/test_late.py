"""Late interest by the form: the vectors of the fact sheet, typed as people type them. No test may ask the database."""

import csv
import io
import re
from datetime import date

import pytest
from django.http import QueryDict
from pypdf import PdfReader

from quitus.domain.law.countries import DebtorKind
from quitus.web.calculators.late_question import LateQuestion, late_answer
from tests.web.calculators.asking import WHOLE, ask, errors, said

TODAY = date(2026, 11, 26)
IN_PARTS = {**WHOLE, "day": "2025-06-10", "amount": "700", "kind": "payment"}


def test_the_worked_case_in_french():  # V1.1, C. com. L441-10 II, D441-5
    response = ask("/late", **WHOLE)
    assert response.status_code == 200
    words = said(response)
    for expected in (
        "Ce que coûte le retard, au 15 août 2025 97,72 € 57,72 € d’intérêts et 40,00 € d’indemnité",
        "Principal 1 200,00 € Intérêts de retard 57,72 € Indemnité forfaitaire 40,00 € Reste dû 1 297,72 €",
        "1er avril 2025 au 30 juin 2025 91 1 200,00 € 13,15 % BCE 3,15 % + 10 points, C. com. L441-10 II 39,3419",
        "1er juillet 2025 au 15 août 2025 46 1 200,00 € 12,15 % BCE 2,15 % + 10 points, C. com. L441-10 II 18,3748",
        "base × taux annuel × jours ÷ 365",
        "C. com. D441-5",
    ):
        assert expected in words


def test_the_worked_case_in_english():
    words = said(ask("/late", lang="en", **WHOLE))
    for expected in (
        "What lateness costs, up to 15 August 2025 €97.72 €57.72 of interest and €40.00 of indemnity",
        "Left to pay €1,297.72",
        "1 April 2025 to 30 June 2025 91 €1,200.00 13.15%",
    ):
        assert expected in words


@pytest.mark.parametrize("typed", ["1200", "1 200,00", "1200.00", "1200,00 €", "1\u202f200,00"])
def test_amounts_are_read_as_people_type_them(typed):
    assert "57,72 € d’intérêts" in said(ask("/late", **{**WHOLE, "principal": typed}))


@pytest.mark.parametrize("typed", ["31/03/2025", "31.03.2025", "31-03-2025", " 2025-03-31 "])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_day_never_begins_with_its_month(typed, lang):
    expected = {"fr": "Reste dû 1 297,72 €", "en": "Left to pay €1,297.72"}[lang]
    assert expected in said(ask("/late", lang=lang, **{**WHOLE, "due": typed}))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # V1.2: another basis, another cent
        (
            {"principal": "5000", "due": "2023-12-15", "until": "2024-02-29"},
            "149,86 € d’intérêts",
        ),
        (
            {"principal": "5000", "due": "2023-12-15", "until": "2024-02-29", "basis": "actual"},
            "149,54 € d’intérêts",
        ),
        # V1.1 rounded row by row
        ({**WHOLE, "rounding": "segment"}, "57,71 € d’intérêts"),
        # V1.6: the contract's rate, above its floor
        (
            {"principal": "2500", "due": "2026-01-31", "until": "2026-04-30", "rate": "12 %"},
            "73,15 € d’intérêts",
        ),
        # V1.7: a part paid; interest first, C. civ. 1343-1
        (IN_PARTS, "42,65 € d’intérêts"),
        (IN_PARTS, "10 juin 2025 : paiement de 700,00 €, dont 669,30 € sur le principal"),
        (IN_PARTS, "Payé −700,00 € Reste dû 582,65 €"),
        # V1.9: proven costs above the indemnity
        ({**WHOLE, "costs": "150"}, "40,00 € d’indemnité, et 110,00 € de frais"),
        # V1.10: Germany
        (
            {"principal": "1000", "due": "2026-01-31", "until": "2026-04-30", "country": "DE"},
            "25,04 € d’intérêts",
        ),
        # A credit note lowers the principal and pays nothing.
        ({**IN_PARTS, "kind": "credit-note"}, "10 juin 2025 : avoir de 700,00 €"),
        # C. civ. 1231-6, 1344: nothing before a formal notice
        ({**WHOLE, "debtor": "consumer"}, "0,00 € d’intérêts, pas d’indemnité"),
        (
            {**WHOLE, "debtor": "consumer"},
            "Un consommateur ne doit des intérêts qu’après avoir reçu une mise",
        ),
        # A rate that was not read at its source says so, in its row too.
        ({**WHOLE, "country": "BE"}, "probable, à confirmer"),
        # C. com. L441-10 II: three times the legal rate
        ({**WHOLE, "rate": "5"}, "Le taux du contrat (5,00 %) est inférieur au minimum légal de 11,13 %"),
        # C. com. L622-28
        ({**WHOLE, "insolvency": "2025-05-01"}, "Les intérêts s’arrêtent la veille"),
    ],
)
def test_each_field_counts(question, expected):
    response = ask("/late", **question)
    assert response.status_code == 200
    assert expected in said(response)


def test_lines_are_taken_in_any_order_and_empty_ones_left_out():
    lines = {"day": ["", "2025-07-01", "2025-06-10"], "amount": ["", "100", "700"], "kind": ["payment"] * 3}
    words = said(ask("/late", **WHOLE, **lines))
    assert "Payé −800,00 €" in words
    assert words.index("10 juin 2025 : paiement") < words.index("1er juillet 2025 : paiement")


def test_two_payments_of_one_day_stand_together():
    lines = {"day": ["2025-06-10"] * 2, "amount": ["300", "400"], "kind": ["payment"] * 2}
    assert "10 juin 2025 : paiement de 700,00 €, dont 669,30 € sur le principal" in said(
        ask("/late", **WHOLE, **lines)
    )


@pytest.mark.parametrize(
    ("order", "compound", "expected"),
    [
        ("interest", "", ["dont 169,30 € sur le principal", "dont 96,82 € sur le principal"]),
        (
            "principal",
            "",
            ["paiement de 200,00 €, sur le principal", "paiement de 100,00 €, sur le principal"],
        ),
    ],
)
def test_each_payment_says_its_part_after_credit_notes(order, compound, expected):
    """1,200 € bear 30.70 until 10 June, 1,030.70 € bear 1.86 until the 15th, 730.70 € bear 1.32 until the 20th."""
    lines = {
        "day": ["2025-06-20", "2025-06-10", "2025-06-15"],
        "amount": ["100", "200", "300"],
        "kind": ["payment", "payment", "credit-note"],
    }
    words = said(ask("/late", **WHOLE, order=order, **lines))
    assert [part for part in expected if part in words] == expected
    assert "15 juin 2025 : avoir de 300,00 €" in words


def test_warnings_that_repeat_for_each_half_year_are_counted():
    words = said(ask("/late", principal="1000", due="2015-12-31", until="2022-12-31", country="BE"))
    assert words.count("est probable, mais n’a pas été vérifié à la source") == 3
    assert "Et 11 autres semestres dans ce cas." in words


def test_what_is_copied_is_all_of_it_in_plain_lines():
    content = ask("/late", **IN_PARTS).content.decode()
    copied = re.search(r'data-copy="([^"]*)"', content)[1].replace("\u202f", " ").replace("\xa0", " ")
    lines = copied.split("\n")
    assert lines[0] == "Dette échue le 31 mars 2025, calcul jusqu’au 15 août 2025"
    assert (
        "1er avril 2025 au 10 juin 2025 : 71 j., 1 200,00 € à 13,15 % = 30,6953 "
        "(BCE 3,15 % + 10 points, C. com. L441-10 II)" in lines
    )
    assert "Reste dû : 582,65 €" in lines


def test_the_usual_is_meant_where_the_address_says_nothing():
    question = LateQuestion.of(QueryDict("principal=1200&due=2025-03-31"), TODAY)
    answer = late_answer(question)
    assert answer.debt.until == TODAY
    assert answer.debt.debtor is DebtorKind.BUSINESS
    assert answer.country == "FR"


# --- refused


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"principal": ""}, "principal", "obligatoire"),
        ({"principal": "abc"}, "principal", "Ce montant ne peut pas être lu"),
        ({"principal": "-5"}, "principal", "doit être positif"),
        ({"principal": "0"}, "principal", "doit être positif"),
        ({"principal": "12,345"}, "principal", "centimes"),
        ({"principal": "1200 USD"}, "principal", "Écrivez le montant en euros."),
        ({"principal": "1000000000000"}, "principal", "trop grand"),
        ({"principal": "9" * 31}, "principal", "30"),
        ({"principal": "12\x0000"}, "principal", "illisible"),
        ({"principal": "12\u202e00\ufffd"}, "principal", "illisible"),
        ({"due": ""}, "due", "obligatoire"),
        ({"due": "2025-02-30"}, "due", "date"),
        ({"due": "0001-01-01"}, "due", "hors de portée"),
        ({"due": "9999-12-31"}, "due", "hors de portée"),
        ({"due": "2025-03-31" * 500}, "due", "date"),
        ({"due": "1991-01-01"}, "due", "Aucun taux n’est connu pour le 2 janvier 1991"),
        ({"until": "2024-12-31"}, "until", "rien n’est en retard"),
        ({"until": "2100-01-01"}, "until", "Choisissez des jours qui sont dans le tableau des taux"),
        ({"debtor": "nobody"}, "debtor", "choix"),
        ({"country": "US"}, "country", "choix"),
        ({"country": "DE", "debtor": "consumer"}, "debtor", "(Allemagne)"),
        ({"rate": "many"}, "rate", "Ce n’est pas un pourcentage"),
        ({"rate": "1e5"}, "rate", "Ce n’est pas un pourcentage"),
        ({"rate": "NaN"}, "rate", "Ce n’est pas un pourcentage"),
        ({"rate": "-1"}, "rate", "impossible"),
        ({"rate": "101"}, "rate", "impossible"),
        ({"costs": "-1"}, "costs", "ne peuvent pas être négatifs"),
        ({"costs": "1000000000000"}, "costs", "trop grand"),
        ({"costs": "50", "debtor": "consumer"}, "costs", "consommateur"),
        ({"basis": "366"}, "basis", "choix"),
        ({"day": "2025-06-10", "amount": "", "kind": "payment"}, "row1-amount", "obligatoire"),
        ({"day": "", "amount": "700", "kind": "payment"}, "row1-day", "obligatoire"),
        ({"day": "2025-06-10", "amount": "-7", "kind": "payment"}, "row1-amount", "doit être positif"),
        ({"day": "2025-09-10", "amount": "7", "kind": "payment"}, "row1-day", "est après le 15 août 2025"),
        ({"day": "2025-01-10", "amount": "7", "kind": "payment"}, "row1-day", "antérieur à l’échéance"),
        (
            {"day": "2025-06-10", "amount": "7000", "kind": "payment"},
            "row1-amount",
            "dépasse ce qui était dû",
        ),
        (
            {"day": "2025-06-10", "amount": "7000", "kind": "credit-note"},
            "row1-amount",
            "dépasse le principal",
        ),
        ({"day": "2025-06-10", "amount": "7", "kind": "gift"}, "row1-kind", "choix"),
    ],
)
@pytest.mark.parametrize("path", ["/late", "/late.csv", "/late.pdf"])
def test_what_is_wrong_is_said_beside_its_field(path, wrong, field, sentence):
    response = ask(path, **{**WHOLE, **wrong})
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    found = errors(response)
    assert list(found) == [field]
    assert sentence in found[field]


def test_what_was_typed_stays_and_the_first_mistake_has_the_cursor():
    page = ask("/late", **{**WHOLE, "principal": "12<b>", "rate": "4,5", "compound": "on"}).content.decode()
    assert re.search(r'<input[^>]*name="principal"[^>]*value="12&lt;b&gt;"[^>]*autofocus', page)
    assert re.search(r'<input[^>]*name="due"[^>]*value="2025-03-31"', page)
    assert 'value="4,5"' in page
    assert page.count("autofocus") == 1
    assert page.count('class="fold" open') == 2  # what is not as usual is not folded away


def test_a_mistake_in_a_fold_opens_it():
    page = ask("/late", **{**WHOLE, "notice": "soon"}).content.decode()
    assert page.count('class="fold" open') == 1


def test_more_lines_are_offered_without_judging_the_question():
    response = ask(
        "/late", principal="", due="2025-03-31", day="2025-06-10", amount="x", kind="payment", more="1"
    )
    assert response.status_code == 200
    assert errors(response) == {}
    page = response.content.decode()
    assert 'value="2025-06-10"' in page
    assert page.count('class="entry"') == 1 + 5


def test_too_many_lines_are_refused():
    lines = {"day": ["2025-06-10"] * 41, "amount": ["1"] * 41, "kind": ["payment"] * 41}
    response = ask("/late", **WHOLE, **lines)
    assert response.status_code == 422
    assert "Il y a trop de lignes : 40 au plus." in said(response)
    assert response.content.decode().count('class="entry"') == 40


def test_as_many_lines_as_allowed_are_calculated():
    lines = {"day": ["2025-06-10"] * 40, "amount": ["1"] * 40, "kind": ["payment"] * 40}
    assert "Payé −40,00 €" in said(ask("/late", **WHOLE, **lines))


# --- files


def test_the_table_for_a_spreadsheet():
    response = ask("/late.csv", **IN_PARTS)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="interets-de-retard-2025-03-31.csv"'
    )
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Du"
    assert rows[1] == [
        "2025-04-01", "2025-06-10", "71", "1200,00", "13,15",
        "BCE 3,15 % + 10 points, C. com. L441-10 II", "lu à la source", "30,695342",
    ]  # fmt: skip
    assert rows[-1] == ["Reste dû", "", "", "", "", "", "", "582,65"]
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t]", cell)]


def test_the_document():
    response = ask("/late.pdf", **IN_PARTS)
    assert response.headers["Content-Type"] == "application/pdf"
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="interets-de-retard-2025-03-31.pdf"'
    )
    (page,) = PdfReader(io.BytesIO(response.content)).pages
    words = re.sub(r"[\s\u202f\u00a0]+", " ", page.extract_text())
    assert "Décompte d’intérêts et d’indemnités" in words
    assert "pour une dette échue le 31 mars 2025" in words
    assert "10 juin 2025 : Paiement, 700,00 €, dont 669,30 € sur le principal" in words
    assert "Reste à payer 582,65 €" in words


def test_files_speak_the_language_of_the_address():
    response = ask("/late.csv", lang="en", **WHOLE)
    assert response.headers["Content-Disposition"] == 'attachment; filename="late-interest-2025-03-31.csv"'
    assert response.content.decode("utf-8-sig").startswith('"From";"To"')


def test_a_document_is_bounded():
    """A contract's rate by calendar years has no half-years: two centuries are 202 rows."""
    long = {"principal": "1200", "due": "1998-12-31", "until": "2200-12-31", "rate": "12", "basis": "actual"}
    page = ask("/late", **long)
    assert page.status_code == 200
    assert "/calculators/late.pdf" not in page.content.decode()
    assert ask("/late.csv", **long).status_code == 200
    refused = ask("/late.pdf", **long)
    assert refused.status_code == 422
    assert "Le PDF contient 200 lignes au plus." in said(refused)
