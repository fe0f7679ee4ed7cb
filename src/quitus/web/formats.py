"""The screens' name for `ports/formats.py`, where messages find the same words for amounts and dates."""

from quitus.ports.formats import *  # noqa: F403
