"""The guide in two languages: the same chapters, links that lead somewhere, pictures that are there and small."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/guide"
LANGUAGES = ("en", "fr")
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
MEGABYTE = 1024 * 1024


def links(page):
    return LINK.findall(page.read_text(encoding="utf-8"))


def chapters(language):
    return sorted(page.name for page in (GUIDE / language).glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_of_the_documents_leads_somewhere(page):
    for target in links(page):
        if not re.match(r"https?:|mailto:", target):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_both_languages_have_the_same_chapters_with_the_same_pictures():
    assert chapters("fr") == chapters("en")
    for name in chapters("en"):
        english, french = links(GUIDE / "en" / name), links(GUIDE / "fr" / name)
        assert [one.replace("/en-", "/fr-").replace("../fr/", "../en/") for one in english] == [
            one.replace("../fr/", "../en/") for one in french
        ], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_name_every_chapter_in_order(language):
    named = [one for one in links(GUIDE / language / "README.md") if not one.startswith("..")]
    assert named == [name for name in chapters(language) if name != "README.md"]


def test_every_picture_is_shown_in_its_language_and_they_are_small_together():
    pictures = sorted((GUIDE / "images").iterdir())
    shown = {
        (GUIDE / language / target).resolve()
        for language in LANGUAGES
        for name in chapters(language)
        for target in links(GUIDE / language / name)
        if "/images/" in target
    }
    assert {picture.resolve() for picture in pictures} == shown
    assert sum(picture.stat().st_size for picture in pictures) < 3 * MEGABYTE
