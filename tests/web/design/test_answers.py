"""What every answer of the site carries, and what it says when it cannot do what was asked."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils import translation

from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.web import errors
from quitus.web.middleware import PreferencesMiddleware, content_policy
from quitus.web.preferences import chosen_language

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def refuse(request):
    raise Refused("currencies_differ", first="EUR", second="USD")


def forbid(request):
    raise PermissionDenied


def lose(request):
    raise Http404


def misread(request):
    raise BadRequest


def break_down(request):
    raise RuntimeError("the database is gone")


def preview(request):
    response = HttpResponse("a mail")
    response["Content-Security-Policy"] = content_policy(
        style_src="'unsafe-inline'", frame_ancestors="'self'"
    )
    return response


urlpatterns = [
    path("", include("quitus.web.urls")),
    path("refuse", refuse),
    path("forbid", forbid),
    path("lose", lose),
    path("misread", misread),
    path("break", break_down),
    path("preview", preview),
]
handler400 = "quitus.web.errors.bad_request"
handler403 = "quitus.web.errors.forbidden"
handler404 = "quitus.web.errors.not_found"
handler500 = "quitus.web.errors.failed"


@pytest.fixture
def site():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False, headers={"accept-language": "fr"})


def test_every_answer_carries_the_content_policy(site):
    for address in ("/styleguide", "/nowhere", "/refuse", "/break"):
        assert site.get(address).headers["Content-Security-Policy"] == POLICY


def test_a_view_may_need_another_policy(site):
    policy = site.get("/preview").headers["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self'" in policy


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/refuse", 422, "On ne peut pas additionner EUR et USD. Traitez chaque devise à part."),
        ("/forbid", 403, "Votre rôle ne le permet pas."),
        ("/lose", 404, "Cette page n’existe pas, ou plus."),
        ("/misread", 400, "Cette demande n’a pas pu être lue."),
        ("/break", 500, "Rien n’a été fait à moitié"),
    ],
)
def test_a_page_says_what_is_wrong_and_where_to_go(site, address, status, words):
    answer = site.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert '<html lang="fr">' in page
    assert 'href="/"' in page
    assert "the database is gone" not in page


@pytest.mark.parametrize("address", ["/refuse", "/forbid", "/lose", "/misread", "/break"])
def test_htmx_gets_a_message_for_the_corner_of_its_page(site, address):
    whole = site.get(address)
    answer = site.get(address, headers={"HX-Request": "true"})
    assert answer.status_code == whole.status_code
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert answer.headers["HX-Reswap"] == "beforeend"
    assert answer.content.decode().startswith('<div class="toast" role="alert">')


def test_the_corner_exists_on_every_page(site):
    assert 'id="toasts"' in site.get("/styleguide").content.decode()


def test_an_answer_speaks_english_to_who_reads_english(site):
    page = site.get("/refuse", headers={"accept-language": "en-GB"}).content.decode()
    assert "EUR and USD cannot be added. Handle each currency by itself." in page
    assert '<html lang="en">' in page


def test_a_refusal_writes_its_amounts_as_people_read_them():
    refusal = Refused("amount_too_large", amount=Money(-123_456, "EUR"))
    with translation.override("fr"):
        assert "Le montant −1\u202f234,56\xa0€ est trop grand" in errors.refusal_sentence(refusal)
    with translation.override("en"):
        assert "The amount −€1,234.56 is too large" in errors.refusal_sentence(refusal)


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://testserver/clients/3", "http://testserver/clients/3"),
        ("https://elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_never_leads_out(site, referrer, back):
    page = site.get("/refuse", headers={"referer": referrer}).content.decode()
    assert f'<a class="btn primary" href="{back}">' in page


def test_a_forged_host_is_answered_in_words(site):
    answer = site.get("/styleguide", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "Cette demande n’a pas pu être lue." in answer.content.decode()


def test_an_old_form_is_answered_in_words():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/preferences", {"theme": "dark"}, headers={"accept-language": "fr"})
    assert answer.status_code == 403
    assert "Cette page était ouverte depuis trop longtemps." in answer.content.decode()


def test_choices_are_kept_on_the_device(site):
    answer = site.post(
        "/preferences", {"theme": "dark", "keys": "off", "language": "en", "next": "/styleguide"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/styleguide")
    cookie = answer.cookies["quitus_theme"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("dark", True, "Lax")
    page = site.get("/styleguide").content.decode()
    assert '<html lang="en" data-theme="dark" data-keys="off">' in page


def test_the_theme_of_the_device_is_a_choice_too(site):
    site.post("/preferences", {"theme": "dark"})
    site.post("/preferences", {"theme": ""})
    assert '<html lang="fr">' in site.get("/styleguide").content.decode()


@pytest.mark.parametrize(
    "sent", [{"theme": "neon"}, {"language": "xx"}, {"keys": "maybe"}, {"theme": '"><script>'}, {}]
)
def test_what_is_no_choice_changes_nothing(site, sent):
    assert not site.post("/preferences", sent).cookies


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_choosing_never_leads_out(site, target):
    assert site.post("/preferences", {"theme": "dark", "next": target}).headers["Location"] == "/"


def test_choosing_is_no_link(site):
    assert site.get("/preferences").status_code == 405


@pytest.mark.parametrize(
    ("user", "cookie", "accepts", "language"),
    [
        (SimpleNamespace(language="en"), "fr", "fr", "en"),
        (SimpleNamespace(language=""), "en", "fr", "fr"),
        (SimpleNamespace(), "", "fr", "fr"),
        (SimpleNamespace(language="xx"), "", "fr", "fr"),
    ],
)
def test_a_signed_in_user_reads_their_own_language(user, cookie, accepts, language):
    request = RequestFactory().get("/", headers={"accept-language": accepts})
    request.user = user
    heard = []

    def page(_request):
        heard.append(translation.get_language())
        return HttpResponse()

    with translation.override(accepts):
        PreferencesMiddleware(page)(request)
    assert heard == [language]


@pytest.mark.parametrize(
    ("cookie", "accepts", "language"),
    [
        ("en", "fr", "en"),
        ("fr", "en", "fr"),
        ("", "en", "en"),
        ("", "de", "fr"),
        ("", "", "fr"),
        ("xx", "en", "en"),
    ],
)
def test_others_read_what_they_chose_or_what_their_browser_asks_for(cookie, accepts, language):
    visitor = Client(headers={"accept-language": accepts})
    if cookie:
        visitor.cookies["quitus_language"] = cookie
    assert f'<html lang="{language}"' in visitor.get("/styleguide").content.decode()


def test_a_page_may_ask_what_was_chosen_on_this_device():
    request = RequestFactory().get("/")
    assert chosen_language(request) == ""
    request.COOKIES["quitus_language"] = "en"
    assert chosen_language(request) == "en"
    request.COOKIES["quitus_language"] = "xx"
    assert chosen_language(request) == ""
