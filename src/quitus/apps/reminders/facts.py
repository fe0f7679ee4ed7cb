"""Rows to what the reminder rules read: few queries for any number of instalments.

Each pause keeps its own rows and is derived here, so that nothing has to be kept in step. The same statements serve
a night over a hundred thousand instalments and one message about three.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from quitus.apps.banking.known_days import bank_data_until
from quitus.apps.law.limitation import Dated, sue_by
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.sql import FEW, Row, few_rows, rows
from quitus.apps.reminders.policies import ActivePolicy, active_policies
from quitus.domain.days import Calendar
from quitus.domain.reminders.facts import UNTIL_FURTHER_NOTICE, ClientFacts, InstalmentFacts, Situation
from quitus.domain.reminders.policy import Policy
from quitus.ports.registry import adapters

# The columns are in the order of `InstalmentFacts`, then come the starting point, its day, and the invoice. What was
# invoiced after the opening of an insolvency is owed and asked for as usual (C. com. L622-17).
INSTALMENTS = """
WITH wanted AS MATERIALIZED (
    SELECT id, client_id, invoice_id, due_on, remaining_minor, currency, released_on
    FROM invoicing_instalment WHERE id = ANY(%(ids)s::bigint[])
)
SELECT w.id, w.client_id, w.due_on, w.remaining_minor, w.currency, v.sent_on, w.released_on IS NOT NULL,
    last.step, last.settled_on, promised.until, coalesce(promised.minor, 0), coalesce(contested.minor, 0),
    claimed.instalment_id IS NOT NULL OR suggested.instalment_id IS NOT NULL OR coalesce(answer.received, false),
    paused.until, waiting.instalment_id IS NOT NULL,
    CASE WHEN NOT answer.received THEN answer.answered_on END, insolvent.instalment_id IS NOT NULL,
    start.step, start.said_on, w.invoice_id
FROM wanted w
JOIN invoicing_invoice v ON v.id = w.invoice_id
LEFT JOIN (
    SELECT DISTINCT ON (r.instalment_id) r.instalment_id, r.step, r.settled_on
    FROM wanted w JOIN reminders_reminder r ON r.instalment_id = w.id
    WHERE r.state IN ('sent', 'done', 'unsure', 'skipped')
    ORDER BY r.instalment_id, r.settled_on DESC, r.level DESC, r.id DESC
) last ON last.instalment_id = w.id
LEFT JOIN (
    SELECT part.instalment_id, sum(part.amount_minor)::bigint AS minor, max(promise.promised_for) AS until
    FROM wanted w JOIN answers_promisepart part ON part.instalment_id = w.id
    JOIN answers_promise promise ON promise.id = part.promise_id AND promise.state = 'open'
    GROUP BY part.instalment_id
) promised ON promised.instalment_id = w.id
LEFT JOIN (
    SELECT dispute.instalment_id, dispute.amount_minor AS minor
    FROM wanted w JOIN answers_dispute dispute ON dispute.instalment_id = w.id
    WHERE dispute.resolved_on IS NULL AND dispute.holds
) contested ON contested.instalment_id = w.id
LEFT JOIN (
    SELECT claim.instalment_id
    FROM wanted w JOIN answers_paidclaim claim ON claim.instalment_id = w.id
    WHERE claim.settled_on IS NULL AND claim.holds
) claimed ON claimed.instalment_id = w.id
LEFT JOIN (
    SELECT DISTINCT part.instalment_id
    FROM wanted w JOIN banking_matchpart part ON part.instalment_id = w.id
    JOIN banking_match match ON match.id = part.match_id AND match.state = 'suggested'
) suggested ON suggested.instalment_id = w.id
LEFT JOIN (
    SELECT DISTINCT ON (a.instalment_id) a.instalment_id, a.received, a.answered_on
    FROM wanted w JOIN answers_receiptanswer a ON a.instalment_id = w.id
    ORDER BY a.instalment_id, a.id DESC
) answer ON answer.instalment_id = w.id
LEFT JOIN (
    SELECT hold.instalment_id, max(coalesce(hold.until_on, %(no_end)s)) AS until
    FROM wanted w JOIN reminders_hold hold ON hold.instalment_id = w.id
    WHERE hold.lifted_on IS NULL AND hold.from_on <= %(on)s
    GROUP BY hold.instalment_id
) paused ON paused.instalment_id = w.id
LEFT JOIN (
    SELECT DISTINCT r.instalment_id
    FROM wanted w JOIN reminders_reminder r ON r.instalment_id = w.id
    WHERE r.state = 'planned' AND r.message_id IS DISTINCT FROM %(of_message)s
) waiting ON waiting.instalment_id = w.id
LEFT JOIN (
    SELECT DISTINCT ON (s.instalment_id) s.instalment_id, s.step, s.said_on
    FROM wanted w JOIN reminders_startingpoint s ON s.instalment_id = w.id
    ORDER BY s.instalment_id, s.id DESC
) start ON start.instalment_id = w.id
LEFT JOIN (
    SELECT DISTINCT w.id AS instalment_id
    FROM law_legalevent opening JOIN wanted w ON w.client_id = opening.client_id
    JOIN invoicing_invoice v ON v.id = w.invoice_id
    WHERE opening.kind = 'insolvency' AND opening.recalled_on IS NULL AND v.issued_on <= opening.happened_on
        AND (opening.invoice_id IS NULL OR opening.invoice_id = w.invoice_id)
) insolvent ON insolvent.instalment_id = w.id
ORDER BY w.id
"""

CLIENTS = """
SELECT c.id, contact.id IS NOT NULL, paused.until, last.settled_on, c.pay_run_days,
    c.country, choice.policy_id, contact.id, contact.email, c.kind,
    EXISTS (
        SELECT FROM payments_paymentreturn
        WHERE client_id = c.id AND holds AND hold_ended_on IS NULL AND undone_on IS NULL)
FROM clients_client c
LEFT JOIN LATERAL (
    SELECT id, email FROM clients_contact
    WHERE client_id = c.id AND email <> '' AND bounced_on IS NULL AND archived_on IS NULL
    ORDER BY role <> 'accounting', position, id LIMIT 1
) contact ON true
LEFT JOIN LATERAL (
    SELECT max(coalesce(until_on, %(no_end)s)) AS until FROM reminders_hold
    WHERE client_id = c.id AND instalment_id IS NULL AND lifted_on IS NULL AND from_on <= %(on)s
) paused ON true
LEFT JOIN LATERAL (
    SELECT settled_on FROM reminders_reminder
    WHERE client_id = c.id AND state IN ('sent', 'done', 'unsure') AND settled_on IS NOT NULL
    ORDER BY settled_on DESC LIMIT 1
) last ON true
LEFT JOIN reminders_policychoice choice ON choice.client_id = c.id
WHERE c.id = ANY(%(ids)s::bigint[])
"""

# A promise may lie months ahead, a missed step years back.
CALENDAR_YEARS = range(-1, 3)


@dataclass(frozen=True, slots=True)
class Debtor:
    """A client as the rules see it, and what sending to it takes; no contact: nobody there can be written to."""

    facts: ClientFacts
    policy: ActivePolicy | None
    country: str
    contact_id: int | None
    address: str
    kind: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that deciding takes, on one day. `instalments` in the order of their ids."""

    on: date
    instalments: dict[int, InstalmentFacts]
    debtors: dict[int, Debtor]
    bank_data_until: date | None

    @property
    def clients(self) -> dict[int, ClientFacts]:
        """The debtors as the rules see them."""
        return {client_id: debtor.facts for client_id, debtor in self.debtors.items()}

    def situation(self, country: str) -> Situation:
        """The day, where the debtor works."""
        return Situation(self.on, calendar_of(country, self.on), self.bank_data_until)

    def by_rules(self) -> Mapping[tuple[ActivePolicy, str], Sequence[int]]:
        """The instalments by what decides about them: their policy, and the calendar of their debtor's country.

        Without a policy nothing is decided, and they are missing.
        """
        groups: dict[tuple[int, str], list[int]] = defaultdict(list)
        policies: dict[int, ActivePolicy] = {}
        for facts in self.instalments.values():
            debtor = self.debtors[facts.client_id]
            if debtor.policy is not None:
                policies[debtor.policy.id] = debtor.policy
                groups[debtor.policy.id, debtor.country].append(facts.instalment_id)
        return {(policies[policy_id], country): ids for (policy_id, country), ids in groups.items()}


def gather(instalment_ids: Sequence[int], on: date, *, of_message: int = 0) -> Gathered:
    """The facts of these instalments; the reminders that `of_message` carries do not count as waiting."""
    policies = active_policies(on)
    read = few_rows if len(instalment_ids) <= FEW else rows
    found = read(
        INSTALMENTS,
        {
            "ids": array_literal(instalment_ids),
            "on": on,
            "no_end": UNTIL_FURTHER_NOTICE,
            "of_message": of_message,
        },
    )
    debtors = _debtors({row[1] for row in found}, on, policies)
    dated = [Dated(row[0], row[19], row[1], debtors[row[1]].kind, row[2]) for row in found]
    last_days = sue_by(dated, on)
    instalments = {}
    for row in found:
        told: Row = (*row[:17], last_days.get(row[0]))
        facts = InstalmentFacts(*told)
        if row[17] is not None:
            policy = debtors[facts.client_id].policy
            facts = facts if policy is None else _from_starting_point(facts, policy.rules, row[17], row[18])
        instalments[facts.instalment_id] = facts
    return Gathered(on, instalments, debtors, bank_data_until())


def calendar_of(country: str, on: date) -> Calendar:
    """The working days of a country around a date."""
    return adapters().calendars.of(country, on.year + CALENDAR_YEARS[0], on.year + CALENDAR_YEARS[-1])


def organisation_calendar(organisation: Organisation, on: date) -> Calendar:
    """The working days of the firm itself."""
    return calendar_of(organisation.country, on)


def _debtors(client_ids: Iterable[int], on: date, policies: dict[int, ActivePolicy]) -> dict[int, Debtor]:
    default = next((policy for policy in policies.values() if policy.is_default), None)
    ids = sorted(client_ids)
    read = few_rows if len(ids) <= FEW else rows
    found = read(CLIENTS, {"ids": array_literal(ids), "on": on, "no_end": UNTIL_FURTHER_NOTICE})
    return {
        row[0]: Debtor(
            facts=ClientFacts(row[0], row[1], row[2], row[3], tuple(row[4]), row[10]),
            policy=policies.get(row[6], default),
            country=row[5],
            contact_id=row[7],
            address=row[8] or "",
            kind=row[9],
        )
        for row in found
    }


def _from_starting_point(
    facts: InstalmentFacts, policy: Policy, step_key: str, said_on: date
) -> InstalmentFacts:
    """As if the step before the one that a person chose had left, just long enough ago for that one to leave."""
    step = policy.step(step_key)
    if step is None or (facts.last_step_on is not None and facts.last_step_on >= said_on):
        return facts
    if step.level == 1:
        return replace(facts, last_step=None, last_step_on=None)
    before = policy.steps[step.level - 2]
    long_ago = said_on - timedelta(days=before.rest_days(policy.minimum_gap_days))
    return replace(facts, last_step=before.key, last_step_on=long_ago)
