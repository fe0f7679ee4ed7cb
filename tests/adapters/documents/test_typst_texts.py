"""Texts that somebody typed, however hostile, are printed and never obeyed; the words and the fonts around them."""

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.adapters.documents.typst import figures
from quitus.adapters.documents.typst.font_coverage import FONTS, characters, drawable
from quitus.adapters.documents.typst.plain_text import BOX, filled, printable, shortened
from quitus.adapters.documents.typst.renderer import TypstRenderer
from quitus.adapters.documents.typst.words import words
from quitus.domain.law.fr import late_payment
from quitus.domain.law.rates import Confidence
from quitus.domain.law.worksheet import Basis, Order, Rounding
from quitus.ports.documents import Creditor, Debtor, DocumentHead, TransferDetails, WorksheetCost
from tests.adapters.documents.statements import IN_PARTS, WHOLE, opened, pages, squeezed, statement, text

renderer = TypstRenderer()


def filled_with(typed):
    """A statement that says this wherever a user, a client or a bank can say something."""
    claims = tuple(
        replace(
            claim,
            invoice=typed,
            rows=tuple(replace(row, source=typed) for row in claim.rows),
            reductions=tuple(replace(taken, words=typed) for taken in claim.reductions),
            costs=(WorksheetCost(typed, claim.interest),),
        )
        for claim in (WHOLE, IN_PARTS)
    )
    return statement(
        *claims,
        head=DocumentHead(
            "fr",
            Creditor(typed, (typed,), typed, (typed,)),
            Debtor(typed, (typed, typed)),
            typed,
            date(2026, 11, 24),
        ),
        articles=(typed,),
        notes=(typed,),
        warnings=(typed,),
        transfer=TransferDetails(typed, typed, typed, typed),
    )


@pytest.mark.parametrize(
    "typed",
    [
        '#include "/etc/passwd"',
        '#read("layout.typ")',
        "#panic() #sys.inputs #import",
        "#set page(width: 1cm); #let x = 1",
        "$ x^2 / 0 $ *bold* _slanted_ `raw` <label> @label",
        "] } ) \" ' \\ \\u{41} // /* #",
        "= heading - item + item / term: x",
        "{words} {0} {day.year} %s",
    ],
)
def test_what_looks_like_an_instruction_is_printed(typed):
    said = squeezed(text(renderer.render(filled_with(typed))))
    assert said.count(squeezed(typed)) >= 15


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\0b\x1b[31mc", "ab[31mc"),
        ("two\nlines\r\nor\u2028three", "two lines or three"),
        ("Cafe\u0301", "Café"),
        ("\ud800 lone", f"{BOX} lone"),
        ("\ufeffmark \ue000 \uffff", f"mark {BOX} {BOX}"),
        ("evil\u202ereversed\u2066", "evilreversed"),
        ("株式会社", BOX * 4),
        ("👩\u200d👧 😀\ufe0f", f"{BOX}\u200d{BOX} 😀\ufe0f"),
        ("Łukasz Ψάρι Чехов", "Łukasz Ψάρι Чехов"),
        ("شركة", "\u2068شركة\u2069"),
    ],
)
def test_what_cannot_be_printed_leaves_a_box_or_nothing(typed, shown):
    assert printable(typed) == shown
    assert renderer.render(filled_with(typed))


def test_very_long_texts_go_on_and_on():
    word = "é" * 10_000
    found = pages(renderer.render(statement(notes=(word,), warnings=("mot " * 2500,))))
    assert len(found) > 1
    assert squeezed("".join(found)).count("é") > 9_900
    assert renderer.render(filled_with(word))


def test_amounts_keep_their_order_beside_words_from_right_to_left():
    sentence = filled(
        "{words}, {amount}, dont {principal}", words="שלום", amount="700,00", principal="669,30"
    )
    assert sentence == "\u2068שלום\u2069, 700,00, dont 669,30"


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_drawn(typed):
    assert renderer.render(filled_with(typed)).startswith(b"%PDF-")


def test_each_character_of_the_fonts_is_accepted_by_the_archive():
    every = [chr(code) for code in sorted(drawable())]
    lines = tuple(" ".join(every[start : start + 200]) for start in range(0, len(every), 200))
    assert renderer.render(statement(notes=lines, articles=lines))


@pytest.mark.parametrize(("length", "cut"), [(3, "ab…"), (4, "abcd"), (9, "abcd")])
def test_a_foot_has_room_for_so_much(length, cut):
    assert shortened("abcd", length) == cut


# --- words and figures


def keys(table):
    return {
        f"{name}.{inner}" if inner else name
        for name, value in table.items()
        for inner in (keys(value) if isinstance(value, dict) else {""})
    }


def test_both_languages_say_the_same_things():
    assert keys(words("fr")) == keys(words("en"))
    assert words("en-GB") is not words("fr-CA")
    assert words("de") == words("en")


@pytest.mark.parametrize(
    ("part", "known"),
    [("basis", Basis), ("rounding", Rounding), ("order", Order), ("confidence", Confidence)],
)
def test_each_convention_has_its_words(part, known):
    said = words("fr")["worksheet"] | words("fr")
    assert set(said[part]) == {value.value for value in known}


def test_each_article_of_french_law_says_what_it_says():
    rules = (late_payment.BUSINESS, late_payment.PUBLIC, late_payment.CONSUMER)
    cited = {article for rule in rules for article in rule.articles}
    assert cited <= set(words("fr")["articles"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_word_imitates_a_court_or_a_bailiff(language):
    everything = (FONTS.parent / "words" / f"{language}.toml").read_text("utf-8").casefold()
    for forbidden in (
        "sommation",
        "commandement",
        "huissier",
        "commissaire de justice",
        "summons",
        "bailiff",
    ):
        assert forbidden not in everything


@pytest.mark.parametrize(
    ("percent", "french", "english"),
    [
        ("12.15", "12,15\u202f%", "12.15%"),
        ("10", "10,00\u202f%", "10.00%"),
        ("8.1234", "8,1234\u202f%", "8.1234%"),
    ],
)
def test_rates_keep_their_decimals(percent, french, english):
    assert figures.rate(Decimal(percent), "fr") == french
    assert figures.rate(Decimal(percent), "en") == english


@pytest.mark.parametrize(
    ("units", "shown"),
    [
        ("39.341917808219", "39,3419"),
        ("0.00005", "0,0001"),
        ("-0.00005", "−0,0001"),
        ("1234.5", "1\u202f234,5000"),
    ],
)
def test_interest_before_rounding_shows_four_decimals(units, shown):
    assert figures.exact(Decimal(units), "fr") == shown


# --- fonts


def test_the_fonts_are_those_we_took():
    lines = (FONTS / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split() for line in lines)}
    assert set(listed) == {file.name for file in FONTS.iterdir() if file.suffix in {".otf", ".ttf"}}
    for name, digest in listed.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    ("licence", "says"),
    [
        ("OFL-source-sans-3.txt", "SIL OPEN FONT LICENSE"),
        ("OFL-baskervville.txt", "SIL OPEN FONT LICENSE"),
        ("LICENSE-dejavu.txt", "Bitstream Vera"),
    ],
)
def test_each_font_has_its_licence(licence, says):
    assert says in (FONTS / licence).read_text("utf-8")


def test_french_figures_can_be_drawn():
    assert {ord(character) for character in "0123456789\u202f\u00a0,€−%’…×÷" + BOX} <= drawable()
    assert ord("株") not in drawable()


def test_a_file_that_is_no_font_is_refused():
    with pytest.raises(ValueError, match="no such table"):
        characters(b"\0" * 64)


def test_only_our_fonts_are_used_and_all_are_inside():
    page = opened(renderer.render(statement())).pages[0]
    names = {font.get_object()["/BaseFont"].split("+")[1] for font in page["/Resources"]["/Font"].values()}
    assert names == {
        "SourceSans3-Regular-Identity-H",
        "SourceSans3-Semibold-Identity-H",
        "Baskervville-Regular",
    }
