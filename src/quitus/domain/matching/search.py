"""Candidates for many lines: in-memory indexes over the stored keys, and a run that gives nothing twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from quitus.domain.matching.decide import DEFAULT, NOTHING, Thresholds, decide
from quitus.domain.matching.facts import Candidates, ClientKnown, LineFacts, OpenInstalment, Verdict
from quitus.domain.matching.keys import KeySet, client_keys, line_keys, number_keys, reference_key
from quitus.domain.matching.payers import identify_payers
from quitus.domain.matching.together import Waiting, is_unexplained, together
from quitus.domain.money import Money

CLIENTS_OF_A_NAME = 20  # a word that more clients share finds nobody by itself
SAME_AMOUNT = 20  # an amount that more instalments owe finds nothing by itself
SAME_NUMBER = 50  # "1" is the last part of an invoice in every series
ITEMS_OF_A_CLIENT = 300  # the oldest; those named and those of the line's amount come on top


class OpenIndex:
    """All open instalments and clients, found by equality of keys. Built once, never changed.

    `common`: names that are known to find too many, where only some of the firm's clients are here.
    """

    def __init__(
        self,
        open_instalments: Iterable[OpenInstalment],
        clients: Iterable[ClientKnown],
        common: frozenset[str] = frozenset(),
    ) -> None:
        self.common = common
        self.instalments = {
            item.id: item for item in sorted(open_instalments, key=lambda item: (item.due, item.id))
        }
        self.clients = {client.client_id: client for client in clients}
        self.by_number: dict[str, list[int]] = defaultdict(list)
        self.by_reference: dict[str, list[int]] = defaultdict(list)
        self.by_amount: dict[Money, list[int]] = defaultdict(list)
        self.by_client: dict[int, list[int]] = defaultdict(list)
        self.by_iban: dict[str, list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for item in self.instalments.values():
            self._add_instalment(item)
        for client in self.clients.values():
            self._add_client(client)

    def _add_instalment(self, item: OpenInstalment) -> None:
        for number in number_keys(item.number):
            self.by_number[number].append(item.id)
        if reference := reference_key(item.reference):
            self.by_reference[reference].append(item.id)
        self.by_amount[item.remaining].append(item.id)
        self.by_client[item.client_id].append(item.id)

    def _add_client(self, client: ClientKnown) -> None:
        keys = client_keys(client)
        for iban in keys.ibans:
            self.by_iban[iban].append(client.client_id)
        for name in keys.names:
            self.by_name[name].append(client.client_id)


class Run:
    """One pass over lines: what an automatic verdict gave is no longer open for the next lines."""

    def __init__(self, index: OpenIndex) -> None:
        self.index = index
        self._paid: dict[int, OpenInstalment] = {}
        self._paid_to: dict[Money, set[int]] = defaultdict(set)

    def candidates(self, line: LineFacts) -> Candidates:
        """What shares a key with the line, as `decide` wants it.

        All open instalments of the clients that seem to pay or whose invoices are named; of the others
        only those that owe just the amount.
        """
        keys = line_keys(line)
        found = self._named_instalments(keys)
        whole = {self.index.instalments[item_id].client_id for item_id in found}
        owing = {self.index.instalments[item_id].client_id for item_id in self._owing(line.amount, whole)}
        pointed_to = self._found_clients(keys) | whole
        guessed = frozenset(owing - pointed_to)
        clients = self._clients(pointed_to | owing)
        payers = identify_payers(line, keys.ibans, clients, guessed)
        whole.update(client for client, payer in payers.items() if payer.known)
        for client in whole:
            found.update(self.index.by_client.get(client, ())[:ITEMS_OF_A_CLIENT])
        found.update(self._owing(line.amount, whole))
        items = [self._as_of_now(item_id) for item_id in found]
        return Candidates(tuple(item for item in items if item.remaining.minor), clients, guessed)

    def give(self, verdict: Verdict) -> None:
        """Take an automatic verdict's money off the instalments it pays."""
        for item_id, amount in verdict.allocations:
            item = self._as_of_now(item_id)
            self._paid_to[item.remaining].discard(item_id)
            paid = replace(item, remaining=item.remaining - amount)
            self._paid[item_id] = paid
            self._paid_to[paid.remaining].add(item_id)

    def waiting(self, place: int, line: LineFacts) -> Waiting | None:
        """The line with the only client known to pay it; none when nobody is, or several are."""
        keys = line_keys(line)
        clients = self._clients(self._found_clients(keys))
        payers = identify_payers(line, keys.ibans, clients)
        known = [(client, payer) for client, payer in payers.items() if payer.known and not payer.shared]
        if len(known) != 1:
            return None
        client, payer = known[0]
        owed = [
            self._as_of_now(item_id) for item_id in self.index.by_client.get(client, ())[:ITEMS_OF_A_CLIENT]
        ]
        return Waiting(place, line, client, payer, tuple(item for item in owed if item.remaining.minor > 0))

    def _as_of_now(self, item_id: int) -> OpenInstalment:
        return self._paid.get(item_id) or self.index.instalments[item_id]

    def _named_instalments(self, keys: KeySet) -> set[int]:
        found: set[int] = set()
        for number in keys.numbers:
            hits = self.index.by_number.get(number, ())
            if len(hits) <= SAME_NUMBER:
                found.update(hits)
        for reference in keys.references:
            found.update(self.index.by_reference.get(reference, ()))
        return found

    def _clients(self, client_ids: Iterable[int]) -> tuple[ClientKnown, ...]:
        known = self.index.clients
        return tuple(known[client] for client in sorted(client_ids) if client in known)

    def _owing(self, amount: Money, clients: set[int]) -> list[int]:
        """Who owes just the amount; when very many do, these clients' instalments alone."""
        owing = [*self.index.by_amount.get(amount, ()), *self._paid_to.get(amount, ())]
        if len(owing) > SAME_AMOUNT:
            owing = [item_id for client in clients for item_id in self.index.by_client.get(client, ())]
        return [item_id for item_id in owing if self._as_of_now(item_id).remaining == amount]

    def _found_clients(self, keys: KeySet) -> set[int]:
        found: set[int] = set()
        for iban in keys.ibans:
            found.update(self.index.by_iban.get(iban, ()))
        for name in keys.names - self.index.common:
            bearers = self.index.by_name.get(name, ())
            if len(bearers) <= CLIENTS_OF_A_NAME:
                found.update(bearers)
        return found


def match_all(
    lines: Sequence[LineFacts],
    index: OpenIndex,
    thresholds: Thresholds = DEFAULT,
    *,
    announced: Collection[int] = frozenset(),
) -> list[Verdict]:
    """A verdict per line, in the order given, which is the order in which the money came.

    `announced` are the places of lines that are no money yet: those never act alone.
    """
    run = Run(index)
    verdicts: list[Verdict] = []
    unexplained: list[int] = []
    for place, line in enumerate(lines):
        if line.amount.minor <= 0:
            verdicts.append(NOTHING)
            continue
        verdict = decide(line, run.candidates(line), thresholds)
        if verdict.kind == "auto":
            if place in announced:
                verdict = replace(verdict, kind="suggest")
            else:
                run.give(verdict)
        verdicts.append(verdict)
        if is_unexplained(verdict):
            unexplained.append(place)
    for place, joined in together(
        [one for place in unexplained if (one := run.waiting(place, lines[place]))]
    ):
        verdicts[place] = joined
    return verdicts
