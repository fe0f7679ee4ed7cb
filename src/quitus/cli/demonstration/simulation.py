"""Eighteen months of the studio, day by day, through the same actions as a real firm's."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection

from quitus.apps.answers import actions as answers
from quitus.apps.answers.actions import Answerer
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import Match, MatchState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.clients.actions import NewClient, create_clients
from quitus.apps.clients.details import ClientDetails, ContactDetails
from quitus.apps.files.actions import keep
from quitus.apps.invoicing.actions import record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.models import Instalment
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.organisations.models import Organisation, User
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount
from quitus.apps.outbox.sending import send_due
from quitus.apps.reminders.models import Policy, Reminder, ReminderState
from quitus.apps.reminders.planning import plan_day
from quitus.apps.reminders.policies import set_automatic
from quitus.cli.demonstration.bank import Movement, statement, transfer_label
from quitus.cli.demonstration.clients import Character, Habit, characters
from quitus.cli.demonstration.lateness import agree_terms, look_after_lateness
from quitus.cli.demonstration.paper import invoice_pdf
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.calendars import Calendars

MONTHS = 18
PER_WEEKDAY = 2.35  # invoices: some nine hundred in eighteen months
OPENING = 1_250_000  # what the account held on the first day, in cents
WORKS = """Identité visuelle|Affiche de saison|Catalogue, 24 pages|Site vitrine|Panneaux d’atelier|Étiquettes
Carte des vins|Plaquette commerciale|Illustrations de vitrine|Papeterie|Enseigne et signalétique|Livret d’accueil
Charte graphique|Habillage de véhicule|Campagne de rentrée|Dossier de presse"""
SUPPLIERS = [
    ("LOYER SCI DES CARMES", -98_000),
    ("ABONNEMENT TELECOM", -5_990),
    ("PAPIER ET ENCRES COMTE", -23_450),
]
LATE_LEVEL = 4  # "is there a problem?" and beyond, as the gentle policy counts
LAST_LEVEL = 6


@dataclass(slots=True)
class Simulation:
    """The studio's life so far; one call of `live` per day."""

    organisation: Organisation
    owner: User
    random: Random
    calendars: Calendars
    people: dict[int, Character] = field(default_factory=dict)
    pay_days: dict[int, date] = field(default_factory=dict)
    remembered: dict[int, tuple[int, str, int]] = field(
        default_factory=dict
    )  # instalment: client, number, cents
    waiting: list[Movement] = field(default_factory=list)
    later: dict[date, list[Callable[[date], object]]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    balance: int = OPENING
    files: int = 0
    movements: int = 0

    def begin(self, first: date) -> None:
        """The clients and the mailbox, on the first day."""
        connection.cursor().execute("SET synchronous_commit = off")
        cast = characters(self.random)
        self._set_clock(first)
        with tenant(self.organisation.id):
            MailAccount.objects.create(
                kind=MailAccount.Kind.MAILBOX,
                from_name=f"{self.owner.name}, {self.organisation.name}",
                from_address=self.organisation.contact_email,
            )
            ids = create_clients([_new_client(one) for one in cast], on=first, actor=self.owner.name)
            self.people = dict(zip(ids, cast, strict=True))
            self._automatic(True, first)
            agree_terms(first, self.owner.name)

    def live(self, day: date, *, last: date) -> None:
        """One day: work is billed, money comes, reminders go out, debtors answer."""
        works = self.calendars.of("FR", day.year, day.year).is_working(day)
        now = self._set_clock(day)
        with tenant(self.organisation.id):
            if day == last - timedelta(days=2):
                self._automatic(False, day)  # from here on the visitor approves
            if works:
                self._bill(day)
                self._collect(day)
            if works and day.weekday() in (0, 2, 4):
                self._read_the_bank(day, tidy=day < last - timedelta(days=4))
            look_after_lateness(day, last, self.owner.name)
            answers.settle_promises(day)
            plan_day(now)
        if works:
            send_due(self.organisation)
        with tenant(self.organisation.id):
            for happen in self.later.pop(day, []):
                happen(day)
            self._debtors_react(day)

    def _set_clock(self, day: date) -> datetime:
        now = datetime.combine(day, time(10, 15), ZoneInfo(self.organisation.time_zone))
        self.organisation.clock_set_to = now
        self.organisation.save(update_fields=["clock_set_to"])
        return now

    def _automatic(self, automatic: bool, on: date) -> None:
        set_automatic(Policy.objects.get(is_default=True).id, automatic=automatic, on=on, by=self.owner.name)

    # --- work is billed

    def _bill(self, day: date) -> None:
        count = int(PER_WEEKDAY) + (self.random.random() < PER_WEEKDAY % 1)
        clients = self.random.choices(
            list(self.people), weights=[one.weight for one in self.people.values()], k=count
        )
        drafts = [self._draft(client_id, day) for client_id in clients]
        ids = record_invoices(drafts, on=day, actor=self.owner.name, released=True)
        record_vat({id_: [_vat_within(draft.total)] for id_, draft in zip(ids, drafts, strict=True)})
        rows = Instalment.objects.filter(invoice_id__in=ids).values_list(
            "id", "client_id", "invoice__number", "amount_minor", "due_on"
        )
        for instalment_id, client_id, number, cents, due_on in rows:
            self.remembered[instalment_id] = (client_id, number, cents)
            if intended := self._intention(self.people[client_id].habit, due_on):
                self.pay_days[instalment_id] = intended

    def _draft(self, client_id: int, day: date) -> NewInvoice:
        person = self.people[client_id]
        self.numbers[day.year] += 1
        number = f"FA-{day.year}-{self.numbers[day.year]:04d}"
        works = [work for line in WORKS.splitlines() for work in line.split("|")]
        label = self.random.choice(works)
        amount = Money(round(person.size * self.random.uniform(0.5, 2.2) / 5) * 600, "EUR")
        due = day + timedelta(days=self.random.choice([30, 30, 30, 15, 45]))
        pdf = invoice_pdf(
            firm=self.organisation.name, client=person.name, number=number, label=label,
            issued=f"{day:%d/%m/%Y}", due=f"{due:%d/%m/%Y}", total=f"{amount.decimal:.2f} EUR".replace(".", ","),
        )  # fmt: skip
        return NewInvoice(
            client_id=client_id,
            number=number,
            issued_on=day,
            total=amount,
            instalments=(NewInstalment(due, amount),),
            label=label,
            sent_on=day,
            document_id=keep(pdf, "application/pdf").id,
        )

    def _intention(self, habit: Habit, due: date) -> date | None:
        """The day on which the client pays without being asked again; None: not without."""
        pick = self.random.randint
        if habit is Habit.PROMPT:
            return due - timedelta(days=pick(0, 5))
        if habit is Habit.RUNS:
            return _next_run(due)
        if habit is Habit.SLOW:
            return due + timedelta(days=pick(8, 20))
        if habit is Habit.CONTESTING and self.random.random() < 0.7:
            return due + timedelta(days=pick(0, 12))
        if habit is Habit.FORGETFUL and self.random.random() < 0.3:
            return due + timedelta(days=pick(1, 6))
        return None

    # --- money comes

    def _collect(self, day: date) -> None:
        """Who pays today: one transfer per client for all that it means to pay."""
        due = [instalment_id for instalment_id, pay_on in self.pay_days.items() if pay_on <= day]
        by_client: dict[int, list[int]] = defaultdict(list)
        for instalment_id in due:
            del self.pay_days[instalment_id]
            by_client[self.remembered[instalment_id][0]].append(instalment_id)
        for client_id, instalment_ids in by_client.items():
            self._transfer(day, self.people[client_id], instalment_ids)
        for label, cents in SUPPLIERS:
            if self.random.random() < 1 / 21:
                self._move(day, cents, label, label.title(), "FR7699998000010000000000142")

    def _transfer(self, day: date, payer: Character, instalment_ids: list[int]) -> None:
        open_now = dict(
            Instalment.objects.filter(id__in=instalment_ids, remaining_minor__gt=0).values_list(
                "id", "remaining_minor"
            )
        )
        if not open_now:
            return
        cents = sum(open_now.values())
        if len(open_now) == 1 and self.random.random() < 0.04:  # a first part now, the rest in two weeks
            cents = round(cents / 3)
            self.pay_days[next(iter(open_now))] = day + timedelta(days=14)
        numbers = [self.remembered[instalment_id][1] for instalment_id in sorted(open_now)]
        self._move(day, cents, transfer_label(self.random, payer.name, numbers), payer.name, payer.iban)

    def _move(self, day: date, cents: int, label: str, name: str, iban: str) -> None:
        self.movements += 1
        self.waiting.append(Movement(day, cents, label, name, iban, f"MVT{self.movements:06d}"))

    def _read_the_bank(self, day: date, *, tidy: bool) -> None:
        """The statement is taken in; what waits is mostly confirmed some days later."""
        self.files += 1
        content = statement(self.organisation.iban, day, self.balance, self.waiting, self.files)
        self.balance += sum(movement.amount for movement in self.waiting)
        self.waiting = []
        import_bank_file(content, f"releve-{day}.xml", on=day, actor=self.owner.name)
        if tidy:
            self.later[day + timedelta(days=1)].append(self._confirm)

    def _confirm(self, day: date) -> None:
        by = Decider(day, self.owner.name)
        for match_id in list(Match.objects.filter(state=MatchState.SUGGESTED).values_list("id", flat=True)):
            if Match.objects.get(id=match_id).state == MatchState.SUGGESTED:
                deciding.accept(match_id, by)

    # --- debtors answer

    def _debtors_react(self, day: date) -> None:
        """What today's reminders bring about."""
        sent = Reminder.objects.filter(state=ReminderState.SENT, settled_on=day, channel="email")
        by_client: dict[int, dict[int, int]] = defaultdict(dict)
        for instalment_id, client_id, level in sent.values_list("instalment_id", "client_id", "level"):
            by_client[client_id][instalment_id] = level
        for client_id, levels in sorted(by_client.items()):
            self._react(client_id, levels, day)

    def _react(self, client_id: int, levels: dict[int, int], day: date) -> None:
        habit, chance = self.people[client_id].habit, self.random.random()
        urgent = [instalment_id for instalment_id, level in levels.items() if level >= LATE_LEVEL]
        if habit in (Habit.FORGETFUL, Habit.SLOW, Habit.CONTESTING) and chance < 0.75:
            self._pay_soon(levels, day, 2, 7)
        if not urgent:
            return
        if habit is Habit.PROMISING:
            self.later[day + timedelta(days=1)].append(lambda on: self._promise(client_id, urgent, on))
        elif habit is Habit.CONTESTING and chance > 0.55:
            self.later[day + timedelta(days=2)].append(lambda on: self._contest(client_id, urgent[0], on))
        elif habit is Habit.HEAVY and max(levels.values()) >= LAST_LEVEL and chance < 0.6:
            self._pay_soon(urgent, day, 3, 12)
        elif habit is Habit.SLOW and chance > 0.93:
            self.later[day + timedelta(days=1)].append(lambda on: self._say_paid(client_id, urgent, on))

    def _pay_soon(self, instalment_ids: Iterable[int], day: date, soonest: int, latest: int) -> None:
        for instalment_id in instalment_ids:
            soon = day + timedelta(days=self.random.randint(soonest, latest))
            self.pay_days[instalment_id] = min(soon, self.pay_days.get(instalment_id, soon))

    def _promise(self, client_id: int, instalment_ids: list[int], day: date) -> None:
        amounts = self._open(instalment_ids)
        if not amounts:
            return
        until = day + timedelta(days=self.random.randint(5, 12))
        try:
            answers.promise(client_id, until, _debtor(day), amounts)
        except Refused:  # put off once already: they write, and Camille notes what they agreed on
            answers.promise(client_id, until, Answerer(day, AnswerSource.STAFF, self.owner.name), amounts)
        kept = self.random.random() < 0.67
        for instalment_id in amounts:
            self.pay_days[instalment_id] = (
                until if kept else until + timedelta(days=self.random.randint(12, 30))
            )

    def _contest(self, client_id: int, instalment_id: int, day: date) -> None:
        owed = self._open([instalment_id]).get(instalment_id)
        if not owed or Dispute.objects.filter(instalment_id=instalment_id, resolved_on=None).exists():
            return
        opened = answers.open_dispute(
            instalment_id,
            Dispute.Reason.WORK,
            _debtor(day),
            client_id=client_id,
            words="La deuxième série de corrections était comprise dans le devis.",
            amount=owed // 4 or owed,
        )
        self.pay_days.pop(instalment_id, None)
        self.later[day + timedelta(days=9)].append(lambda on: self._resolve(opened.id, instalment_id, on))

    def _resolve(self, dispute_id: int, instalment_id: int, day: date) -> None:
        camille = Answerer(day, AnswerSource.STAFF, self.owner.name)
        answers.resolve_dispute(dispute_id, Dispute.Resolution.REJECTED, camille)
        self._pay_soon([instalment_id], day, 4, 15)

    def _say_paid(self, client_id: int, instalment_ids: list[int], day: date) -> None:
        claims = answers.claim_paid(
            client_id, instalment_ids, _debtor(day), paid_on=day, words="Virement parti ce matin"
        )
        self._pay_soon(instalment_ids, day, 1, 3)
        for claim in claims:
            self.later[day + timedelta(days=5)].append(partial(self._found, claim.id))

    def _found(self, claim_id: int, day: date) -> None:
        answers.settle_claim(claim_id, Answerer(day, AnswerSource.STAFF, self.owner.name), found=True)

    def _open(self, instalment_ids: list[int]) -> dict[int, int]:
        rows = Instalment.objects.filter(id__in=instalment_ids, remaining_minor__gt=0)
        return dict(rows.values_list("id", "remaining_minor"))


def _vat_within(whole: Money) -> VatLine:
    """Design is taxed at 20 %; prices are such that the tax, a sixth of the whole, is in whole cents."""
    vat = Money(whole.minor // 6, whole.currency)
    return VatLine(Decimal(20), whole - vat, vat)


def _debtor(day: date) -> Answerer:
    return Answerer(day, AnswerSource.PORTAL)


def _new_client(person: Character) -> NewClient:
    details = ClientDetails(
        name=person.name, siren=person.siren, pay_run_days=(15, 30) if person.habit is Habit.RUNS else ()
    )
    return NewClient(details, (ContactDetails(name=person.contact, email=person.email),))


def _next_run(day: date) -> date:
    """The 15th or the 30th on which a payment due that day leaves."""
    while day.day not in (15, 28 if day.month == 2 else 30):
        day += timedelta(days=1)
    return day
