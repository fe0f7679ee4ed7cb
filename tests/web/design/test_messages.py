"""The screens' words: complete in every language, gathered and compiled without any program but Python."""

import gettext
import os
from pathlib import Path

import pytest

from quitus.web import catalogs
from tools import check_messages, messages


def test_every_sentence_of_the_screens_exists_in_every_language(capsys):
    assert check_messages.main([]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Une question ?", "Une question\u202f?"),
        ("Rien n'est fait ; tout va bien !", "Rien n’est fait\u202f; tout va bien\u202f!"),
        ("Total : « dix »", "Total\xa0: «\xa0dix\xa0»"),
        ("à 14:30, d’ici là", "à 14:30, d’ici là"),
        ('<a href="%(u)s">%(n)s</a>', '<a href="%(u)s">%(n)s</a>'),
    ],
)
def test_french_is_typeset_as_it_is_printed(typed, printed, tmp_path):
    said, catalog = messages.read("fr", tmp_path), messages.read("fr", tmp_path)
    for sentence, translation in (("One", typed), (("Two", "Twos"), (typed, typed))):
        said.add(sentence)
        catalog.add(sentence, translation)
    for _ in ("once", "and once more"):
        messages.renewed(catalog, said)
        assert catalog.get("One").string == printed
        assert catalog.get("Two").string == (printed, printed)


@pytest.fixture
def house(tmp_path):
    """A small source with a template and a module, in the shape that the tool expects."""
    templates = tmp_path / "quitus" / "web" / "templates"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(
        '{% load i18n %}\n    <p>{% translate "Hello" %}</p>\n  {% translate "Paid" context "stamp" %}\n'
        "{% blocktranslate count n=2 %}one line{% plural %}{{ n }} lines{% endblocktranslate %}\n",
        encoding="utf-8",
    )
    (tmp_path / "quitus" / "rules.py").write_text(
        "from django.utils.translation import gettext_lazy as _, pgettext_lazy\n"
        '_("Bank")\npgettext_lazy("status", "late")\n',
        encoding="utf-8",
    )
    return tmp_path / "quitus"


def test_sentences_come_from_templates_and_from_python(house):
    found = {(message.context, message.id) for message in messages.gathered(house) if message.id}
    assert found == {
        (None, "Hello"),
        ("stamp", "Paid"),
        (None, ("one line", "%(n)s lines")),
        (None, "Bank"),
        ("status", "late"),
    }


def test_a_catalog_keeps_what_is_said_and_drops_what_is_not(house, tmp_path):
    catalog = messages.read("fr", tmp_path / "none")
    catalog.add("Hello", "Bonjour")
    catalog.add("Gone", "Parti")
    renewed = messages.renewed(catalog, messages.gathered(house))
    assert renewed.get("Hello").string == "Bonjour"
    assert renewed.get("Gone") is None
    assert b"Gone" not in messages.text(renewed)


def test_a_catalog_is_written_the_same_twice(house, tmp_path):
    template = messages.gathered(house)
    first = messages.text(messages.renewed(messages.read("fr", tmp_path / "none"), template))
    file = messages.path("fr", tmp_path)
    file.parent.mkdir(parents=True)
    file.write_bytes(first)
    assert messages.text(messages.renewed(messages.read("fr", tmp_path), template)) == first
    assert b"fuzzy" not in first


def test_what_a_person_must_still_do_is_named(tmp_path):
    catalog = messages.read("fr", tmp_path / "none")
    catalog.add("Hello")
    catalog.add("Unsure", "Peut-être", flags=["fuzzy"])
    catalog.add("%(n)s lines", "lignes", flags=["python-format"])
    catalog.add(("one", "many"), ("une", ""))
    catalog.add("Fine", "Bien")
    assert list(messages.faults(catalog)) == [
        "not translated: Hello",
        "unsure: Unsure",
        "placeholders differ: %(n)s lines",
        "not translated: one",
    ]


def french(folder):
    with (folder / "fr" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_a_catalog_is_compiled_where_it_may_be_written(tmp_path):
    target = tmp_path / "elsewhere"
    assert catalogs.compile_catalogs(into=target) == target
    assert french(target).gettext("Aged balance") == "Balance âgée"
    assert french(target).ngettext("%d thing to do", "%d things to do", 0) == "%d chose à faire"
    assert [file.name for file in target.rglob("*") if file.is_file()] == ["django.mo"]


def test_only_a_changed_catalog_is_compiled_again(tmp_path):
    source = tmp_path / "locale"
    catalog = source / "fr" / "LC_MESSAGES" / "django.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Bank"\nmsgstr "Banque"\n'
    )
    compiled = catalogs.compile_catalogs(source) / "fr" / "LC_MESSAGES" / "django.mo"
    assert french(source).gettext("Bank") == "Banque"

    before = compiled.stat().st_mtime_ns
    catalogs.compile_catalogs(source)
    assert compiled.stat().st_mtime_ns == before

    catalog.write_text(catalog.read_text().replace("Banque", "La banque"))
    os.utime(catalog, ns=(before + 10**9, before + 10**9))
    catalogs.compile_catalogs(source)
    assert french(source).gettext("Bank") == "La banque"


def test_every_language_of_the_site_but_english_has_a_catalog(settings):
    assert {language for language, _name in settings.LANGUAGES} == {"en", *messages.LANGUAGES}
    for language in messages.LANGUAGES:
        assert Path(messages.path(language)).is_file()
