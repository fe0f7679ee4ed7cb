"""A seeded, invented firm with its open invoices, and bank lines of known truth in the manner of French banks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random  # noqa: TID251 - seeded: the same firm in each run

from quitus.domain.matching.facts import ClientKnown, LineFacts, OpenInstalment
from quitus.domain.money import Money
from quitus.domain.references import mod_97, rf_reference

TODAY = date(2026, 11, 23)
SERIES: dict[str, Callable[[int], str]] = {
    "dashes": lambda n: f"FA-2026-{n:04d}",
    "glued": lambda n: f"F2026{n:05d}",
    "no prefix": lambda n: f"2026-{n:04d}",
    "months": lambda n: f"INV/2026/{n % 12 + 1:02d}/{n:04d}",
    "no year": lambda n: f"FAC{n:06d}",
    "count": lambda n: f"{n}",
}
KINDS = [
    "clean",
    "reference",
    "mangled",
    "two",
    "seven",
    "partial",
    "fee",
    "discount",
    "name",
    "iban",
    "equals",
    "alias",
    "group_payer",
    "noise",
    "closed",
]

_TRADES = [
    "Transports", "Garage", "Boulangerie", "Librairie", "Atelier", "Cabinet", "Menuiserie",
    "Imprimerie", "Hôtel", "Pharmacie"
]  # fmt: skip
_SYLLABLES = [
    "bar", "del", "mar", "ron", "vil", "gran", "char", "mon", "fer", "lau", "ber", "thi",
    "rou", "ssel", "pel", "le", "tier", "dé", "val", "cour", "noy", "rin", "gal"
]  # fmt: skip
_FORMS = ["SARL", "SAS", "EURL", "SA", "", "SASU"]
_FIRST_NAMES = ["Claire", "Paul", "Jeanne", "Hugo", "Élise", "Marc", "Inès", "Louis", "Agathe", "Rémi"]
_FRAMES = [
    "VIR SEPA RECU /DE {payer} /MOTIF {motif} /REF NOTPROVIDED",
    "VIREMENT RECU DE {payer} {motif}",
    "VIR INST DE {payer} MOTIF {motif}",
    "VIR {payer} {motif}",
    "VIR RECU {code}S DE: {payer} MOTIF: {motif} REF: {code}",
    "VIREMENT EN VOTRE FAVEUR {payer} {motif}",
    "VIR SEPA {payer} {motif} MERCI",
]


@dataclass(frozen=True)
class Case:
    """A line with the allocations that are true; none when nobody could know."""

    kind: str
    line: LineFacts
    truth: tuple[tuple[int, Money], ...]


Paid = tuple[LineFacts, tuple[tuple[int, Money], ...]]


class Firm:
    """Clients, their open instalments, and the lines that pay them."""

    def __init__(self, seed: int, series: str, instalments: int) -> None:
        self.dice = Random(f"{series} {seed}")
        self.number = SERIES[series]
        self.clients = [self._client(n) for n in range(1, instalments // 8 + 2)]
        self.instalments = [self._instalment(n) for n in range(1, instalments + 1)]
        self.own: dict[int, list[OpenInstalment]] = {}
        for item in self.instalments:
            self.own.setdefault(item.client_id, []).append(item)
        self.used: set[int] = set()

    def lines(self, count: int) -> list[Case]:
        """Lines of each kind in turn, each for instalments that no earlier line has paid."""
        cases: list[Case] = []
        for n, item in zip(range(count), self._untouched(), strict=False):
            kind = KINDS[n % len(KINDS)]
            cases.append(Case(kind, *getattr(self, f"pay_{kind}")(item)))
        return cases

    def _client(self, client_id: int) -> ClientKnown:
        surname = "".join(self.dice.choices(_SYLLABLES, k=self.dice.choice([2, 2, 3]))).capitalize()
        if self.dice.random() < 0.2:
            name = f"{self.dice.choice(_FIRST_NAMES)} {surname}"
        else:
            form = self.dice.choice(_FORMS)
            name = f"{form} {self.dice.choice(_TRADES)} {surname}".strip()
            if self.dice.random() < 0.2:
                name += " & Fils"
        alias = f"{surname}{self.dice.choice(_SYLLABLES)} Participations"
        return ClientKnown(client_id, (name,), frozenset({self._iban()}), (alias,))

    def _iban(self) -> str:
        body = "".join(self.dice.choices("0123456789", k=23))
        return f"FR{98 - mod_97(body + 'FR00'):02d}{body}"

    def _instalment(self, n: int) -> OpenInstalment:
        number = self.number(n)
        amount = self.dice.choice([12000, 24000, 36000, 48000, 60000, 96000, 120000])
        if self.dice.random() < 0.8:  # the rest are subscriptions at round prices: many are equal
            amount = self.dice.randrange(2000, 900000)
        due = TODAY - timedelta(days=self.dice.randrange(-30, 120))
        return OpenInstalment(
            n,
            self.dice.randrange(len(self.clients)) + 1,
            number,
            due,
            Money(amount, "EUR"),
            rf_reference(number),
            due - timedelta(days=30),
        )

    def _untouched(self) -> Iterator[OpenInstalment]:
        """Instalments that no earlier line has paid."""
        order = list(self.instalments)
        self.dice.shuffle(order)
        for item in order:
            if item.id not in self.used:
                self.used.add(item.id)
                yield item

    def _others_of(self, item: OpenInstalment, count: int) -> list[OpenInstalment]:
        others = [other for other in self.own[item.client_id] if other.id not in self.used][:count]
        self.used.update(other.id for other in others)
        return [item, *others]

    def _payer(self, item: OpenInstalment) -> str:
        name = self.clients[item.client_id - 1].names[0].upper()
        changed = self.dice.random()
        if changed < 0.3:
            return name.translate(str.maketrans("ÉÔÈ", "EOE"))
        if changed < 0.5:
            return " ".join(reversed(name.split()))
        return name.replace("TRANSPORTS", "TRANSP").replace("&", "ET")

    def _line(self, payer: str, motif: str, amount: int, iban: str | None = None) -> LineFacts:
        label = self.dice.choice(_FRAMES).format(
            payer=payer, motif=motif, code=self.dice.randrange(10**8, 10**9)
        )
        counterparty = payer if self.dice.random() < 0.5 else None
        return LineFacts(TODAY, Money(amount, "EUR"), label, counterparty, iban)

    def _pay(self, items: list[OpenInstalment], motif: str, payer: str | None = None) -> Paid:
        amount = sum(item.remaining.minor for item in items)
        truth = tuple(sorted(((item.id, item.remaining) for item in items), key=lambda part: part[0]))
        return self._line(payer or self._payer(items[0]), motif, amount), truth

    def pay_clean(self, item: OpenInstalment) -> Paid:
        return self._pay([item], self.dice.choice(["{}", "FACTURE {}", "REGLT FACT {}"]).format(item.number))

    def pay_reference(self, item: OpenInstalment) -> Paid:
        spaced = " ".join(item.reference[n : n + 4] for n in range(0, len(item.reference), 4))
        return self._pay([item], self.dice.choice([item.reference, spaced]))

    def pay_mangled(self, item: OpenInstalment) -> Paid:
        number = item.number
        ways = [
            number.replace("-", " ").replace("/", " "),
            number.replace("-", "").replace("/", ""),
            number.replace("0", "O", 1),
            number[:-2] + " " + number[-2:],
            "FACT " + number.replace("FA-", "").replace("INV/", "").replace("FAC", ""),
            number.replace("2026", "26"),
            "FACT N " + number[-4:].lstrip("0"),
        ]
        return self._pay([item], self.dice.choice(ways))

    def pay_two(self, item: OpenInstalment) -> Paid:
        items = self._others_of(item, 1)
        return self._pay(items, self.dice.choice([" ET ", ", ", " + ", " "]).join(i.number for i in items))

    def pay_seven(self, item: OpenInstalment) -> Paid:
        items = self._others_of(item, 6)
        return self._pay(items, "FACTURES " + " ".join(i.number for i in items))

    def _part(self, item: OpenInstalment, share_of_100: int, motif: str) -> Paid:
        amount = Money(item.remaining.minor * share_of_100 // 100, "EUR")
        return self._line(self._payer(item), f"{item.number} {motif}", amount.minor), ((item.id, amount),)

    def pay_partial(self, item: OpenInstalment) -> Paid:
        return self._part(item, self.dice.choice([30, 40, 50]), "ACOMPTE")

    def pay_fee(self, item: OpenInstalment) -> Paid:
        amount = Money(item.remaining.minor - self.dice.choice([150, 500, 1250]), "EUR")
        return self._line(self._payer(item), item.number, amount.minor), ((item.id, amount),)

    def pay_discount(self, item: OpenInstalment) -> Paid:
        return self._part(item, 98, "ESCOMPTE 2 %")

    def pay_name(self, item: OpenInstalment) -> Paid:
        return self._pay([item], self.dice.choice(["", "REGLEMENT", "VOTRE FACTURE", "SOLDE NOVEMBRE 2026"]))

    def pay_iban(self, item: OpenInstalment) -> Paid:
        line, truth = self._pay([item], "REGLEMENT", "CPTE JOINT")
        return LineFacts(
            line.booked,
            line.amount,
            line.label,
            None,
            min(self.clients[item.client_id - 1].ibans),
        ), truth

    def pay_equals(self, item: OpenInstalment) -> Paid:
        """Only the amount, which several owe: nobody can know."""
        line, _ = self._pay([item], "REGLEMENT", "QUIDAM ANONYME")
        return line, ()

    def pay_alias(self, item: OpenInstalment) -> Paid:
        return self._pay([item], "PAIEMENT", self.clients[item.client_id - 1].aliases[0].upper())

    def pay_group_payer(self, item: OpenInstalment) -> Paid:
        """A parent pays for two of its subsidiaries, naming both invoices."""
        other = next(other for other in self.instalments if other.id not in self.used)
        self.used.add(other.id)
        return self._pay([item, other], f"{item.number} {other.number}", "GROUPE ORSENNE FINANCES")

    def pay_noise(self, item: OpenInstalment) -> Paid:
        """Numbers that are dates, orders, streets and years; the name and the amount are true."""
        other = self.dice.choice(self.instalments)
        tail = other.number[-4:].lstrip("0")
        noises = [
            f"CDE {other.number[-4:]}",
            f"DU {self.dice.randrange(1, 29):02d}/11/2026",
            f"{tail} RUE DES LILAS",
            f"BP {tail}",
            "SOLDE 2026",
            f"CONTRAT N {tail}",
            f"CHQ {tail}",
            f"TEL 01990{tail.zfill(5)}",
        ]
        return self._pay([item], self.dice.choice(noises))

    def pay_closed(self, item: OpenInstalment) -> Paid:
        """The number of an invoice that is not open any more, at the price of one that is."""
        line, _ = self._pay([item], f"FACTURE {self.number(len(self.instalments) + item.id)}")
        return line, ()
