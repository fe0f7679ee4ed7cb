"""The ways in which a line may be understood: who could be paid, with which amounts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from quitus.domain.matching.citations import Citation, Invoice, invoice_of
from quitus.domain.matching.evidence import Case, Fit, Hypothesis
from quitus.domain.matching.facts import LineFacts, OpenInstalment
from quitus.domain.matching.keys import Strength
from quitus.domain.money import Money
from quitus.domain.payments.allocation import OpenItem, allocate

SUBSET_ITEMS = 12  # beyond it a sum of a few proves nothing: too many sums exist
SUBSET_SIZE = 4
HIGHEST_FEE = 5_000  # what banks on the way keep of a transfer from abroad, in cents
_DISCOUNTS = (5, 10, 15, 20, 25, 30, 40, 50)  # per mille: what terms usually allow, and payers take
EQUALS = 5  # more instalments of one amount than this, and the amount alone says nothing


def hypotheses(case: Case) -> Iterator[Hypothesis]:
    """Every way worth weighing, the same one perhaps twice."""
    for cited in _cited_sets(case):
        yield from _of_cited(case, cited)
    owned: dict[int, list[OpenInstalment]] = defaultdict(list)
    for item in case.instalments:
        owned[item.client_id].append(item)
    for client in sorted(_clients_in_question(case) & owned.keys()):
        yield from _of_client(case, owned[client])
    yield from _of_amount(case)
    yield from _of_charges(case)


def _cited_sets(case: Case) -> Iterator[list[OpenInstalment]]:
    """What the label names, at each level of sureness: a weak find must not spoil a sure one."""
    by_id = {item.id: item for item in case.instalments}
    seen: set[frozenset[int]] = set()
    for floor in sorted({citation.strength for citation in case.citations}, reverse=True):
        ids: set[int] = set()
        for citation in case.citations:
            if citation.strength >= floor:
                ids |= _resolved(case, citation.ids, citation.strength, by_id)
        if ids and frozenset(ids) not in seen:
            seen.add(frozenset(ids))
            yield [item for item in case.instalments if item.id in ids]


def _resolved(
    case: Case, ids: frozenset[int], strength: Strength, by_id: dict[int, OpenInstalment]
) -> set[int]:
    """The instalments that a citation means: numbers written alike are told apart by who pays.

    Bare last digits count only for a client who is known to pay: they may be anything.
    """
    payers = {item_id for item_id in ids if _known(case, by_id[item_id].client_id)}
    meant = payers if payers or strength is Strength.TAIL else set(ids)
    return meant if len({invoice_of(by_id[item_id]) for item_id in meant}) == 1 else set()


def _of_cited(case: Case, cited: list[OpenInstalment]) -> Iterator[Hypothesis]:
    amount = case.line.amount
    yield from _exact_ones(case, cited)
    for items in _by_invoice(cited):
        if len(items) > 1 and _sum(items) == amount.minor:
            yield _whole(items, Fit.CITED)
    owed = _sum(cited)
    if owed == amount.minor:
        yield _whole(cited, Fit.CITED if len(cited) > 1 else Fit.ONE)
    else:
        yield _divided(case, cited, _unequal(case.line, cited))
        missing = amount.minor - owed
        few = _unique_subset(cited, amount) if missing < 0 else _completed(case, cited, missing)
        if few:
            yield _whole(few, Fit.SUBSET)


def _of_client(case: Case, own: list[OpenInstalment]) -> Iterator[Hypothesis]:
    """What a client may pay by itself; money on account only when the amount fits nothing."""
    amount = case.line.amount
    known = _known(case, own[0].client_id)
    fitting = [*_exact_ones(case, own), *_exact_invoices(case, own)]
    if len(own) > 1 and _sum(own) == amount.minor:
        fitting.append(_whole(own, Fit.ALL_OPEN))
    if known or _is_cited(case, own):
        few = _unique_subset(own, amount)
        fitting += [_whole(few, Fit.SUBSET)] if few else []
    if known and not fitting:
        fitting += [] if _is_named(case, own) else _nearly(case, own)
        fitting.append(_divided(case, own, Fit.ON_ACCOUNT))
    yield from fitting


def _completed(case: Case, cited: list[OpenInstalment], missing: int) -> list[OpenInstalment] | None:
    """What is named, and the only other that the client owes for the rest: a bank cut the label's end off."""
    clients = {item.client_id for item in cited}
    named = {item.id for item in cited}
    rest = [
        item
        for item in case.instalments
        if item.client_id in clients and item.id not in named and item.remaining.minor == missing
    ]
    return [*cited, rest[0]] if len(rest) == 1 else None


def _nearly(case: Case, own: list[OpenInstalment]) -> Iterator[Hypothesis]:
    """Each invoice of a known payer, or all of them, that owes the amount but for charges, a discount or a fee."""
    invoices = _by_invoice(own)
    for items in (*invoices, own) if len(invoices) > 1 else invoices:
        fit = _unequal(case.line, items)
        if fit in _EXPLAINED:
            yield _divided(case, items, fit)


_EXPLAINED = (Fit.WITH_CHARGES, Fit.LESS_DISCOUNT, Fit.LESS_FEE)


def _unequal(line: LineFacts, items: Sequence[OpenInstalment]) -> Fit:
    """Why the amount is not what these owe: charges on top, a discount or a fee kept back, a part, too much."""
    owed, paid = _sum(items), line.amount.minor
    if paid > owed:
        claimed = [item.charges for item in items if item.charges]
        charges = sum(one.amount.minor for one in claimed if one.claimed_on <= line.booked)
        return Fit.WITH_CHARGES if charges and paid == owed + charges else Fit.OVER
    allowed = sum(item.discount.amount.minor for item in items if item.discount)
    usual = {owed - round(owed * tenths / 1000) for tenths in _DISCOUNTS}
    if (allowed and paid == owed - allowed) or paid in usual | {less - 1 for less in usual}:
        return Fit.LESS_DISCOUNT
    missing = owed - paid
    return Fit.LESS_FEE if missing <= HIGHEST_FEE and missing * 20 <= owed else Fit.PART


def _of_amount(case: Case) -> Iterator[Hypothesis]:
    ones = list(_exact_ones(case, case.instalments))
    if len(ones) <= EQUALS:
        yield from ones


def _of_charges(case: Case) -> Iterator[Hypothesis]:
    """Charges claimed after the invoice was paid, and paid alone: by who is known to pay, or names the claim."""
    named = {client for claim in case.claims for client, _ in claim.invoices}
    for client in sorted(case.charges):
        if client in named or _known(case, client):
            yield Hypothesis((), Fit.CHARGES, (), charges_of=client)


def _exact_ones(case: Case, items: Sequence[OpenInstalment]) -> Iterator[Hypothesis]:
    """Each that owes just the amount; of equal instalments of one invoice the oldest, as the law says."""
    exact = [item for item in items if item.remaining.minor == case.line.amount.minor]
    for equals in _by_invoice(exact):
        yield _whole([min(equals, key=lambda item: (item.due, item.id))], Fit.ONE)


def _exact_invoices(case: Case, own: Sequence[OpenInstalment]) -> Iterator[Hypothesis]:
    """Each invoice in several instalments that owes just the amount in all."""
    for items in _by_invoice(own):
        if 1 < len(items) < len(own) and _sum(items) == case.line.amount.minor:
            yield _whole(items, Fit.INVOICE)


def _by_invoice(items: Sequence[OpenInstalment]) -> list[list[OpenInstalment]]:
    invoices: dict[Invoice, list[OpenInstalment]] = defaultdict(list)
    for item in items:
        invoices[invoice_of(item)].append(item)
    return list(invoices.values())


def _clients_in_question(case: Case) -> set[int]:
    """Those who seem to pay, and those whose invoices the label names."""
    cited = {client for citation in _sure(case) for client, _ in citation.invoices}
    return cited | set(case.payers)


def _is_cited(case: Case, own: list[OpenInstalment]) -> bool:
    return any(item.id in citation.ids for citation in _sure(case) for item in own)


def _is_named(case: Case, own: list[OpenInstalment]) -> bool:
    """Whether anything in the label, be it only last digits, means one of them."""
    return any(item.id in citation.ids for citation in case.citations for item in own)


def _sure(case: Case) -> list[Citation]:
    return [citation for citation in case.citations if citation.strength >= Strength.SHORT]


def _known(case: Case, client: int) -> bool:
    payer = case.payers.get(client)
    return payer is not None and payer.known


def _whole(items: Sequence[OpenInstalment], fit: Fit) -> Hypothesis:
    return Hypothesis(tuple(items), fit, _sorted((item.id, item.remaining) for item in items))


def _divided(case: Case, items: Sequence[OpenInstalment], fit: Fit) -> Hypothesis:
    owed = [OpenItem(item.id, item.due, item.remaining, item.issued) for item in items]
    paid = allocate(case.line.amount, owed)
    reached = {item_id for item_id, _ in paid.parts}
    kept = tuple(item for item in items if item.id in reached)
    return Hypothesis(kept, fit, _sorted(paid.parts))


def _sorted(parts: Iterable[tuple[int, Money]]) -> tuple[tuple[int, Money], ...]:
    return tuple(sorted(parts, key=lambda part: part[0]))


def _sum(items: Sequence[OpenInstalment]) -> int:
    return sum(item.remaining.minor for item in items)


def _unique_subset(items: Sequence[OpenInstalment], amount: Money) -> list[OpenInstalment] | None:
    """The only two to four of at most twelve that add up to the amount, short of all of them; of more, the only two."""
    if len(items) > SUBSET_ITEMS:
        return _unique_pair(items, amount)
    if len(items) <= 2:
        return None
    smaller = [item for item in items if item.remaining.minor < amount.minor]
    smaller.sort(key=lambda item: (-item.remaining.minor, item.id))
    most = min(SUBSET_SIZE, len(items) - 1)
    found = list(islice(_sums([item.remaining.minor for item in smaller], amount.minor, most), 2))
    return [smaller[position] for position in found[0]] if len(found) == 1 else None


def _unique_pair(items: Sequence[OpenInstalment], amount: Money) -> list[OpenInstalment] | None:
    by_amount: dict[int, list[OpenInstalment]] = defaultdict(list)
    for item in items:
        by_amount[item.remaining.minor].append(item)
    pairs = [
        (low, amount.minor - low)
        for low in by_amount
        if low <= amount.minor - low and amount.minor - low in by_amount
    ]
    if len(pairs) != 1:
        return None
    low, high = pairs[0]
    found = by_amount[low] if low == high else [*by_amount[low], *by_amount[high]]
    return found if len(found) == 2 else None


def _sums(amounts: Sequence[int], target: int, most: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    """The positions of each choice of at most `most` falling amounts that adds up to the target."""
    for position in range(start, len(amounts)):
        amount = amounts[position]
        if amount * most < target:
            return
        if amount == target:
            yield (position,)
        elif amount < target and most > 1:
            for rest in _sums(amounts, target - amount, most - 1, position + 1):
                yield (position, *rest)
