"""A browser on a small site of our own: the style guide, the doors, and pages that only tests need."""

import shutil
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from quitus.web.catalogs import compile_catalogs


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Nothing: the tests say what matters."""


@pytest.fixture(scope="session", autouse=True)
def _compiled_words():
    compile_catalogs()


@pytest.fixture(scope="module")
def site():
    """The address of a running site that needs no database."""
    with override_settings(ROOT_URLCONF="tests.web.design.small_site"):
        server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=Server, handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("needs Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, site):
    """A function that opens an address in a fresh window; each console error fails the test."""
    opened, said = [], []

    def visit(address, *, size=(1280, 900), cookies=None, **options):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="fr-FR", reduced_motion="reduce", **options
        )
        opened.append(context)
        context.add_cookies(
            [{"name": name, "value": value, "url": site} for name, value in (cookies or {}).items()]
        )
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site}{address}")
        return page

    visit.said = said
    yield visit
    for context in opened:
        context.close()
    assert said == []
