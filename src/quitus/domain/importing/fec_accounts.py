"""Who is meant by a client's account in a FEC: its auxiliary account, or an account of their own."""

from dataclasses import dataclass

from quitus.domain.importing.fec_files import FecLine
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.text import clean, name_key, plain, shown

# Of labels in the chart, and of accounts for whoever comes by: no name stands there.
_GENERAL_WORDS = """
creance creances compte comptes client clients collectif collectifs collective general generaux auxiliaire
auxiliaires rattache rattaches divers diverses autre autres vente ventes bien biens prestation prestations service
services travaux marchandises produits facture factures comptoir passage occasionnel occasionnels particulier
particuliers professionnel professionnels prive prives public publics france francais etranger etrangers export
intracommunautaire intracommunautaires ue cee b2b b2c ht ttc eur euro euros sur de des du d et ou en a la le les l
customer customers receivable receivables trade account accounts
"""
_OF_NOBODY = frozenset(_GENERAL_WORDS.split())


@dataclass(slots=True)
class FecClient:
    """One client as the file has it; `place` is its own, `name` the first that a line gives.

    `own_account`: without an auxiliary account.
    """

    place: int
    code: str
    name: str
    account: str
    own_account: bool


class FecClients:
    """Tells clients apart, and finds each again by what its lines say.

    The auxiliary account decides, else its label, else the account. The name is the first that was given; another
    one is told.
    """

    def __init__(self) -> None:
        self.notices: list[Problem] = []
        self._by_words: dict[tuple[str, str, str], FecClient] = {}  # as they stand in the file
        self._by_key: dict[tuple[str, str], FecClient] = {}
        self._with_auxiliaries: set[str] = set()

    def of(self, line: FecLine) -> FecClient:
        """The client of a line."""
        words = (line.client, line.client_label, line.account)
        client = self._by_words.get(words)
        if client is None:
            client = self._by_words[words] = self._client(line)
        return client

    def is_nobody(self, client: FecClient) -> bool:
        """Whether the account may be anybody's: others have auxiliary accounts there, or its label names nobody."""
        if not client.own_account:
            return False
        return client.account in self._with_auxiliaries or _names_nobody(client.name)

    def _client(self, line: FecLine) -> FecClient:
        code, name = clean(line.client), clean(line.client_label)
        own_account = not code and not name
        if own_account:
            code, name = clean(line.account), clean(line.account_label)
        else:
            self._with_auxiliaries.add(clean(line.account))
        key = ("code", code.casefold()) if code else ("name", name_key(name))
        if own_account:
            key = ("account", code.casefold())
        known = self._by_key.get(key)
        if known is None:
            known = FecClient(len(self._by_key), code, name, clean(line.account), own_account)
            self._by_key[key] = known
        elif not known.name:
            known.name = name
        elif name and name_key(name) != name_key(known.name):
            facts = {"account": shown(code), "first_name": shown(known.name), "name": shown(name)}
            self.notices.append(Problem("import_fec_client_renamed", line.line, "CompAuxLib", facts=facts))
        return known


def is_retention(label: str) -> bool:
    """Whether an account holds what clients keep back until a guarantee ends: due a year later, not to be chased."""
    words = plain(label) if "arantie" in label or "ARANTIE" in label else ""
    return "garantie" in words and "reten" in words


def _names_nobody(label: str) -> bool:
    return all(word.isdigit() or word in _OF_NOBODY for word in name_key(label).split())
