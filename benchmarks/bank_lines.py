"""A seeded, invented firm with its open invoices, and bank lines of known truth in the manner of French banks.

Each kind of line is a method `pay_<kind>`: the twelve kinds of everyday life, and some that no one can know.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random  # noqa: TID251 - seeded: the same firm in each run

from benchmarks.firm_names import as_banks_print, client_name, surname
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
    "short year": lambda n: f"26-{n:05d}",
    "slashes": lambda n: f"FV/26/{n}",
    "count": lambda n: f"{10_000 + n}",
}
# Kinds that nobody can know: the amount alone among equals; an invoice that is closed; money that pays no invoice.
UNKNOWABLE = frozenset({"equals", "closed", "foreign"})
NUMBERED = (
    "clean", "reference", "mangled", "two", "seven", "partial", "fee", "discount", "group_payer",
)  # fmt: skip
PAYERS = ("name", "iban", "alias", "noise")
KINDS = (*NUMBERED, *PAYERS, *sorted(UNKNOWABLE))

_FRAMES = [
    "VIR SEPA RECU /DE {payer} /MOTIF {motif} /REF NOTPROVIDED",
    "VIREMENT RECU DE {payer} {motif}",
    "VIR INST DE {payer} MOTIF {motif}",
    "VIR {payer} {motif}",
    "VIR RECU {code}S DE: {payer} MOTIF: {motif} REF: {code}",
    "VIREMENT EN VOTRE FAVEUR {payer} {motif}",
    "VIR SEPA {payer} {motif} MERCI",
    "VIR DE {payer}  {motif}  {letters}{code}",
    "{motif}",
    "{payer} {motif}",
]
_FOREIGN = [
    ("DGFIP", "REMB CREDIT TVA {code} 3310CA3"),
    ("CPAM DE VALCOURT", "INDEMNITES JOURNALIERES {code}"),
    ("EDF ENTREPRISES", "REMBOURSEMENT FACTURE {tail} CONTRAT {code}"),
    ("LA BANQUE DU COIN", "DEBLOCAGE PRET {code}"),
    ("{self}", "VIREMENT INTERNE COMPTE A COMPTE"),
    ("ASSURANCES VALMONDE", "SINISTRE {code} REF {tail}"),
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
        self.first = self.dice.choice([1, 87, 730, 4100])  # young firms count from 1
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
            pay: Callable[[OpenInstalment], Paid] = getattr(self, f"pay_{kind}")
            cases.append(Case(kind, *pay(item)))
        return cases

    def _client(self, client_id: int) -> ClientKnown:
        name = client_name(self.dice)
        alias = f"{surname(self.dice)} Participations"
        return ClientKnown(client_id, (name,), frozenset({self._iban()}), (alias,))

    def _iban(self) -> str:
        body = "".join(self.dice.choices("0123456789", k=23))
        return f"FR{98 - mod_97(body + 'FR00'):02d}{body}"

    def _instalment(self, n: int) -> OpenInstalment:
        number = self.number(self.first + n)
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
        return as_banks_print(self.dice, self.clients[item.client_id - 1].names[0])

    def _line(self, payer: str, motif: str, amount: int) -> LineFacts:
        """A line as one bank or another prints it: the payer in a field of its own or not, the label cut or not."""
        apart = self.dice.random() < 0.5
        frame = self.dice.choice(_FRAMES)
        if not apart and "{payer}" not in frame:
            frame = _FRAMES[0]
        code = self.dice.randrange(10**8, 10**9)
        letters = "".join(self.dice.choices("ABCDEFGHKLMNPRSTUVWXYZ", k=4))
        label = frame.format(payer=payer, motif=motif, code=code, letters=letters)
        if self.dice.random() < 0.1 and len(motif) < 20:  # a bank's line of 31 characters, broken anywhere
            label = re.sub(r"(.{31})", r"\1 ", label)
        return LineFacts(TODAY, Money(amount, "EUR"), label, payer if apart else None)

    def _pay(self, items: list[OpenInstalment], motif: str, payer: str | None = None) -> Paid:
        amount = sum(item.remaining.minor for item in items)
        truth = tuple(sorted(((item.id, item.remaining) for item in items), key=lambda part: part[0]))
        return self._line(payer or self._payer(items[0]), motif, amount), truth

    def pay_clean(self, item: OpenInstalment) -> Paid:
        """The number as it is printed on the invoice."""
        ways = [
            "{}",
            "FACTURE {}",
            "REGLT FACT {}",
            "FACT. N° {}",
            "VOTRE FACTURE {} DU 12/10/2026",
            "PAIEMENT {}",
        ]
        return self._pay([item], self.dice.choice(ways).format(item.number))

    def pay_reference(self, item: OpenInstalment) -> Paid:
        """The creditor reference of the invoice, in the label or in its own field."""
        assert item.reference  # noqa: S101 - every invented instalment has one
        spaced = " ".join(item.reference[n : n + 4] for n in range(0, len(item.reference), 4))
        if self.dice.random() < 0.5:
            return self._pay([item], self.dice.choice([item.reference, spaced]))
        line, truth = self._pay([item], "REGLEMENT")
        return replace(line, reference=item.reference), truth

    def pay_mangled(self, item: OpenInstalment) -> Paid:
        """The number as people and banks spoil it."""
        number = item.number
        digits = re.sub(r"[A-Z]+[-/]?", "", number)
        short = re.split(r"[-/]", number)[-1][-4:].lstrip("0")
        ways = [
            number.replace("-", " ").replace("/", " "),
            number.replace("-", "").replace("/", ""),
            number.replace("0", "O", 1),
            number[:-2] + " " + number[-2:],
            f"FACT {digits}",
            number.replace("2026", "26"),
            f"FACT N {short}",
            f"FACTURE N°{short}",
            number.lower().replace("-", "_"),
            number.replace("-", " - ").replace("/", " / "),
        ]
        return self._pay([item], self.dice.choice(ways))

    def pay_two(self, item: OpenInstalment) -> Paid:
        """Two invoices in one transfer, both named."""
        items = self._others_of(item, 1)
        return self._pay(
            items, self.dice.choice([" ET ", ", ", " + ", " ", "/"]).join(i.number for i in items)
        )

    def pay_seven(self, item: OpenInstalment) -> Paid:
        """Up to seven invoices of one client."""
        items = self._others_of(item, 6)
        return self._pay(items, "FACTURES " + " ".join(i.number for i in items))

    def _part(self, item: OpenInstalment, amount: Money, motif: str) -> Paid:
        return self._line(self._payer(item), f"{item.number} {motif}".strip(), amount.minor), (
            (item.id, amount),
        )

    def pay_partial(self, item: OpenInstalment) -> Paid:
        """A part, with the number."""
        share = self.dice.choice([30, 40, 50, 33])
        return self._part(item, Money(item.remaining.minor * share // 100, "EUR"), "ACOMPTE")

    def pay_fee(self, item: OpenInstalment) -> Paid:
        """A bank on the way kept its fee."""
        kept = self.dice.choice([150, 500, 1250, 1900])
        return self._part(item, Money(item.remaining.minor - kept, "EUR"), "")

    def pay_discount(self, item: OpenInstalment) -> Paid:
        """The payer took a discount for paying early."""
        percent = self.dice.choice([1, 2, 3])
        amount = Money(item.remaining.minor * (100 - percent) // 100, "EUR")
        return self._part(item, amount, self.dice.choice([f"ESCOMPTE {percent} %", "MOINS ESCOMPTE", "ESC."]))

    def pay_group_payer(self, item: OpenInstalment) -> Paid:
        """A parent pays for two of its subsidiaries, naming both invoices."""
        other = next(other for other in self.instalments if other.id not in self.used)
        self.used.add(other.id)
        return self._pay(
            [item, other], f"{item.number} {other.number}", f"GROUPE {surname(self.dice).upper()}"
        )

    def pay_name(self, item: OpenInstalment) -> Paid:
        """No number at all: the client's name and the exact amount."""
        motifs = ["", "REGLEMENT", "VOTRE FACTURE", "SOLDE NOVEMBRE 2026", "MERCI", "PRESTATION OCTOBRE"]
        return self._pay([item], self.dice.choice(motifs))

    def pay_iban(self, item: OpenInstalment) -> Paid:
        """The client's known account, under a name that says nothing."""
        line, truth = self._pay([item], "REGLEMENT", "CPTE JOINT")
        known = min(self.clients[item.client_id - 1].ibans)
        return replace(line, counterparty=None, iban=known), truth

    def pay_alias(self, item: OpenInstalment) -> Paid:
        """Another name, under which a person has confirmed that the client pays."""
        return self._pay([item], "PAIEMENT", self.clients[item.client_id - 1].aliases[0].upper())

    def pay_noise(self, item: OpenInstalment) -> Paid:
        """Numbers that are dates, orders, streets and years; the name and the amount are true."""
        other = self.dice.choice(self.instalments)
        tail = re.split(r"[-/]", other.number)[-1][-4:].lstrip("0") or "1"
        noises = [
            f"CDE {tail.zfill(4)}",
            f"DU {self.dice.randrange(1, 29):02d}/11/2026",
            f"{tail} RUE DES LILAS",
            f"BP {tail}",
            "SOLDE 2026",
            f"CONTRAT N {tail}",
            f"CHQ {tail}",
            f"TEL 01990{tail.zfill(5)}",
            f"DOSSIER {tail}",
            f"SIREN {self.dice.randrange(10**8, 10**9)}",
        ]
        return self._pay([item], self.dice.choice(noises))

    def pay_equals(self, item: OpenInstalment) -> Paid:
        """Only an amount that several owe: nobody can know."""
        amounts = [other.remaining for other in self.instalments]
        tied = next(amount for amount in amounts if amounts.count(amount) > 1)
        return self._line("QUIDAM ANONYME", "REGLEMENT", tied.minor), ()

    def pay_closed(self, item: OpenInstalment) -> Paid:
        """The number of an invoice that is not open any more, at the price of one that is."""
        closed = self.number(self.first + len(self.instalments) + item.id)
        line, _ = self._pay([item], f"FACTURE {closed}")
        return line, ()

    def pay_foreign(self, item: OpenInstalment) -> Paid:
        """Money that pays no invoice, with numbers that look like one and an amount that somebody owes."""
        payer, motif = self.dice.choice(_FOREIGN)
        tail = re.split(r"[-/]", item.number)[-1][-4:].lstrip("0")
        amount = item.remaining.minor if self.dice.random() < 0.3 else self.dice.randrange(2000, 900000)
        code = self.dice.randrange(10**6, 10**9)
        return self._line(
            payer.format(self="ATELIER QUELCONQUE"), motif.format(code=code, tail=tail), amount
        ), ()
