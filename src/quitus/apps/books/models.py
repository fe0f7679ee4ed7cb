"""Double entry behind every balance (PCG 2025, ANC 2022-06)."""

from django.db import models

from quitus.apps.clients.models import Client
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class Journal(models.TextChoices):
    """The French journals: opening, sales, bank, sundry."""

    OPENING = "AN"
    SALES = "VE"
    BANK = "BQ"
    SUNDRY = "OD"


class JournalEntry(TenantModel):
    """One event in the books. Debits equal credits, by a constraint trigger at commit.

    `source` names what it records ("invoice:42"): the same event is never booked twice. `happened_on` is its day in
    the books, `document_on` the day of its paper: an event of a period that is closed is booked on the first open day
    (docs/adr/0014). The FEC number is given when a period closes: `EntryNumber`.
    """

    journal = models.CharField(max_length=2, choices=Journal)
    happened_on = models.DateField()
    document_on = models.DateField()
    recorded_at = models.DateTimeField()
    document = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    source = models.CharField(max_length=60)
    reverses = TenantForeignKey("self", null=True, related_name="reversals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source"], name="entry_source_once"),
        ]
        indexes = [models.Index(fields=["organisation", "happened_on", "id"], name="entry_by_day")]

    def __str__(self) -> str:
        return f"{self.journal} {self.document}"


class JournalLine(TenantModel):
    """One side of an entry, in the organisation's currency; `original_*` is what the paper says."""

    entry = TenantForeignKey(JournalEntry, related_name="lines", db_index=False)  # see 0003_balanced
    account = models.CharField(max_length=12)
    client = TenantForeignKey(Client, null=True, related_name="+", db_index=False)
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)
    original_minor = models.BigIntegerField()
    original_currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(debit__gte=0, credit=0) | models.Q(debit=0, credit__gte=0),
                name="journal_line_one_side",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "account", "client"], name="line_by_account")]

    def __str__(self) -> str:
        return f"{self.account} {self.debit}/{self.credit}"


class AccountChoice(TenantModel):
    """The firm's own account for a use (`domain/books/accounts.py`). The newest of a use holds."""

    use = models.CharField(max_length=30)
    account = models.CharField(max_length=12)
    label = models.CharField(max_length=100, blank=True)  # "": the chart's own
    since = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["organisation", "use", "-id"], name="account_choice_newest")]

    def __str__(self) -> str:
        return f"{self.use} on {self.account} since {self.since}"


class FinancialYear(TenantModel):
    """A financial year that the firm named, or that a closing reached. Others: `domain/financial_years.py`."""

    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "first"], name="financial_year_first_once"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="financial_year_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class BooksHead(TenantModel):
    """Up to which day the books are closed. Who posts shares its lock, who closes has it alone (docs/adr/0014)."""

    closed_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="books_head_once"),
        ]

    def __str__(self) -> str:
        return f"closed until {self.closed_until}"


class Closing(TenantModel):
    """The books were made final up to a day. There is no way back: corrections are entries of an open day."""

    until = models.DateField()
    closed_on = models.DateField()  # the FEC's ValidDate
    closed_by = models.CharField(max_length=80)
    entries = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "until"], name="closing_once"),
            models.CheckConstraint(
                condition=models.Q(closed_on__gt=models.F("until")), name="closing_after_its_end"
            ),
        ]

    def __str__(self) -> str:
        return f"closed until {self.until}"


class EntryNumber(TenantModel):
    """The number that an entry got when its period closed: without a gap within its journal and year."""

    entry = TenantForeignKey(JournalEntry, related_name="numbers", db_index=False)
    year = TenantForeignKey(FinancialYear, related_name="+", db_index=False)
    journal = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    closing = TenantForeignKey(Closing, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entry"], name="entry_numbered_once"),
            models.UniqueConstraint(
                fields=["organisation", "year", "journal", "number"], name="number_given_once"
            ),
        ]

    def __str__(self) -> str:
        return number_text(self.journal, self.number)


def number_text(journal: str, number: int) -> str:
    """VE000042: the number as people read it, and as the FEC has it."""
    return f"{journal}{number:06}"
