"""A policy is text: what it may say, and every mistake in one reading."""

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.refused import Refused
from quitus.domain.reminders.policy import Anchor, Approval, Channel, Tone
from quitus.domain.reminders.policy_text import parse_policy, policy_text
from quitus.ports.refusals import sentence
from tests.domain.reminders.chances import a_policy
from tests.domain.reminders.worlds import GENTLE, STANDARD, preset

TEXT = policy_text(GENTLE)


def refusal_of(text):
    with pytest.raises(Refused) as refused:
        parse_policy(text)
    return refused.value


def mistakes_in(text):
    """(code, place) of each problem, in order."""
    refusal = refusal_of(text)
    assert refusal.code == "policy_wrong"
    problems = refusal.facts["problems"]
    assert refusal.facts["count"] == len(problems)
    return [(problem.code, problem.facts["place"]) for problem in problems]


def test_the_gentle_policy_is_the_promised_one():
    assert (GENTLE.name, GENTLE.version, GENTLE.title_fr, GENTLE.title_en) == ("gentle", 1, "Doux", "Gentle")
    assert (GENTLE.minimum_gap_days, GENTLE.contact_gap_days, GENTLE.bank_data_days) == (7, 7, 5)
    assert [(s.level, s.key, s.anchor, s.days, s.working_days) for s in GENTLE.steps] == [
        (1, "arrival_check", Anchor.SENT, 3, True),
        (2, "upcoming", Anchor.DUE, -7, False),
        (3, "due_day", Anchor.DUE, 0, False),
        (4, "any_problem", Anchor.DUE, 7, False),
        (5, "firm", Anchor.DUE, 15, False),
        (6, "last", Anchor.DUE, 25, False),
        (7, "formal_notice", Anchor.DUE, 35, False),
    ]
    assert [s.key for s in GENTLE.steps if s.soft] == ["arrival_check", "upcoming", "due_day"]
    assert GENTLE.step("firm").new_deadline_days == 8
    formal = GENTLE.steps[-1]
    assert (formal.channel, formal.tone, formal.approval) == (Channel.TASK, Tone.FORMAL, Approval.PERSON)
    assert {s.channel for s in GENTLE.steps[:-1]} == {Channel.EMAIL}


@pytest.mark.parametrize("policy", [GENTLE, STANDARD], ids=lambda policy: policy.name)
def test_a_preset_survives_its_own_text(policy):
    assert parse_policy(policy_text(policy)) == policy
    assert preset(policy.name) == policy


@given(st.randoms(use_true_random=True))
@settings(deadline=None)
def test_every_lawful_policy_survives_its_own_text(chance):
    policy = a_policy(chance)
    assert parse_policy(policy_text(policy)) == policy


@pytest.mark.parametrize(
    "title", ["« Doux »", 'a "quoted" one', "back\\slash", "a\u202fb", "émoji 🙂", "# no comment"]
)
def test_titles_keep_every_letter(title):
    policy = replace(GENTLE, title_fr=title)
    assert parse_policy(policy_text(policy)) == policy


def step_text(**values):
    """The gentle policy's text with one step of it changed by hand: values as TOML, None to remove."""
    key = values.pop("of")
    head, *steps = TEXT.split("\n[[steps]]\n")
    changed = []
    for step in steps:
        lines = dict(line.split(" = ", 1) for line in step.strip().split("\n"))
        if lines["key"] == f'"{key}"':
            lines |= values
        changed.append("\n".join(f"{name} = {value}" for name, value in lines.items() if value is not None))
    return "\n\n[[steps]]\n".join([head, *changed])


@pytest.mark.parametrize(
    ("changes", "mistakes"),
    [
        ({"of": "firm", "days": '"15"'}, [("policy_number_wanted", "firm.days")]),
        ({"of": "firm", "days": "15.0"}, [("policy_number_wanted", "firm.days")]),
        ({"of": "firm", "days": "true"}, [("policy_number_wanted", "firm.days")]),
        ({"of": "firm", "days": "1500"}, [("policy_number_wanted", "firm.days")]),
        ({"of": "firm", "days": None}, [("policy_value_missing", "firm.days")]),
        ({"of": "firm", "dayz": "15"}, [("policy_field_unknown", "firm.dayz")]),
        ({"of": "firm", "tone": '"rude"'}, [("policy_word_unknown", "firm.tone")]),
        ({"of": "firm", "channel": '"fax"'}, [("policy_word_unknown", "firm.channel")]),
        ({"of": "firm", "anchor": "3"}, [("policy_word_unknown", "firm.anchor")]),
        ({"of": "firm", "template": '"../firm"'}, [("policy_name_wanted", "firm.template")]),
        ({"of": "firm", "key": '"Relance 2"'}, [("policy_name_wanted", "steps[5].key")]),
        ({"of": "firm", "key": None}, [("policy_value_missing", "steps[5].key")]),
        ({"of": "firm", "working_days": '"yes"'}, [("policy_yes_no_wanted", "firm.working_days")]),
        ({"of": "firm", "new_deadline_days": "0"}, [("policy_number_wanted", "firm.new_deadline_days")]),
        # The days and their sense.
        ({"of": "arrival_check", "days": "-3"}, [("policy_arrival_before_sending", "arrival_check.days")]),
        (
            {"of": "arrival_check", "soft": None, "expires_after_days": None},
            [("policy_arrival_check_not_soft", "arrival_check.soft")],
        ),
        (
            {"of": "firm", "days": "-15", "new_deadline_days": None},
            [("policy_late_step_before_due", "firm.days")],
        ),
        (
            {"of": "upcoming", "tone": '"firm"'},
            [("policy_late_step_before_due", "upcoming.days")],
        ),
        ({"of": "upcoming", "days": "7"}, [("policy_soft_step_after_due", "upcoming.days")]),
        (
            {"of": "upcoming", "expires_after_days": None},
            [("policy_value_missing", "upcoming.expires_after_days")],
        ),
        (
            {"of": "last", "expires_after_days": "3"},
            [("policy_expiry_of_hard_step", "last.expires_after_days")],
        ),
        (
            {"of": "upcoming", "new_deadline_days": "3"},
            [("policy_deadline_before_due", "upcoming.new_deadline_days")],
        ),
        (
            {"of": "formal_notice", "approval": '"automatic"'},
            [("policy_person_must_approve", "formal_notice.approval")],
        ),
        ({"of": "last", "tone": '"formal"'}, [("policy_person_must_approve", "last.approval")]),
        ({"of": "last", "channel": '"task"'}, [("policy_person_must_approve", "last.approval")]),
        # The steps among themselves.
        ({"of": "last", "key": '"firm"'}, [("policy_step_twice", "firm.key")]),
        ({"of": "last", "days": "15"}, [("policy_steps_not_increasing", "last.days")]),
        ({"of": "last", "days": "10"}, [("policy_steps_not_increasing", "last.days")]),
        ({"of": "firm", "days": "13"}, [("policy_steps_too_close", "firm.days")]),
        ({"of": "due_day", "days": "-1"}, [("policy_steps_too_close", "due_day.days")]),
        ({"of": "firm", "new_deadline_days": "10"}, [("policy_steps_too_close", "last.days")]),
        ({"of": "firm", "new_deadline_days": "9"}, []),  # the last one the day after
        (
            {"of": "upcoming", "anchor": '"sent"', "days": "6"},
            [("policy_arrival_check_not_first", "upcoming.anchor")],
        ),
        # Five working days are a week: 13 of them are 17 days, 8 days before the last.
        ({"of": "firm", "days": "13", "working_days": "true"}, [("policy_steps_too_close", "last.days")]),
        ({"of": "firm", "days": "11", "working_days": "true"}, []),
        # Several at once, each named.
        (
            {"of": "firm", "days": '"x"', "tone": '"y"', "soft": "1", "colour": '"red"'},
            [
                ("policy_number_wanted", "firm.days"),
                ("policy_word_unknown", "firm.tone"),
                ("policy_yes_no_wanted", "firm.soft"),
                ("policy_field_unknown", "firm.colour"),
            ],
        ),
    ],
)
def test_mistakes_in_a_step(changes, mistakes):
    text = step_text(**changes)
    if mistakes:
        assert mistakes_in(text) == mistakes
    else:
        assert len(parse_policy(text).steps) == 7


@pytest.mark.parametrize(
    ("wrong", "right", "mistakes"),
    [
        ('name = "gentle"', 'name = "Très doux"', [("policy_name_wanted", "name")]),
        ('name = "gentle"', "", [("policy_value_missing", "name")]),
        ("version = 1", "version = 0", [("policy_number_wanted", "version")]),
        ("minimum_gap_days = 7", "minimum_gap_days = 0", [("policy_number_wanted", "minimum_gap_days")]),
        (
            "contact_gap_days = 7",
            "contact_gap = 7",
            [("policy_value_missing", "contact_gap_days"), ("policy_field_unknown", "contact_gap")],
        ),
        ("bank_data_days = 5", "bank_data_days = 9999", [("policy_number_wanted", "bank_data_days")]),
        ('fr = "Doux"', 'fr = " "', [("policy_text_wanted", "title.fr")]),
        ('fr = "Doux"', 'fr = "a\\nb"', [("policy_text_wanted", "title.fr")]),
        ('en = "Gentle"', 'en = "Gentle"\nde = "Sanft"', [("policy_field_unknown", "title.de")]),
        ("version = 1", f"version = 0x{'F' * 6000}", [("policy_number_wanted", "version")]),
    ],
)
def test_mistakes_in_the_head(wrong, right, mistakes):
    assert mistakes_in(TEXT.replace(wrong, right, 1)) == mistakes


def test_a_policy_without_steps_or_title():
    head = TEXT.split("[title]")[0]
    assert mistakes_in(head) == [("policy_value_missing", "title"), ("policy_value_missing", "steps")]
    assert mistakes_in(head + 'title = "Doux"\nsteps = []\n') == [
        ("policy_table_wanted", "title"),
        ("policy_steps_wanted", "steps"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ('name = "gentle"\nversion = \n', "policy_text_unreadable", {"line": 2, "column": 11}),
        ("version = " + "9" * 5000, "policy_text_unreadable", {"line": 1, "column": 1}),
        ("steps = " + "[" * 20_000, "policy_text_unreadable", {"line": 1, "column": 1}),
        ("#" * 64_001, "policy_text_too_long", {"longest": 64_000}),
    ],
)
def test_what_is_no_policy_text_at_all(text, code, facts):
    refusal = refusal_of(text)
    assert (refusal.code, refusal.facts) == (code, facts)


@given(st.text(alphabet=string.printable, max_size=200) | st.text(max_size=100))
@settings(deadline=None)
def test_any_other_text_is_refused_never_a_crash(text):
    assert refusal_of(text).code in {"policy_text_unreadable", "policy_wrong"}


@given(st.integers(0, len(TEXT) - 1), st.sampled_from(string.printable))
@settings(deadline=None)
def test_a_policy_with_a_damaged_letter_is_read_or_refused(at, letter):
    damaged = TEXT[:at] + letter + TEXT[at + 1 :]
    try:
        policy = parse_policy(damaged)
    except Refused:
        return
    assert parse_policy(policy_text(policy)) == policy


def test_each_mistake_has_its_sentence_in_both_languages():
    text = step_text(of="firm", days="-15", tone='"last"', new_deadline_days=None)
    refusal = refusal_of(text.replace("bank_data_days = 5", "bank_data_days = 0"))
    in_french = [sentence(problem) for problem in refusal.facts["problems"]]
    assert in_french[0].startswith(
        "bank_data_days vaut « 0 ». Écrivez un nombre entier de 1 à 60."
    ) or in_french[1].startswith("bank_data_days vaut « 0 ». Écrivez un nombre entier de 1 à 60.")
    assert any("firm.days vaut -15" in line for line in in_french)
    assert sentence(refusal, "en") == "The policy has 2 mistakes. Mend each of them, then save again."
