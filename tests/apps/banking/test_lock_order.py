"""Many hands on the same clients at once: nobody waits in a circle, and everything still adds up (docs/adr/0012)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from time import monotonic
from zlib import crc32

from django.db import connection, connections

from quitus.apps.answers.actions import Answerer, claim_paid, promise, settle_promises, withdraw_promise
from quitus.apps.answers.models import AnswerSource, Promise
from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import automatic, deciding
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.statements.uploads import Upload, import_uploads
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments import by_hand
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import Payment, PaymentMethod
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment

HANDS = 4
SECONDS = 4.0
NAMES = ("Transports Delmas", "Delmas Nord", "Brasserie du Canal", "Hôtel des Voyageurs")
AMOUNTS = ("960.00", "300.00", "120.00")
IBANS = ("FR7610107001011234567890129", "FR7630006000011234567890189")
CAMILLE = Decider(TODAY, "Camille")
DEBTOR = Answerer(TODAY, AnswerSource.PORTAL)


class Hand:
    """Somebody who does whatever comes, on clients that all hands share."""

    def __init__(self, place: int, clients: list[int]) -> None:
        self.place = place
        self.clients = clients
        self.picked = 0
        self.done = 0
        self.refused = 0

    def work(self, organisation_id: int) -> "Hand":
        """Until the time is up, each thing in its own transaction and without a second try."""
        things = self.things()
        until = monotonic() + SECONDS
        try:
            while monotonic() < until:
                with suppress(Refused), tenant(organisation_id):
                    self.refused += 1
                    self.pick(things)()
                    self.refused -= 1
                    self.done += 1
        finally:
            connections.close_all()
        return self

    def things(self) -> list[Callable[[], None]]:
        return [
            self.accept,
            self.undo,
            self.by_hand,
            self.dismiss,
            self.promise,
            self.claim,
            self.pay,
            self.take_back,
            self.credit,
            self.bring,
            self.match_again,
            self.settle,
        ]

    def accept(self) -> None:
        if match := self._any(Match.objects.filter(state=MatchState.SUGGESTED)):
            deciding.accept(match, CAMILLE, runner_up=self.pick((True, False, False)))

    def undo(self) -> None:
        if match := self._any(Match.objects.filter(state=MatchState.ACCEPTED)):
            deciding.undo(match, CAMILLE)

    def dismiss(self) -> None:
        if match := self._any(Match.objects.filter(state=MatchState.SUGGESTED)):
            deciding.dismiss(match, CAMILLE)

    def by_hand(self) -> None:
        """One line over instalments of two clients."""
        line = self._any(BankLine.objects.filter(settled=False, amount_minor__gt=20))
        owed = list(Instalment.objects.filter(remaining_minor__gt=10).values_list("id", flat=True))
        if line and owed:
            parts = {self.pick(owed): Money(10, "EUR") for _ in range(2)}
            deciding.match_by_hand(line, parts, CAMILLE)

    def promise(self) -> None:
        if self.pick((True, False, False)) and (given := self._any(Promise.objects.filter(state="open"))):
            withdraw_promise(given, DEBTOR)
        else:
            promise(self.pick(self.clients), TODAY + timedelta(3), DEBTOR)

    def claim(self) -> None:
        client = self.pick(self.clients)
        claim_paid(client, Instalment.objects.filter(client_id=client).values_list("id", flat=True), DEBTOR)

    def pay(self) -> None:
        by_hand.receive_by_hand(
            self.pick(self.clients),
            euros(self.pick(AMOUNTS)),
            PaymentMethod.CHEQUE,
            TODAY,
            key=f"{self.place}-{self.done}-{self.refused}",
            on=TODAY,
            actor="Camille",
        )

    def take_back(self) -> None:
        standing = Payment.objects.filter(slot__startswith="hand:", reverses=None, reversals=None)
        if payment := self._any(standing):
            client = Payment.objects.values_list("client_id", flat=True).get(id=payment)
            by_hand.take_back(payment, client_id=client, on=TODAY, actor="Camille")

    def credit(self) -> None:
        allocate_credit(self.pick(self.clients), on=TODAY, actor="Camille")

    def bring(self) -> None:
        """Statements of two accounts at once, in either order."""
        accounts = self.pick((IBANS, IBANS[::-1]))
        import_uploads(
            [self._statement(account, f"{self.place}-{self.done}-{account[-3:]}") for account in accounts],
            on=TODAY,
            actor="Camille",
        )

    def match_again(self) -> None:
        automatic.match_open_lines(on=TODAY)

    def settle(self) -> None:
        settle_promises(TODAY + timedelta(self.pick((0, 10))))

    def pick(self, options):
        """One of them, another each time, the same in each run."""
        self.picked += 1
        return options[crc32(f"{self.place}:{self.picked}".encode()) % len(options)]

    def _any(self, found) -> int | None:
        ids = list(found.values_list("id", flat=True))
        return self.pick(ids) if ids else None

    def _statement(self, account: str, key: str) -> Upload:
        name = self.pick(NAMES).upper()
        entries = [
            credit(self.pick(AMOUNTS), f"VIR {name}", payer=name, iban=IBANS[0], bank_id=f"{key}-1"),
            credit("300.00", f"VIREMENT {key}", payer="TIERS", bank_id=f"{key}-2"),
        ]
        content = camt053(entries, account=account)
        return Upload(f"{key}.xml", len(content), BytesIO(content))


def test_no_hands_wait_for_each_other_in_a_circle(organisation_committed):
    with tenant(organisation_committed):
        clients = [make_client(name, email=f"c{place}@client.example") for place, name in enumerate(NAMES)]
        for place in range(12):
            client = clients[place % len(clients)]
            make_instalment(client, f"FA-2026-{place:04d}", AMOUNTS[place % len(AMOUNTS)])
    before = deadlocks()
    hands = [Hand(place, clients) for place in range(HANDS)]
    with ThreadPoolExecutor(HANDS) as threads:
        each: list[Hand] = list(threads.map(lambda hand: hand.work(organisation_committed), hands))
    assert deadlocks() == before
    assert min(hand.done for hand in each) > 0
    with tenant(organisation_committed):
        assert examine() == []
        assert Match.objects.filter(state=MatchState.UNDONE).exists()


def deadlocks() -> int:
    """How many circles PostgreSQL had to break in this database, ever."""
    connection.close()  # what a connection knows about the statistics is fixed for its transaction
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
