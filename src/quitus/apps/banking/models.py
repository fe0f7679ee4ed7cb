"""What the bank says, and which payment each line is, with the reasons."""

from typing import ClassVar, Self

from django.db import models

from quitus.apps.banking.evidence import StandingManager
from quitus.apps.banking.returns.models import LineReturn
from quitus.apps.clients.models import Client
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantManager, TenantModel
from quitus.apps.payments.models import Payment
from quitus.domain.iban import iban_check_valid, iban_shape_valid

# A model of this app that lives apart.
_OTHERS = (LineReturn,)


class BankAccount(TenantModel):
    """An account of the firm. `up_to` is the last day its statements tell about without a gap.

    A closed one (`closed_on`) tells nothing more, and nobody waits for its statements.
    """

    iban = models.CharField(max_length=40)
    name = models.CharField(max_length=100, blank=True)
    currency = models.CharField(max_length=3)
    ledger_account = models.CharField(max_length=12, default="512000")
    up_to = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "iban"], name="bank_account_once"),
        ]

    def __str__(self) -> str:
        return self.iban

    @property
    def called(self) -> str:
        """What people call it: its IBAN, or the name that they gave where it has none."""
        is_iban = iban_shape_valid(self.iban) and iban_check_valid(self.iban)
        return self.iban if is_iban or not self.name else self.name


class Statement(TenantModel):
    """A statement as the bank sent it: what it opens with, its lines, what it closes with.

    One that `announces` is a report of the day or a notice: it tells movements before the statement of their day does
    (docs/adr/0016). A withdrawn one stays as evidence, and tells nothing any more.
    """

    bank_account = TenantForeignKey(BankAccount, related_name="statements")
    file = TenantForeignKey(StoredFile, related_name="+")
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    opening_minor = models.BigIntegerField(null=True)
    opening_on = models.DateField(null=True)
    closing_minor = models.BigIntegerField(null=True)
    closing_on = models.DateField(null=True)
    # The days it tells about: by its balances and its lines.
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    balanced = models.BooleanField(null=True)
    # What could not be read: [{"where": …, "code": …, "facts": {…}, "blocks": …}], kept and shown, never dropped.
    problems = models.JSONField(default=list)
    # How many booked lines it tells, and their sum; None for one that was read before this was kept.
    told_lines = models.PositiveIntegerField(null=True)
    told_minor = models.BigIntegerField(null=True)
    announces = models.BooleanField(default=False)
    imported_on = models.DateField()
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[StandingManager[Self]] = StandingManager()
    every: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "file", "position"],
                condition=models.Q(withdrawn_on=None),
                name="statement_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} #{self.position}"


class Withdrawn(models.TextChoices):
    """Why a line is out of the books."""

    UNDONE = "undone"  # the last statement that told it was withdrawn
    DIVIDED = "divided"  # a batch, since told payment by payment
    DENIED = "denied"  # announced, and the statement of its day does not tell it; it may come back


class BankLine(TenantModel):
    """One booked line of an account; `line_key` tells two equal transfers apart and the same one twice.

    `settled` is a cache of "an accepted match or an ignore stands", `decided_minor` of what matches of a part of it
    decide while the rest still waits: the doctor compares. `statement` told it first. It was booked `bookings` times:
    once more each time that it came back.
    """

    statement = TenantForeignKey(Statement, related_name="lines")
    bank_account = TenantForeignKey(BankAccount, related_name="lines")
    line_key = models.CharField(max_length=64)
    booked_on = models.DateField()
    value_on = models.DateField(null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    label = models.TextField()
    counterparty = models.CharField(max_length=200, blank=True)
    iban = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=140, blank=True)
    bank_id = models.CharField(max_length=140, blank=True)
    # Money that goes back: what (ReturnKind), why, and the references of what failed, a line each. "" for another line.
    returned_kind = models.CharField(max_length=10, blank=True, db_default="")
    returned_code = models.CharField(max_length=10, blank=True, db_default="")
    returned_references = models.TextField(blank=True, db_default="")
    settled = models.BooleanField(default=False)
    decided_minor = models.BigIntegerField(default=0, db_default=0)
    bookings = models.PositiveSmallIntegerField(default=1)
    withdrawn_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=10, choices=Withdrawn, blank=True)

    objects: ClassVar[StandingManager[Self]] = StandingManager()
    every: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "bank_account", "line_key"],
                condition=models.Q(withdrawn_on=None),
                name="bank_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_minor=0)
                | models.Q(decided_minor__gt=0, decided_minor__lt=models.F("amount_minor")),
                name="bank_line_decided_within",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "booked_on"],
                condition=models.Q(settled=False, amount_minor__gt=0, withdrawn_on=None),
                name="bank_line_open",
            ),
            models.Index(fields=["organisation", "bank_account", "booked_on"], name="bank_line_by_date"),
            models.Index(
                fields=["organisation", "booked_on"],
                condition=~models.Q(returned_kind=""),
                name="bank_line_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount_minor} {self.label[:40]}"

    @property
    def open_minor(self) -> int:
        """What of it is left to be decided about."""
        return self.amount_minor - self.decided_minor


class KnownTable(TenantModel):
    """What a person said of the tables with these headers: their columns, and whose they are.

    `fingerprint` is `header_fingerprint(headers)`. `columns` is `ColumnMapping.plain()`; None where the reader finds
    them out. `bank_account`: of files that name none; `several_accounts` had such files, so it is asked each time.
    """

    fingerprint = models.CharField(max_length=24)
    headers = models.JSONField()
    columns = models.JSONField(null=True)
    bank_account = TenantForeignKey(BankAccount, null=True, related_name="+")
    several_accounts = models.BooleanField(default=False)
    file_name = models.CharField(max_length=200)
    told_by = models.CharField(max_length=80)
    told_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="known_table_once"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.headers)[:80]


class WaitingFile(TenantModel):
    """A file of tables that came in and waits for a word: what its columns mean, or whose account it is.

    It is deleted with its content once it is taken in, or given up. `columns`: what was said so far, by the
    fingerprints of its tables.
    """

    sha256 = models.BinaryField(max_length=32)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    bank_account = TenantForeignKey(BankAccount, null=True, related_name="+")
    columns = models.JSONField(default=dict)
    received_by = models.CharField(max_length=80)
    received_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="waiting_file_once"),
        ]

    def __str__(self) -> str:
        return self.file_name


class MatchState(models.TextChoices):
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    PART = "part"  # accepted for a part of the line; what is left waits for another match
    DISMISSED = "dismissed"  # by a person, or by another decision about the line
    OUTDATED = "outdated"  # what it named was paid otherwise, or is owed again: to be thought of anew
    UNDONE = "undone"
    IGNORED = "ignored"  # a credit that no instalment expects: own transfer, refund of a supplier


class Outcome(models.TextChoices):
    """What a person made of a suggestion."""

    FIRST = "first"  # it was right
    SECOND = "second"  # its runner-up was
    CHANGED = "changed"  # something else was
    IGNORED = "ignored"  # no client's payment at all
    REFUSED = "refused"  # wrong, and nobody knows yet what is right


class Match(TenantModel):
    """What a line was taken for, by whom and why. Undoing adds reversals; the row keeps its story."""

    line = TenantForeignKey(BankLine, related_name="matches")
    state = models.CharField(max_length=10, choices=MatchState)
    decided_by = models.CharField(max_length=80)  # "quitus" when automatic
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField()  # per mille
    margin = models.PositiveSmallIntegerField()  # per mille to the runner-up
    evidence = models.JSONField()  # [{"kind": …, "weight": per mille, "facts": {…}}]
    # The second best: {"score": …, "evidence": […], "charges_of": client}.
    runner_up = models.JSONField(null=True)
    # The client whose claimed charges it pays, and no instalment.
    charges_of = TenantForeignKey(Client, null=True, related_name="charge_matches")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "line"],
                condition=models.Q(state__in=["suggested", "accepted", "ignored"]),
                name="match_one_standing",
            ),
        ]
        indexes = [
            # How matching fared is counted from this index alone.
            models.Index(
                fields=["organisation", "decided_by", "state", "outcome"],
                include=["score", "decided_on"],
                name="match_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"


class MatchPart(TenantModel):
    """One instalment that the line would pay; rank 0 is the proposal, 1 the runner-up."""

    match = TenantForeignKey(Match, related_name="parts")
    instalment = TenantForeignKey(Instalment, related_name="match_parts")
    amount_minor = models.BigIntegerField()
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "match", "rank", "instalment"], name="match_part_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.amount_minor} to {self.instalment_id}"


class MatchPayment(TenantModel):
    """A payment that an accepted match made; several when one transfer pays for several clients."""

    match = TenantForeignKey(Match, related_name="payments")
    payment = TenantForeignKey(Payment, related_name="matches")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "payment"], name="match_payment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: payment {self.payment_id}"


class RuleKind(models.TextChoices):
    PAYS_FOR = "pays_for"
    IGNORE = "ignore"


class PayerRule(TenantModel):
    """What a person said of a payer once and for all: it pays for this client, or never for any.

    The payer is an account (`iban`, as a key), a name (`name`; `name_key` is how it is compared), or both: either
    finds it, but where the accounts differ, a name alone does not find a payer of nobody. One row for each client of a
    group that one payer pays for. What it decided stays when it is removed.
    """

    kind = models.CharField(max_length=8, choices=RuleKind)
    iban = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True)
    client = TenantForeignKey(Client, null=True, related_name="payer_rules")
    reason = models.CharField(max_length=200, blank=True)  # of a payer of nobody: what its money is
    by_itself = models.BooleanField(default=False)  # put aside without asking, else only proposed
    line = TenantForeignKey(BankLine, related_name="rules")  # the one that taught it
    made_by = models.CharField(max_length=80)
    made_on = models.DateField()
    recorded_at = models.DateTimeField()
    removed_by = models.CharField(max_length=80, blank=True)
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client", "iban", "name_key"],
                condition=models.Q(kind="pays_for", removed_on=None),
                name="payer_rule_of_client_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "iban", "name_key"],
                condition=models.Q(kind="ignore", removed_on=None),
                name="payer_rule_of_nobody_once",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(kind="pays_for", client__isnull=False)
                    | models.Q(kind="ignore", client__isnull=True)
                )
                & ~models.Q(iban="", name_key=""),
                name="payer_rule_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.iban or self.name}"


class RuleUse(TenantModel):
    """A match whose payer a rule knew."""

    rule = TenantForeignKey(PayerRule, related_name="uses")
    match = TenantForeignKey(Match, related_name="rules")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "rule", "match"], name="rule_use_once"),
        ]

    def __str__(self) -> str:
        return f"rule {self.rule_id} of match {self.match_id}"


class MatchingCare(TenantModel):
    """How careful the firm wants matching to be, where it is not the usual: at most one row.

    `automatic` is the score, per mille, from which a line is matched without asking; null: never.
    """

    automatic = models.PositiveSmallIntegerField(null=True)
    changed_by = models.CharField(max_length=80)
    changed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="matching_care_once"),
        ]

    def __str__(self) -> str:
        return str(self.automatic)
