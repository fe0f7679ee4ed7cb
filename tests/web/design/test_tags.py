"""The words of the templates, rendered by Django's own engine as the site does it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.exceptions import TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation

from quitus.domain.money import Money
from quitus.web.templatetags.quitus import STATUSES


def render(source, language="fr", **values):
    with translation.override(language):
        return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "value", "french", "english"),
    [
        ("{{ x|money }}", Money(123_456, "EUR"), "1\u202f234,56\xa0€", "€1,234.56"),
        ("{{ x|money_rounded }}", Money(190_000, "EUR"), "1\u202f900\xa0€", "€1,900"),
        ("{{ x|money_typed }}", Money(264_000, "EUR"), "2640,00", "2640.00"),
        ("{{ x|number }}", 20_000, "20\u202f000", "20,000"),
        ("{{ x|percent }}", Decimal("0.996"), "99,6\u202f%", "99.6%"),
        ("{{ x|in_words|capfirst }}", 4, "Quatre", "Four"),
        ("{{ x|day }}", date(2026, 11, 24), "mardi 24\xa0novembre", "Tuesday 24\xa0November"),
        ("{{ x|full_date }}", date(2026, 11, 24), "24\xa0novembre 2026", "24\xa0November 2026"),
        ("{{ x|short_day }}", date(2026, 12, 1), "1er\xa0déc.", "1\xa0Dec"),
        ("{{ x|iban }}", "FR7630006000011234567890189", *["FR76 3000 6000 0112 3456 7890 189"] * 2),
        ("{{ x|reference }}", "RF95SM20261127", *["RF95 SM20 2611 27"] * 2),
    ],
)
def test_a_filter_speaks_the_language_of_the_page(source, value, french, english):
    assert render(source, "fr", x=value) == french
    assert render(source, "en", x=value) == english


@pytest.mark.parametrize(
    "name",
    ["money", "money_rounded", "money_typed", "number", "percent", "day", "full_date", "month", "clock_time"],
)
def test_nothing_is_shown_for_nothing(name):
    assert render(f"{{{{ x|{name} }}}}", x=None) == ""


def test_zero_is_an_amount():
    assert (
        render('{% component "stat" label="Reste" amount=x / %}', x=Money(0, "EUR")).count("0,00\xa0€") == 1
    )


def test_a_moment_is_shown_in_the_zone_of_the_page():
    late_evening = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Paris")):
        assert (
            render("{{ x|day }}, {{ x|clock_time }}", x=late_evening) == "mardi 24\xa0novembre, 0\xa0h\xa030"
        )
        assert render("{{ x|relative_day:t }}", x=late_evening, t=date(2026, 11, 24)) == "aujourd’hui"


@pytest.mark.parametrize(
    ("status", "tone", "shape", "french", "english"),
    [
        ("due", "pill", "s-due", "à venir", "to come"),
        ("late", "pill late", "s-late", "en retard", "late"),
        ("part", "pill wait", "s-part", "payée en partie", "partly paid"),
        ("paid", "pill paid", "s-paid", "payée", "paid"),
        ("promise", "pill mine", "s-promise", "promise", "promised"),
        ("dispute", "pill wait", "s-dispute", "contestée", "contested"),
        ("hold", "pill", "s-hold", "en pause", "on hold"),
        ("auto", "pill mine", "s-auto", "prélevée", "collected by debit"),
    ],
)
def test_a_status_is_a_word_and_a_shape(status, tone, shape, french, english):
    source = f'{{% sprite %}}{{% pill "{status}" %}}{{% endsprite %}}'
    for language, word in (("fr", french), ("en", english)):
        page = render(source, language)
        assert f'<span class="{tone}">' in page
        assert f'<use href="#{shape}"/></svg>{word}</span>' in page
        assert page.count(f'<symbol id="{shape}"') == 1


def test_no_two_statuses_share_a_shape():
    assert len({shape for _tone, shape, _word in STATUSES.values()}) == len(STATUSES)


def test_a_status_takes_better_words_and_escapes_them():
    assert "en retard de 12 jours &lt;b&gt;</span>" in render(
        '{% pill "late" x %}', x="en retard de 12 jours <b>"
    )


def test_an_unknown_status_is_a_mistake_of_the_template():
    with pytest.raises(KeyError):
        render('{% pill "unknown" %}')


def test_a_page_carries_each_icon_that_it_uses_once():
    page = render('{% sprite %}{% icon "mail" %}{% icon "mail" %}{% icon "check" %}{% endsprite %}')
    assert page.count('<use href="#i-mail"/>') == 2
    assert page.count('<symbol id="i-mail"') == 1
    assert page.count('<symbol id="i-check"') == 1
    assert page.count("<symbol") == 2
    assert page.index("<symbol") < page.index("<use")


def test_icons_inside_components_are_gathered_too():
    page = render('{% sprite %}{% component "note" %}{% pill "paid" %}{% endcomponent %}{% endsprite %}')
    assert '<symbol id="i-info"' in page
    assert '<symbol id="s-paid"' in page


def test_a_fragment_draws_its_icons_in_place():
    fragment = render('{% component "note" icon="mail" %}x{% endcomponent %}')
    assert "<use" not in fragment
    assert 'viewBox="0 0 24 24" aria-hidden="true"><path d="m22 7' in fragment


def test_an_unknown_icon_is_a_mistake_of_the_template():
    with pytest.raises(KeyError):
        render('{% icon "no-such-icon" %}')


def test_a_component_sees_only_what_it_is_given():
    source = '{% component "fold" title="Promettre" %}corps{% endcomponent %}'
    assert "de la page" not in render(source, hint="de la page", icon="mail", name="de la page")


def test_a_component_knows_the_business_date_of_its_page():
    source = '{% component "event" icon="mail" on=on %}Relance{% endcomponent %}'
    page = render(source, on=date(2025, 6, 1), today=date(2026, 11, 24))
    assert '<time datetime="2025-06-01">dimanche 1er\xa0juin 2025</time>' in page


def test_fills_reach_their_place_and_the_body_its_own():
    source = (
        '{% component "task" title="Appeler" %}Pourquoi.'
        '{% fill "actions" %}<a href="#">{{ x }}</a>{% endfill %}{% endcomponent %}'
    )
    page = render(source, x="<Oui>")
    assert "<p>Pourquoi.</p>" in page
    assert '<div class="row"><a href="#">&lt;Oui&gt;</a></div>' in page


@pytest.mark.parametrize(
    "source",
    [
        '{% fill "actions" %}x{% endfill %}',
        '{% component "note" "late" / %}',
        "{% component note / %}",
    ],
)
def test_a_misused_component_is_refused(source):
    with pytest.raises(TemplateSyntaxError):
        render(source)


def test_what_people_wrote_is_escaped():
    page = render('{% component "item" icon="mail" title=x sub=x / %}', x="<script>")
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 2


def test_the_stamp_is_dated_or_small():
    assert '<time datetime="2026-11-23">23\xa0novembre 2026</time>' in render(
        '{% component "stamp" on=x / %}', x=date(2026, 11, 23)
    )
    assert render('{% component "stamp" / %}').strip() == '<span class="stamp small">Acquitté</span>'


@pytest.mark.parametrize(("share", "width"), [("0.62", 186), ("0", 0), ("1", 300), ("1.4", 300), ("-0.1", 0)])
def test_a_gauge_never_leaves_its_rule(share, width):
    assert f'<rect class="fg" width="{width}" height="10"/>' in render("{% gauge x %}", x=Decimal(share))


def test_a_gauge_without_words_is_decorative():
    assert 'aria-hidden="true"' in render("{% gauge x %}", x=Decimal("0.5"))
    assert 'role="img" aria-label="la moitié"' in render('{% gauge x "la moitié" %}', x=Decimal("0.5"))


def test_the_qr_code_is_a_drawing_with_a_name():
    drawing = render("{% qr x y %}", x="BCD\n002", y="Virement & co")
    assert drawing.startswith(
        '<svg role="img" viewBox="0 0 25 25" class="qr"><title>Virement &amp; co</title>'
    )


def pages(query, page):
    request = RequestFactory().get(f"/clients?{query}")
    listed = Paginator(range(912), 50).page(page)
    with translation.override("fr"):
        return Template("{% pagination page %}").render(RequestContext(request, {"page": listed}))


def test_pages_keep_the_search():
    middle = pages("q=berthier&page=2", 2)
    assert 'rel="prev" href="?q=berthier&amp;page=1"' in middle
    assert 'rel="next" href="?q=berthier&amp;page=3"' in middle
    assert "51 à 100 sur 912" in middle


def test_the_first_and_the_last_page_have_one_way_out():
    assert "prev" not in pages("", 1)
    assert "next" not in pages("", 19)


class Payment(forms.Form):
    amount = forms.CharField(label="Montant", help_text="En euros.")
    note = forms.CharField(label="Note", required=False, widget=forms.TextInput({"placeholder": "Note"}))
    joined = forms.BooleanField(label="Joindre", required=False)
    channel = forms.ChoiceField(label="Canal", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")


def test_a_field_is_tied_to_its_help_and_its_errors():
    form = Payment({"note": "x"})
    page = render("{% field form.amount %}", form=form)
    assert '<div class="field bad">' in page
    assert '<label for="id_amount">Montant</label>' in page
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<div class="hint" id="id_amount_helptext">En euros.</div>' in page
    assert '<p class="error" id="id_amount_error">' in page


def test_what_may_stay_empty_says_so_and_a_placeholder_never_repeats_the_label():
    page = render("{% field form.note %}", form=Payment())
    assert "(facultatif)" in page
    assert "placeholder" not in page


def test_each_kind_of_field_has_its_shape():
    form = Payment()
    assert '<div class="money"><input' in render('{% field form.amount kind="money" %}', form=form)
    assert 'inputmode="decimal"' in render('{% field form.amount kind="money" %}', form=form)
    assert '<label class="check"><input type="checkbox"' in render("{% field form.joined %}", form=form)
    assert "<legend>Canal</legend>" in render("{% field form.channel %}", form=form)
    assert render("{% field form.secret %}", form=form).startswith('<input type="hidden"')


def test_a_help_given_by_the_template_is_tied_too():
    page = render('{% field form.note hint="Un mot." %}', form=Payment())
    assert 'aria-describedby="id_note_helptext"' in page
    assert "Un mot." in page


def test_a_form_says_first_what_is_wrong_with_the_whole_of_it():
    form = Payment({"amount": "1", "channel": "a", "secret": "s"})
    form.add_error(None, "Ce montant dépasse le reste dû.")
    page = render("{% fields form %}", form=form)
    assert page.index('role="alert"') < page.index("Montant")
    assert "Ce montant dépasse le reste dû." in page


def entries(path, **counts):
    request = SimpleNamespace(path=path, COOKIES={})
    each = "{{ entry.label }}={{ entry.count }},{{ entry.waiting }};"
    source = f"{{% navigation as places %}}{{% for entry in places.main %}}{each}{{% endfor %}}"
    return render(source, request=request, counts=counts)


def test_the_navigation_says_what_waits():
    assert entries("/", today=4, bank=1).split(";")[:4] == [
        "Aujourd’hui=4,4 choses à faire",
        "On me doit=0,",
        "Clients=0,",
        "Banque=1,1 ligne à confirmer",
    ]


@pytest.mark.parametrize(
    ("cookies", "attributes"),
    [
        ({}, ""),
        ({"quitus_theme": "dark"}, ' data-theme="dark"'),
        ({"quitus_theme": "light", "quitus_keys": "off"}, ' data-theme="light" data-keys="off"'),
        ({"quitus_theme": '"><script>'}, ""),
    ],
)
def test_the_page_wears_what_its_reader_chose(cookies, attributes):
    assert render("{% preferences %}", request=SimpleNamespace(COOKIES=cookies)) == attributes
