"""The pages as HTML: every element closed in its place, every id once, every reference to something there."""

from html.parser import HTMLParser

import pytest
from django.test import Client, override_settings

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "commandfor", "form", "list")
PAGES = [
    "/styleguide",
    "/account/login/",
    "/account/password/reset/",
    "/account/signup/",
    "/buttons",
    "/portal",
    "/no",
]


class Reader(HTMLParser):
    """Gathers what is wrong with the order of tags, the ids, and what refers to them."""

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.ids, self.references = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if len(attributes) != len(attrs):
            self.faults.append(f"an attribute twice in {self.get_starttag_text()}")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        for name in REFERENCES:
            self.references += (attributes.get(name) or "").split()
        if tag in ("a", "use") and (attributes.get("href") or "").startswith("#"):
            self.references += [attributes["href"][1:]] if len(attributes["href"]) > 1 else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes {self.open[-1:]}")
        else:
            self.open.pop()


@pytest.fixture(scope="module")
def read():
    with override_settings(ROOT_URLCONF="tests.web.design.small_site"):

        def read(address, language):
            reader = Reader()
            reader.feed(Client().get(address, headers={"accept-language": language}).content.decode())
            return reader

        yield read


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_well_formed(read, address, language):
    page = read(address, language)
    assert page.faults == []
    assert page.open == []


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_references_lead_somewhere(read, address):
    page = read(address, "fr")
    assert sorted(page.ids) == sorted(set(page.ids))
    assert set(page.references) - set(page.ids) == set()


def test_the_reader_sees_what_is_wrong():
    reader = Reader()
    reader.feed('<p><b id="a"></p><a href="#nowhere" id="a"></a>')
    assert reader.faults == ["</p> at (1, 13) closes ['b']"]
    assert reader.ids == ["a", "a"]
    assert reader.references == ["nowhere"]
