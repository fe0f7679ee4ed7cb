"""What must hold in every template and style sheet, whoever writes the next one."""

import hashlib
import re
from pathlib import Path

import django_htmx
import pytest
from django.template import Library
from django.template.loader import get_template

from quitus.web.icons import symbols
from quitus.web.templatetags import quitus

WEB = Path(quitus.__file__).parents[1]
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
# A mail carries its own style, which is written into its elements when it leaves.
SCREENS = [file for file in TEMPLATES if "mail" not in file.relative_to(WEB / "templates").parts]
STATIC = WEB / "static"
COMPONENTS = {file.stem for file in (WEB / "templates" / "components").glob("*.html")}


def named(file):
    return str(file.relative_to(WEB))


each_screen = pytest.mark.parametrize("file", SCREENS, ids=named)


@each_screen
def test_no_style_and_no_script_inside_a_screen(file):
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"(?:href|src|action)=[\"']javascript:", text)
    assert not re.search(r"\bhx-(?:on|vals|headers)[a-z:-]*=[\"']js:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert " src=" in script


@each_screen
def test_a_screen_fetches_nothing_from_elsewhere(file):
    assert not re.search(r"(?:src|srcset)=[\"'](?:https?:)?//", file.read_text(encoding="utf-8"))


@each_screen
def test_every_icon_and_component_that_a_screen_names_exists(file):
    text = file.read_text(encoding="utf-8")
    icons = re.findall(r"{%\s*icon\s+\"([^\"]+)\"", text) + re.findall(r"\bicon=\"([^\"]+)\"", text)
    known = symbols()
    for name in icons:
        assert (name if name.startswith("s-") else f"i-{name}") in known, name
    for name in re.findall(r"{%\s*component\s+\"([^\"]+)\"", text):
        assert name in COMPONENTS, name
    for status in re.findall(r"{%\s*pill\s+\"([^\"]+)\"", text):
        assert status in quitus.STATUSES, status


@each_screen
def test_every_screen_can_be_read_by_the_engine(file):
    get_template(str(file.relative_to(WEB / "templates")))


@each_screen
def test_every_form_that_changes_something_carries_its_token(file):
    text = file.read_text(encoding="utf-8")
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL):
        assert "{% csrf_token %}" in form


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_every_component_says_what_it_takes(name):
    text = (WEB / "templates" / "components" / f"{name}.html").read_text(encoding="utf-8")
    assert text.startswith("{% comment %}")


def test_every_component_is_in_the_style_guide():
    shown = "".join(
        file.read_text(encoding="utf-8") for file in (WEB / "templates" / "styleguide").glob("*.html")
    )
    inside = "".join(file.read_text(encoding="utf-8") for file in (WEB / "templates").rglob("*.html"))
    through_a_tag = {"field", "fields", "field_words", "gauge", "pagination", "pill"}
    for name in COMPONENTS - through_a_tag:
        used_here = f'{{% component "{name}"' in shown
        assert used_here or f'{{% component "{name}"' in inside, name
    for name in through_a_tag - {"fields", "field_words"}:
        assert f"{{% {name} " in shown, name


def test_the_tags_do_not_hide_those_of_django():
    from django.template import defaultfilters, defaulttags, loader_tags
    from django.templatetags import i18n, static

    ours: Library = quitus.register
    for library in (
        defaultfilters.register,
        defaulttags.register,
        loader_tags.register,
        i18n.register,
        static.register,
    ):
        assert not set(ours.tags) & set(library.tags)
        assert not set(ours.filters) & set(library.filters)


def test_only_the_tokens_know_a_colour():
    sheet = re.sub(
        r"/\*.*?\*/", "", (STATIC / "quitus" / "components.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    found = re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\([^)]*\)|\boklch\([^)]*\)|\bhsl\([^)]*\)", sheet)
    # A QR code is read by a machine, in black on white; print is white paper; a veil is no ink.
    assert set(found) <= {"#fff", "#000", "#999", "#hatch", "rgb(20 17 10 / .5)", "rgb(128 120 110 / .3)"}


def test_every_token_that_is_used_is_declared():
    tokens = (STATIC / "quitus" / "tokens.css").read_text(encoding="utf-8")
    declared = set(re.findall(r"(--[a-z0-9-]+)\s*:", tokens))
    components = (STATIC / "quitus" / "components.css").read_text(encoding="utf-8")
    local = set(re.findall(r"(--[a-z0-9-]+)\s*:", components))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", components + tokens)) <= declared | local


def test_every_file_that_a_style_sheet_names_is_there():
    for sheet in ("tokens.css", "components.css"):
        text = (STATIC / "quitus" / sheet).read_text(encoding="utf-8")
        for address in re.findall(r"url\(\"([^\"#]+)\"\)", text):
            assert (STATIC / "quitus" / address).is_file(), address


def test_what_we_took_from_others_is_what_we_took():
    vendor = STATIC / "vendor"
    lines = (vendor / "CHECKSUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split() for line in lines)}
    present = {str(file.relative_to(vendor)) for file in vendor.rglob("*") if file.is_file()} - {"CHECKSUMS"}
    assert set(listed) == present
    for name, digest in listed.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest


def test_htmx_is_the_copy_that_came_with_its_locked_package():
    theirs = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-4.min.js"
    assert (STATIC / "vendor" / "htmx" / "htmx.min.js").read_bytes() == theirs.read_bytes()


@pytest.mark.parametrize(
    "licence",
    [
        "static/vendor/htmx/LICENSE",
        "static/quitus/fonts/OFL-source-sans-3.txt",
        "static/quitus/fonts/OFL-baskervville.txt",
        "icons/LICENSE-lucide.txt",
    ],
)
def test_what_we_took_from_others_carries_its_licence(licence):
    assert len((WEB / licence).read_text(encoding="utf-8")) > 400
