"""A message recalls charges that somebody claimed, each in a line, with the worksheet; it never claims any."""

import re
from datetime import date

import pytest

from quitus.apps.charges.actions import Wanted, claim_charges, waive
from quitus.apps.charges.queries import claimed_charges
from quitus.apps.clients.actions import update_client
from quitus.apps.clients.details import ClientDetails
from quitus.apps.reminders.facts import gather
from quitus.apps.reminders.facts_of_letter import Letter, letter
from quitus.apps.reminders.letters import write
from quitus.apps.reminders.policies import active_policies, install_policy
from quitus.domain.reminders.group import PlannedMessage, ReminderLine
from quitus.domain.reminders.policy import Channel
from tests.firm import TODAY, make_client, make_instalment


@pytest.fixture
def claimed(inside) -> tuple[int, object]:
    """A client with one invoice of 1,240.00 due on 15 October 2026, whose charges were claimed on 24 November."""
    install_policy(on=date(2026, 9, 1), by="camille")
    client = make_client()
    instalment = make_instalment(client, "F-2026-07")
    claim_charges(Wanted(client_id=client, until=TODAY), on=TODAY, actor="camille")
    return client, instalment


def letter_of(client: int, instalment, step_key: str = "firm") -> Letter:
    (policy,) = active_policies(TODAY).values()
    step = policy.rules.step(step_key)
    facts = gather([instalment.id], TODAY).instalments
    one = facts[instalment.id]
    line = ReminderLine(one.instalment_id, one.due, one.remaining_minor, one.currency, step)
    message = PlannedMessage(TODAY, client, Channel.EMAIL, step, step.approval, (line,), ())
    return letter(message, facts, "Hélène Vasseur", "")


def text_of(made: Letter) -> str:
    return write(made.template, made.language, made.facts).text


@pytest.mark.parametrize("step", ["firm", "last"])
def test_each_charge_has_its_line_and_the_worksheet_goes_along(claimed, step):
    client, instalment = claimed
    made = letter_of(client, instalment, step)
    text = text_of(made).replace("\u00a0", " ").replace("\u202f", " ")
    # 40 days at 12.40 % on 1,240.00: 16.85
    assert "S’y ajoutent 56,85 € de pénalités de retard" in text
    assert "F-2026-07, intérêts du 16 octobre au 24 novembre  16,85 €" in text
    assert re.search(r"  F-2026-07, indemnité forfaitaire {4,}40,00 €", text)
    assert "1 240,00 €" in text  # the invoice itself is what it was
    assert [enclosure.name for enclosure in made.enclosures] == ["PEN-2026-0001.pdf"]


def test_in_english_too(claimed):
    client, instalment = claimed
    update_client(client, ClientDetails(name="Berthier Ltd", language="en"), on=TODAY, actor="camille")
    text = text_of(letter_of(client, instalment)).replace("\u00a0", " ")
    assert "€56.85 of late-payment charges" in text
    assert "interest from 16 October to 24 November" in text or "interest from October 16" in text


def test_what_was_waived_is_not_recalled(claimed):
    client, instalment = claimed
    for charge in claimed_charges(client):
        waive(charge.id, None, "Geste commercial", client_id=client, on=TODAY, actor="camille")
    made = letter_of(client, instalment)
    assert "pénalités" not in text_of(made)
    assert made.enclosures == ()


def test_charges_of_other_invoices_are_not_spoken_of(claimed):
    client, _ = claimed
    other = make_instalment(client, "F-2026-08")
    made = letter_of(client, other)
    assert "pénalités" not in text_of(made)


def test_a_kind_word_speaks_of_no_charges(claimed):
    client, instalment = claimed
    assert "pénalités" not in text_of(letter_of(client, instalment, "any_problem"))
