"""Every kind of evidence has its sentence, in French and English, whole and with facts missing."""

import json
from datetime import date

import pytest
from django.utils import translation

from quitus.apps.banking.matching.suggestions import _as_json
from quitus.domain.matching.evidence import WEIGHTS
from quitus.domain.matching.facts import Evidence, EvidenceKind
from quitus.domain.money import Money
from quitus.ports.match_sentences import MATCH_SENTENCES
from quitus.web.evidence import figure, is_capped, marked, read_in_label, reasons

FACTS = {
    "amount": Money(96_000, "EUR"),
    "owed": Money(120_000, "EUR"),
    "count": 3,
    "read": ("FA147",),
    "numbers": ("FA-2026-0147",),
    "name": "Transports Delmas",
    "on": date(2026, 11, 20),
    "issued": date(2026, 11, 30),
    "client": 7,
}


def stored(kind, **facts):
    """As a match keeps it, through the database's JSON."""
    return json.loads(json.dumps(_as_json([Evidence(kind, WEIGHTS[kind], facts)])))


def test_no_kind_is_without_its_sentence():
    assert set(MATCH_SENTENCES) == set(EvidenceKind)


@pytest.mark.parametrize("kind", EvidenceKind)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("facts", [FACTS, {}], ids=["whole", "erased"])
def test_each_says_something_in_both_languages(kind, language, facts):
    with translation.override(language):
        (reason,) = reasons(stored(kind, **facts))
    assert reason.words
    assert "{" not in reason.words + reason.why
    assert reason.sign == ("+" if WEIGHTS[kind] > 0 else "−")
    assert str(kind) not in (reason.words, reason.words.lower())


@pytest.mark.parametrize("kind", EvidenceKind)
def test_french_is_not_the_english_words(kind):
    with translation.override("en"):
        (english,) = reasons(stored(kind, **FACTS))
    with translation.override("fr"):
        (french,) = reasons(stored(kind, **FACTS))
    assert french.words != english.words


@pytest.mark.parametrize(
    ("kind", "words", "why"),
    [
        (EvidenceKind.AMOUNT_ONE, "Le montant est exact", "960,00 € : c’est ce que doit cette échéance"),
        (EvidenceKind.NUMBER_SHORT, "Le libellé cite la facture, en abrégé", "« FA147 » se lit FA-2026-0147"),
        (
            EvidenceKind.IBAN_KNOWN,
            "Le compte est connu",
            "ce client a payé depuis ce compte, ou quelqu’un l’a dit",
        ),
        (EvidenceKind.PROMISE, "C’était annoncé", "960,00 € promis pour le 20 novembre 2026"),
        (EvidenceKind.AMONG_EQUALS, "Seul le montant le dit", "3 échéances doivent exactement cela"),
    ],
)
def test_the_sentences_themselves(kind, words, why):
    with translation.override("fr"):
        (reason,) = reasons(stored(kind, **FACTS))
    blanks = str.maketrans("\u202f\xa0", "  ")
    assert (reason.words, reason.why.translate(blanks)) == (words, why)


def test_figures_and_the_ceiling():
    with translation.override("fr"):
        assert [figure(380), figure(1000), figure(-120), figure(0)] == ["0,38", "1,00", "−0,12", "0,00"]
    assert is_capped(stored(EvidenceKind.REFERENCE) + stored(EvidenceKind.AMOUNT_ONE))
    assert not is_capped(stored(EvidenceKind.NUMBER_FULL) + stored(EvidenceKind.AMOUNT_ONE))


def test_a_kind_of_a_later_version_is_shown_by_its_name():
    (reason,) = reasons([{"kind": "amount_in_moonlight", "weight": 0, "facts": {}}])
    assert (reason.sign, reason.words) == ("·", "amount in moonlight")


def test_what_was_read_is_marked_and_nothing_else_becomes_markup():
    evidence = stored(EvidenceKind.NUMBER_SHORT, read=("FA147",)) + stored(
        EvidenceKind.NAME_SAME, name="M DELMAS"
    )
    label = 'VIR <b>M Delmas</b> /MOTIF fa147 "MERCI"'
    assert marked(label, read_in_label(evidence)) == (
        "VIR &lt;b&gt;<mark>M Delmas</mark>&lt;/b&gt; /MOTIF <mark>fa147</mark> &quot;MERCI&quot;"
    )
    assert marked("a.c abc", ["a.c"]) == "<mark>a.c</mark> abc"
    assert marked("a<b", []) == "a&lt;b"
