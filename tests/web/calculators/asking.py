"""How tests ask the calculators: a plain client without session or database, and what a page says without markup."""

import html
import re

from django.test import Client

# The fact sheet's V1.1.
WHOLE = {"principal": "1200", "due": "2025-03-31", "until": "2025-08-15"}


def ask(path, *, lang="fr", client=None, **question):
    """The answer to a question; a list of values repeats its name."""
    named = {"lang": lang} if lang else {}
    return (client or Client()).get(f"/calculators{path}", {**named, **question})


def said(response):
    """The words of a page, blanks and entities as a reader sees them."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"\s+", " ", plain.replace("\u202f", " ").replace("\u00a0", " "))


def errors(response):
    """The sentence beside each field that has one, by the id of its field."""
    found = re.findall(r'<p class="error" id="([^"]+)_error">(.*?)</p>', response.content.decode(), re.DOTALL)
    return {
        name.removeprefix("id_"): re.sub(r"[\s\u202f]+", " ", html.unescape(words)) for name, words in found
    }
