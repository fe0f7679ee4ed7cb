"""Note what was agreed about lateness, what happened to a claim in law, and rates with their source."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from quitus.apps.clients.models import Client
from quitus.apps.clients.watchers import tell_client_changed
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.actions import client_facts_changed
from quitus.apps.invoicing.models import Invoice
from quitus.apps.law.limitation import UNDONE_KINDS
from quitus.apps.law.models import AddedRate, LateTermsVersion, LegalEvent, LegalEventKind
from quitus.apps.law.queries import late_terms_of, late_terms_of_firm, rate_tables
from quitus.apps.law.watchers import tell_rate_replaced
from quitus.apps.organisations.sql import few_rows
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.timeline.actions import Event, record
from quitus.domain.charges.late_terms import LateTerms
from quitus.domain.law.limitation import FIRST
from quitus.domain.law.rates import RateTable, half_year
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_day, check_past_day
from quitus.ports.clock import real_now

HIGHEST_PERCENT = Decimal(100)
ONE_DAY = timedelta(days=1)
RATES_LOCK = 0x51555254  # "QURT": the advisory lock under which a firm's rates change
SHORTEST_SOURCE = 8  # characters: "BCE" alone says nobody where to look


def agree_late_terms(
    terms: LateTerms | None, *, client_id: int | None = None, on: date, actor: str
) -> LateTermsVersion | None:
    """Set the firm's late terms, or one client's (None: the firm's again). The version, None where nothing changes.

    Earlier versions stay readable: what was claimed was claimed by them.
    """
    if client_id is None and terms is None:
        terms = LateTerms()
    check_day(on)
    if client_id is not None:
        Client.objects.select_for_update(no_key=True).get(id=client_id)
    now = late_terms_of_firm() if client_id is None else late_terms_of([client_id])[client_id]
    own = client_id is None or has_own_terms(client_id)
    if (terms is None and not own) or (own and terms == now):
        return None
    version = LateTermsVersion.objects.create(
        client_id=client_id, agreed_on=on, recorded_at=real_now(), recorded_by=actor[:80], **_columns(terms)
    )
    facts = {"own": terms is not None, "claims": terms.claims.value if terms else "", "rate": _rate(terms)}
    record(Event("late_terms_agreed", on, actor, client_id, facts))
    return version


def has_own_terms(client_id: int) -> bool:
    """Whether a client has late terms of its own."""
    newest = LateTermsVersion.objects.filter(client_id=client_id).order_by("-id").first()
    return newest is not None and bool(newest.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLegalEvent:
    """Something that happened to the claims on a client; `invoice_id` None: to all of them."""

    client_id: int
    kind: LegalEventKind
    happened_on: date
    invoice_id: int | None = None
    ended_on: date | None = None
    note: str = ""
    proof: StoredFile | None = None


def note_legal_event(new: NewLegalEvent, *, on: date, actor: str) -> LegalEvent:
    """Note a formal notice, an acknowledgement, a lawsuit, an insolvency.

    Refused: day_out_of_reach, day_to_come, legal_event_in_the_future, limitation_day_out_of_reach,
    legal_event_ends_before, invoice_not_of_client, legal_event_known, legal_event_without_action.
    """
    Client.objects.select_for_update(no_key=True).get(id=new.client_id)
    check_past_day(new.ended_on, on)
    if new.happened_on > on:
        raise Refused("legal_event_in_the_future", day=new.happened_on)
    if new.happened_on < FIRST:  # a slip of the keyboard: the clock would not read it
        raise Refused("limitation_day_out_of_reach", day=new.happened_on, first=FIRST, last=on)
    if new.ended_on is not None and new.ended_on < new.happened_on:
        raise Refused("legal_event_ends_before", day=new.ended_on, began=new.happened_on)
    if new.invoice_id is not None and not _is_theirs(new.invoice_id, new.client_id):
        raise Refused("invoice_not_of_client", invoice=new.invoice_id)
    same = LegalEvent.objects.filter(
        client_id=new.client_id, kind=new.kind, happened_on=new.happened_on, recalled_on=None
    )
    if new.invoice_id in same.values_list("invoice_id", flat=True):
        raise Refused("legal_event_known", day=new.happened_on)
    if new.kind is LegalEventKind.COURT_ACTION_FAILED and not _undoes_something(new):
        raise Refused("legal_event_without_action", day=new.happened_on)
    event = LegalEvent.objects.create(
        client_id=new.client_id,
        invoice_id=new.invoice_id,
        kind=new.kind.value,
        happened_on=new.happened_on,
        ended_on=new.ended_on,
        note=new.note[:500],
        proof=new.proof,
        recorded_at=real_now(),
        recorded_by=actor[:80],
    )
    client_facts_changed([new.client_id], on)
    record(Event("legal_event_noted", on, actor, new.client_id, _told(event)))
    tell_client_changed(new.client_id, on)
    return event


def recall_legal_event(event_id: int, *, client_id: int, on: date, actor: str) -> None:
    """Take back what was noted by mistake; it stays readable. Raises LegalEvent.DoesNotExist."""
    Client.objects.select_for_update(no_key=True).get(id=client_id)
    event = LegalEvent.objects.get(id=event_id, client_id=client_id)
    if event.recalled_on is not None:
        return
    event.recalled_on = on
    event.save(update_fields=["recalled_on"])
    client_facts_changed([client_id], on)
    record(Event("legal_event_recalled", on, actor, client_id, _told(event)))
    tell_client_changed(client_id, on)


def add_rate(table: str, since: date, percent: Decimal, source: str, *, on: date, actor: str) -> AddedRate:
    """Add the rate of the half-year that begins on `since`, with where it was read.

    Only the half-year that follows the last one known, or that precedes the first: nothing that is known is replaced,
    no gap is left. Where one was recalled, what was claimed with it is weighed anew.
    Refused: rate_table_unknown, rate_known, rate_not_next, rate_out_of_reach, rate_source_missing.
    """
    _one_at_a_time()
    tables = rate_tables()
    if table not in tables:
        raise Refused("rate_table_unknown", table=table)
    first, last = half_year(since)
    _check_place(tables[table], first, last)
    if not 0 <= percent <= HIGHEST_PERCENT:
        raise Refused("rate_out_of_reach", percent=percent, highest=HIGHEST_PERCENT)
    if len(source.strip()) < SHORTEST_SOURCE:
        raise Refused("rate_source_missing")
    row = AddedRate.objects.create(
        table=table,
        since=first,
        until=last,
        percent=percent,
        source=source.strip()[:300],
        recorded_at=real_now(),
        recorded_by=actor[:80],
    )
    if AddedRate.objects.filter(table=table, since=first).exclude(recalled_on=None).exists():
        tell_rate_replaced(on)
    record(Event("rate_added", on, actor, None, _rate_told(row)))
    return row


def recall_rate(rate_id: int, why: str, *, on: date, actor: str) -> None:
    """Take back a rate that was added wrong, so that another can be added; it stays readable with the reason.

    Claims that were made with it keep their worksheet; until another is added, nothing says that they were too high or
    too low. Refused: rate_recall_without_reason.
    Raises AddedRate.DoesNotExist.
    """
    _one_at_a_time()
    row = AddedRate.objects.get(id=rate_id)
    if row.recalled_on is not None:
        return
    if not why.strip():
        raise Refused("rate_recall_without_reason")
    row.recalled_on, row.recalled_by, row.recalled_why = on, actor[:80], why.strip()[:300]
    row.save(update_fields=["recalled_on", "recalled_by", "recalled_why"])
    record(Event("rate_recalled", on, actor, None, _rate_told(row) | {"why": row.recalled_why}))


def _one_at_a_time() -> None:
    """Who adds or recalls a rate waits for whoever does already, and sees what came of it."""
    values = {"lock": RATES_LOCK, "organisation": current_organisation_id()}
    few_rows("SELECT pg_advisory_xact_lock(%(lock)s::int, hashint8(%(organisation)s))", values)


def _check_place(table: RateTable, first: date, last: date) -> None:
    since, until = table.known_since, table.known_until
    if since <= last and first <= until:
        raise Refused("rate_known", day=first, table=table.name)
    if ONE_DAY not in (first - until, since - last):
        raise Refused("rate_not_next", day=first, since=since, known=until)


def _rate_told(row: AddedRate) -> dict[str, object]:
    return {
        "table": row.table,
        "since": row.since.isoformat(),
        "percent": f"{row.percent:f}",
        "source": row.source,
    }


def _is_theirs(invoice_id: int, client_id: int) -> bool:
    return Invoice.objects.filter(id=invoice_id, client_id=client_id).exists()


def _undoes_something(failure: NewLegalEvent) -> bool:
    """Whether an action stands that this one ends without success (C. civ. 2243)."""
    brought = LegalEvent.objects.filter(
        client_id=failure.client_id,
        kind__in=list(UNDONE_KINDS),
        recalled_on=None,
        happened_on__lte=failure.happened_on,
    )
    if failure.invoice_id is not None:
        brought = brought.filter(Q(invoice_id=failure.invoice_id) | Q(invoice=None))
    return brought.exists()


def _columns(terms: LateTerms | None) -> dict[str, object]:
    if terms is None:
        return {"claims": None}
    return {
        "claims": terms.claims.value,
        "rate": terms.rate,
        "basis": terms.conventions.basis.value,
        "rounding": terms.conventions.rounding.value,
        "order": terms.conventions.order.value,
        "compound": terms.conventions.compound,
        "working_day_grace": terms.working_day_grace,
        "discount_percent": terms.discount_percent,
        "discount_days": terms.discount_days,
        "discount_vat": terms.discount_vat.value,
    }


def _rate(terms: LateTerms | None) -> str:
    return f"{terms.rate:f}" if terms and terms.rate is not None else ""


def _told(event: LegalEvent) -> dict[str, object]:
    return {
        "kind": event.kind,
        "happened_on": event.happened_on.isoformat(),
        "ended_on": event.ended_on.isoformat() if event.ended_on else "",
        "number": event.invoice.number if event.invoice else "",
        "note": event.note,
    }
