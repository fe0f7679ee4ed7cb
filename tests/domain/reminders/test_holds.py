"""Why does nothing leave? One row per obstacle, on an instalment whose question of Monday 12 October is due."""

from dataclasses import replace
from datetime import date

import pytest

from quitus.domain.reminders.decision import Reason, Verdict
from quitus.domain.reminders.facts import UNTIL_FURTHER_NOTICE, Situation
from quitus.domain.reminders.plan import decide
from quitus.domain.reminders.policy import Channel
from tests.domain.reminders.worlds import DUE, FRANCE, GENTLE, a_client, an_instalment, today

TUESDAY = date(2026, 10, 13)
SEND, WAIT, HOLD, DONE = Verdict.SEND, Verdict.WAIT, Verdict.HOLD, Verdict.DONE


def decided(on=TUESDAY, client=None, bank=date(2027, 12, 31), **facts):
    situation = Situation(on, FRANCE, bank)
    return decide(GENTLE, an_instalment(**facts), client or a_client(), situation)


def test_without_an_obstacle_the_step_leaves_and_asks_for_the_remainder():
    decision = decided(remaining_minor=7_550)
    assert (decision.verdict, decision.step.key, decision.reasons) == (SEND, "any_problem", ())
    assert decision.asked_minor == 7_550
    # Still so tomorrow if it did not leave; on Saturday 17 it would wait.
    assert (decision.until, decision.next_check_on) == (None, date(2026, 10, 17))


@pytest.mark.parametrize(
    ("facts", "verdict", "reasons", "until", "next_check_on"),
    [
        ({"remaining_minor": 0}, DONE, [Reason.PAID], None, None),
        ({"remaining_minor": -500}, DONE, [Reason.PAID], None, None),  # paid too much
        # The last day to sue was Monday 12: since Tuesday it is chased no more, whatever else stands.
        ({"sue_by": date(2026, 10, 12)}, HOLD, [Reason.TIME_BARRED], None, None),
        (
            {"sue_by": date(2026, 10, 12), "possibly_paid": True, "pending": True},
            HOLD,
            [Reason.TIME_BARRED, Reason.POSSIBLY_PAID, Reason.ALREADY_WAITING],
            None,
            None,
        ),
        ({"sue_by": date(2026, 10, 12), "remaining_minor": 0}, DONE, [Reason.PAID], None, None),
        # It arose before an insolvency: held until the event is recalled, whatever else stands.
        ({"before_insolvency": True}, HOLD, [Reason.INSOLVENCY], None, None),
        ({"before_insolvency": True, "remaining_minor": 0}, DONE, [Reason.PAID], None, None),
        (
            {"before_insolvency": True, "disputed_minor": 10_000, "sue_by": date(2026, 10, 20)},
            HOLD,
            [Reason.INSOLVENCY, Reason.CONTESTED],
            None,
            date(2026, 10, 21),
        ),
        # Still in time: what stands changes the day after the last one, if not before.
        (
            {"sue_by": date(2026, 10, 13), "possibly_paid": True},
            HOLD,
            [Reason.POSSIBLY_PAID],
            None,
            date(2026, 10, 14),
        ),
        ({"sue_by": date(2026, 10, 13), "remaining_minor": 0}, DONE, [Reason.PAID], None, None),
        (
            {"sue_by": date(2026, 11, 3), "paused_until": date(2026, 10, 30)},
            HOLD,
            [Reason.PAUSED_BY_USER],
            date(2026, 10, 30),
            date(2026, 10, 31),
        ),
        (
            {"sue_by": date(2027, 1, 1), "last_step": "formal_notice", "last_step_on": date(2026, 10, 1)},
            DONE,
            [Reason.ALL_STEPS_SENT],
            None,
            date(2027, 1, 2),
        ),
        ({"disputed_minor": 10_000}, HOLD, [Reason.CONTESTED], None, None),
        ({"disputed_minor": 12_000}, HOLD, [Reason.CONTESTED], None, None),  # and a part was paid since
        ({"possibly_paid": True}, HOLD, [Reason.POSSIBLY_PAID], None, None),
        ({"released": False}, HOLD, [Reason.NOT_RELEASED_AFTER_IMPORT], None, None),
        (
            {"last_step": "third_call", "last_step_on": date(2026, 9, 1)},
            HOLD,
            [Reason.STEP_UNKNOWN],
            None,
            None,
        ),
        (
            {"paused_until": date(2026, 10, 30)},
            HOLD,
            [Reason.PAUSED_BY_USER],
            date(2026, 10, 30),
            date(2026, 10, 31),
        ),
        ({"paused_until": UNTIL_FURTHER_NOTICE}, HOLD, [Reason.PAUSED_BY_USER], None, None),
        ({"pending": True}, WAIT, [Reason.ALREADY_WAITING], None, None),
        (
            {"pending": True, "disputed_minor": 10_000},
            HOLD,
            [Reason.CONTESTED, Reason.ALREADY_WAITING],
            None,
            None,
        ),
        # Promised for Friday 16: believed until Tuesday 20, two working days later.
        (
            {"promised_until": date(2026, 10, 16), "promised_minor": 10_000},
            HOLD,
            [Reason.PROMISED],
            date(2026, 10, 20),
            date(2026, 10, 21),
        ),
        # Half promised, half contested: nothing is left to ask until the promise lapses.
        (
            {"promised_until": date(2026, 10, 16), "promised_minor": 5_000, "disputed_minor": 5_000},
            HOLD,
            [Reason.PROMISED, Reason.CONTESTED],
            date(2026, 10, 20),
            date(2026, 10, 21),
        ),
        # The most important first; each shown.
        (
            {"possibly_paid": True, "paused_until": date(2026, 10, 14), "released": False},
            HOLD,
            [Reason.POSSIBLY_PAID, Reason.NOT_RELEASED_AFTER_IMPORT, Reason.PAUSED_BY_USER],
            None,
            date(2026, 10, 15),
        ),
        (
            {"last_step": "formal_notice", "last_step_on": date(2026, 10, 1)},
            DONE,
            [Reason.ALL_STEPS_SENT],
            None,
            None,
        ),
        (
            {"last_step": "due_day", "last_step_on": date(2026, 10, 8)},  # Thursday: seven days are the 15th
            WAIT,
            [Reason.MINIMUM_GAP],
            date(2026, 10, 14),
            date(2026, 10, 15),
        ),
        (
            {"last_step": "any_problem", "last_step_on": date(2026, 10, 12)},
            WAIT,
            [Reason.BEFORE_NEXT_STEP],
            date(2026, 10, 19),
            date(2026, 10, 20),
        ),
        (
            {"due": date(2026, 12, 7)},
            WAIT,
            [Reason.BEFORE_FIRST_STEP],
            date(2026, 11, 29),
            date(2026, 11, 30),
        ),
    ],
)
def test_what_is_against_the_debt(facts, verdict, reasons, until, next_check_on):
    decision = decided(**facts)
    assert (decision.verdict, list(decision.reasons)) == (verdict, reasons)
    assert (decision.until, decision.next_check_on) == (until, next_check_on)
    assert decision.asked_minor == 0


@pytest.mark.parametrize(
    "row",  # case, day, client, bank data until, instalment; verdict, reasons, until, next check
    [
        (
            "no address that works",
            TUESDAY,
            {"contactable": False},
            TUESDAY,
            {},
            HOLD,
            [Reason.NO_CONTACT],
            None,
            date(2026, 10, 19),  # the bank data will be too old as well
        ),
        (
            "the client is paused",
            TUESDAY,
            {"paused_until": date(2026, 10, 18)},
            TUESDAY,
            {},
            HOLD,
            [Reason.CLIENT_PAUSED],
            date(2026, 10, 18),
            date(2026, 10, 19),
        ),
        ("no bank data at all", TUESDAY, {}, None, {}, HOLD, [Reason.BANK_DATA_STALE], None, None),
        ("six days old", TUESDAY, {}, date(2026, 10, 7), {}, HOLD, [Reason.BANK_DATA_STALE], None, None),
        (
            "five days old: enough, tomorrow no more",
            TUESDAY,
            {},
            date(2026, 10, 8),
            {},
            SEND,
            [],
            None,
            date(2026, 10, 14),
        ),
        (
            "the creditor said on Monday: not received; that answer stands in for five days",
            TUESDAY,
            {},
            None,
            {"asked_receipt_on": date(2026, 10, 12)},
            SEND,
            [],
            None,
            date(2026, 10, 17),  # Saturday; on Sunday 18 the answer is too old
        ),
        (
            "an answer of last week",
            TUESDAY,
            {},
            None,
            {"asked_receipt_on": date(2026, 10, 7)},
            HOLD,
            [Reason.BANK_DATA_STALE],
            None,
            None,
        ),
        (
            "pays on the 15th, a Thursday: quiet from Tuesday 13 to Monday 19",
            TUESDAY,
            {"pay_run_days": (15, 30)},
            TUESDAY,
            {},
            HOLD,
            [Reason.PAY_RUN_NEAR],
            date(2026, 10, 19),
            date(2026, 10, 19),  # by then the bank data is too old as well
        ),
        (
            "another invoice was reminded on Friday 9",
            TUESDAY,
            {"last_contact_on": date(2026, 10, 9)},
            date(2027, 12, 31),
            {},
            WAIT,
            [Reason.CONTACT_GAP],
            date(2026, 10, 15),
            date(2026, 10, 16),
        ),
        (
            "all at once, the gravest first",
            TUESDAY,
            {"contactable": False, "pay_run_days": (15,), "last_contact_on": date(2026, 10, 12)},
            None,
            {},
            HOLD,
            [Reason.NO_CONTACT, Reason.BANK_DATA_STALE, Reason.PAY_RUN_NEAR, Reason.CONTACT_GAP],
            None,
            date(2026, 10, 19),
        ),
        (
            "Saturday",
            date(2026, 10, 17),
            {},
            date(2027, 12, 31),
            {},
            WAIT,
            [Reason.NOT_WORKING_DAY],
            date(2026, 10, 18),
            date(2026, 10, 19),
        ),
        (
            "Saturday is not worth a word beside another reason: the contested cost nothing at week-ends",
            date(2026, 10, 17),
            {},
            None,
            {},
            HOLD,
            [Reason.BANK_DATA_STALE],
            None,
            None,
        ),
    ],
)
def test_what_is_against_the_moment(row):
    case, on, client, bank, facts, verdict, reasons, until, next_check_on = row
    decision = decided(on=on, client=a_client(**client), bank=bank, **facts)
    assert (decision.verdict, list(decision.reasons)) == (verdict, reasons), case
    assert (decision.until, decision.next_check_on) == (until, next_check_on), case


def test_on_its_last_day_a_debt_is_still_asked_for_and_not_the_day_after():
    decision = decided(sue_by=TUESDAY)
    assert (decision.verdict, decision.next_check_on) == (SEND, date(2026, 10, 14))
    assert decided(sue_by=TUESDAY, on=decision.next_check_on).reasons == (Reason.TIME_BARRED,)


@pytest.mark.parametrize(
    ("case", "facts", "asked"),
    [
        ("a part was paid", {"remaining_minor": 2_500}, 2_500),
        ("a part is contested", {"disputed_minor": 3_000}, 7_000),
        ("a part is promised", {"promised_until": date(2026, 10, 16), "promised_minor": 4_000}, 6_000),
        ("that promise was broken", {"promised_until": date(2026, 10, 8), "promised_minor": 4_000}, 10_000),
        (
            "part promised, part contested",
            {"promised_until": date(2026, 10, 16), "promised_minor": 4_000, "disputed_minor": 3_000},
            3_000,
        ),
    ],
)
def test_the_rest_is_still_asked_for(case, facts, asked):
    decision = decided(**facts)
    assert (decision.verdict, decision.asked_minor) == (SEND, asked), case


def test_a_promised_part_is_asked_again_the_day_the_promise_lapses():
    decision = decided(promised_until=date(2026, 10, 12), promised_minor=4_000)  # believed until Wednesday 14
    assert (decision.asked_minor, decision.next_check_on) == (6_000, date(2026, 10, 15))


def test_a_run_before_the_due_date_will_not_pay_it():
    # The announcement of Monday 28 September leaves though the client pays on Wednesday 30: not this invoice.
    client = a_client(pay_run_days=(30,))
    assert decided(on=date(2026, 9, 28), client=client).verdict is SEND


def test_a_run_of_last_month_still_counts_in_the_new_one():
    # Due Thursday 24 September, asked on Thursday 1 October; paid on Wednesday 30, seen until Friday 2.
    decision = decided(due=date(2026, 9, 24), on=date(2026, 10, 1), client=a_client(pay_run_days=(30,)))
    assert (decision.reasons, decision.until) == ((Reason.PAY_RUN_NEAR,), date(2026, 10, 2))


@pytest.mark.parametrize("on", [date(2026, 9, 8), date(2026, 9, 28), DUE])
def test_nothing_before_the_due_date_needs_fresh_bank_data(on):
    assert decided(on=on, bank=None).verdict is SEND


def test_without_proof_of_sending_and_without_arrival_check_everything_is_held():
    policy = replace(GENTLE, steps=tuple(replace(s, level=s.level - 1) for s in GENTLE.steps[1:]))
    decision = decide(policy, an_instalment(sent_on=None), a_client(), today(TUESDAY))
    assert (decision.verdict, decision.reasons) == (HOLD, (Reason.NOT_PROVABLY_SENT,))
    # A reminder that another software provably sent is proof enough.
    known = an_instalment(sent_on=None, last_step="upcoming", last_step_on=date(2026, 9, 28))
    assert decide(policy, known, a_client(), today(TUESDAY)).verdict is SEND


def test_the_formal_notice_is_proposed_even_to_a_debtor_without_e_mail_reminded_yesterday():
    instalment = {"last_step": "last", "last_step_on": date(2026, 10, 30)}
    client = a_client(contactable=False, last_contact_on=date(2026, 11, 8))
    decision = decided(on=date(2026, 11, 9), client=client, **instalment)
    assert (decision.verdict, decision.step.key, decision.step.channel) == (
        SEND,
        "formal_notice",
        Channel.TASK,
    )


@pytest.mark.parametrize(
    ("case", "days", "due", "on", "reasons"),
    [
        (
            "the 31st of February is Sunday 28, paid on Monday 1 March",
            (31,),
            date(2027, 2, 15),
            date(2027, 2, 25),
            [Reason.PAY_RUN_NEAR],
        ),
        ("quiet until Wednesday 3 March", (31,), date(2027, 2, 15), date(2027, 3, 3), [Reason.PAY_RUN_NEAR]),
        ("unpaid: the question leaves on Thursday 4", (31,), date(2027, 2, 15), date(2027, 3, 4), []),
        ("a run before the due date would not pay it", (31,), date(2027, 3, 2), date(2027, 3, 9), []),
        (
            "over New Year: the run of Thursday 31 December",
            (31,),
            date(2026, 12, 20),
            date(2027, 1, 5),
            [Reason.PAY_RUN_NEAR],
        ),
        ("its two working days are Monday 4 and Tuesday 5", (31,), date(2026, 12, 20), date(2027, 1, 6), []),
    ],
)
def test_pay_runs_at_the_end_of_months(case, days, due, on, reasons):
    sent_on = date(2026, 11, 2)
    facts = {"due": due, "sent_on": sent_on, "last_step": "due_day", "last_step_on": sent_on}
    decision = decided(on=on, client=a_client(pay_run_days=days), **facts)
    assert list(decision.reasons) == reasons, case


def test_a_client_who_pays_every_day_is_waited_for_once():
    every_day = a_client(pay_run_days=tuple(range(1, 32)))
    first = decided(on=date(2026, 10, 12), client=every_day)
    assert first.reasons == (Reason.PAY_RUN_NEAR,)
    assert decided(on=first.next_check_on, client=every_day).verdict is SEND
