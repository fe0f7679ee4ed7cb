"""The screens' words, compiled before the first page is asked for."""

from django.conf import settings

from quitus.config.postgres import quitus_home
from quitus.web.catalogs import compile_catalogs


def make_words_readable() -> None:
    """Compile the catalogs beside their sources; in the home folder where Quitus was installed by another user."""
    try:
        compile_catalogs()
    except OSError:
        settings.LOCALE_PATHS = [compile_catalogs(into=quitus_home() / "locale")]
