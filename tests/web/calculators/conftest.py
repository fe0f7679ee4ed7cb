"""A running site of the whole product, for a browser; nobody signs in, and no database is there."""

import threading
from wsgiref.simple_server import make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler

from quitus.web.catalogs import compile_catalogs
from tests.web.design.conftest import Quiet, Server, browser, visit

__all__ = ["browser", "visit"]


@pytest.fixture(scope="session", autouse=True)
def _compiled_words():
    compile_catalogs()


@pytest.fixture(scope="module")
def site():
    """The address of the site."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=Server, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
