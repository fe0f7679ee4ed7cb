"""The VAT of an invoice by the entry that booked it: income on 70, VAT on 4457 or 4458, to the cent or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product

from quitus.domain.importing.fec_files import FecLine
from quitus.domain.law.fr.vat_rates import RATES
from quitus.domain.money import round_half_away

INCOME = "70"
VAT = ("4457", "4458")  # collected, or waiting for the money
Key = tuple[int, str]  # a client's place and a document
# Beyond these an entry has too many readings.
_MOST_NETS, _MOST_VATS = 4, 3
ROUNDED_BY_LINE = 1  # cent: programs that round each line of an invoice


@dataclass(frozen=True, slots=True)
class VatPart:
    """What is taxed at one rate, in percent, and its tax; in cents."""

    rate: Decimal
    net: int
    vat: int


class EntryVat:
    """Takes the lines of entries one after the other; knows of each document the entry that claims it."""

    def __init__(self) -> None:
        self.journals: set[str] = set()  # those that book income
        self._entry: tuple[str, str] | None = None
        self._claims: dict[Key, int] = defaultdict(int)
        self._lettered = False
        self._nets: list[tuple[str, int]] = []
        self._vats: list[tuple[str, int]] = []
        self._found: dict[Key, tuple[VatPart, ...]] = {}

    def claim(self, key: Key, line: FecLine) -> None:
        """A line on a client's account."""
        self._enter(line)
        self._claims[key] += line.debit - line.credit
        self._lettered |= bool(line.lettering) or line.opening

    def other(self, line: FecLine) -> None:
        """A line on an account of income or VAT."""
        self._enter(line)
        if line.account.startswith(INCOME):
            self.journals.add(line.journal)
            self._nets.append((line.account, line.credit - line.debit))
        else:
            self._vats.append((line.account, line.credit - line.debit))

    def of(self, key: Key, total: int) -> tuple[VatPart, ...]:
        """The VAT of a document that claims `total`; () when nothing, or nothing certain, is known."""
        self._leave()
        parts = self._found.get(key, ())
        return parts if sum(part.net + part.vat for part in parts) == total else ()

    def _enter(self, line: FecLine) -> None:
        entry = (line.journal, line.entry)
        if entry != self._entry:
            self._leave()
            self._entry = entry

    def _leave(self) -> None:
        """The entry has ended: when it claims one document only, its VAT is that document's."""
        if len(self._claims) == 1 and self._nets and not self._lettered:
            ((key, claimed),) = self._claims.items()
            parts = vat_parts(_by_account(self._nets), _by_account(self._vats), claimed)
            parts = parts or vat_parts(_by_line(self._nets), _by_line(self._vats), claimed)
            # Booked in two entries, none of them is the invoice.
            self._found[key] = () if key in self._found else parts
        self._entry, self._lettered = None, False
        self._claims.clear()
        self._nets.clear()
        self._vats.clear()


@lru_cache(maxsize=4096)
def vat_parts(nets: tuple[int, ...], vats: tuple[int, ...], claimed: int) -> tuple[VatPart, ...]:
    """The only way to read these amounts as taxed at lawful rates; () when there is none, or several.

    An income without VAT is taxed at 0 %. To the cent first, else one cent away.
    """
    if sum(nets) + sum(vats) != claimed or claimed <= 0 or len(nets) > _MOST_NETS or len(vats) > _MOST_VATS:
        return ()
    for tolerance in (0, ROUNDED_BY_LINE):
        readings = set(_readings(nets, vats, tolerance))
        if len(readings) == 1:
            return readings.pop()
        if readings:
            return ()
    return ()


def _readings(nets: Sequence[int], vats: Sequence[int], tolerance: int) -> Iterable[tuple[VatPart, ...]]:
    """Each way to give every income its VAT, or none; the last place stands for none."""
    for places in product(range(len(vats) + 1), repeat=len(nets)):
        taxed = [0] * (len(vats) + 1)
        for net, place in zip(nets, places, strict=True):
            taxed[place] += net
        untaxed = taxed.pop()
        used = set(places) - {len(vats)}
        if untaxed < 0 or len(used) < len(vats):
            continue
        rates = [_rates(net, vat, tolerance) for net, vat in zip(taxed, vats, strict=True)]
        for chosen in product(*rates):
            yield _merged([*zip(chosen, taxed, vats, strict=True), (Decimal(0), untaxed, 0)])


@lru_cache(maxsize=4096)
def _rates(net: int, vat: int, tolerance: int) -> list[Decimal]:
    if net <= 0 or vat <= 0:
        return []
    return [
        rate for rate in RATES if rate and abs(round_half_away(Decimal(net) * rate / 100) - vat) <= tolerance
    ]


def _merged(parts: Iterable[tuple[Decimal, int, int]]) -> tuple[VatPart, ...]:
    """One part a rate, the highest first."""
    sums: dict[Decimal, tuple[int, int]] = {}
    for rate, net, vat in parts:
        before = sums.get(rate, (0, 0))
        sums[rate] = before[0] + net, before[1] + vat
    return tuple(VatPart(rate, net, vat) for rate, (net, vat) in sorted(sums.items(), reverse=True) if net)


def _by_account(parts: Iterable[tuple[str, int]]) -> tuple[int, ...]:
    sums: dict[str, int] = defaultdict(int)
    for account, amount in parts:
        sums[account] += amount
    return tuple(sorted(amount for amount in sums.values() if amount))


def _by_line(parts: Iterable[tuple[str, int]]) -> tuple[int, ...]:
    return tuple(sorted(amount for _, amount in parts if amount))
