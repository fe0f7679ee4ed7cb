"""Read and write a policy's text (TOML): `parse_policy(policy_text(policy)) == policy`.

Every problem is found in one reading, each with its place ("firm.days"), so that the author mends all at once.
"""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from unicodedata import category

from quitus.domain.refused import Refused
from quitus.domain.reminders.policy import Anchor, Approval, Channel, Policy, Step, Tone
from quitus.domain.reminders.policy_checks import order_problems, step_problems

LONGEST_TEXT = 64_000
LONGEST_TITLE = 60
MOST_STEPS = 30
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
# A step further from its anchor than that is a slip of the keyboard.
EARLIEST_DAYS, LATEST_DAYS = -31, 365
LONGEST_GAP, LONGEST_DELAY = 60, 60

Word = TypeVar("Word", bound=StrEnum)


def parse_policy(text: str) -> Policy:
    """The policy that `text` says.

    Refused `policy_text_too_long`; `policy_text_unreadable` when it is no TOML (`line`, `column`);
    `policy_wrong` with `problems`, a tuple of Refused: each names its `place`, its `step` (None for the
    policy itself) and its `field`.
    """
    problems: list[Refused] = []
    table = _Table(_toml(text), problems)
    title = table.table("title")
    gap = table.number("minimum_gap_days", 1, LONGEST_GAP)
    gap_is_sound = not problems
    raw_steps = table.tables("steps")
    read = [_step(raw, level, problems) for level, raw in enumerate(raw_steps, start=1)]
    steps = tuple(step for step in read if step is not None)
    policy = Policy(
        name=table.name("name"),
        version=table.number("version", 1, 1_000_000),
        title_fr=title.text("fr", LONGEST_TITLE),
        title_en=title.text("en", LONGEST_TITLE),
        minimum_gap_days=gap,
        contact_gap_days=table.number("contact_gap_days", 1, LONGEST_GAP),
        bank_data_days=table.number("bank_data_days", 1, LONGEST_GAP),
        steps=steps,
    )
    title.close()
    table.close()
    if gap_is_sound:
        problems += order_problems(steps, gap)
    if problems:
        raise Refused("policy_wrong", count=len(problems), problems=tuple(problems))
    return policy


def _toml(text: str) -> dict[str, object]:
    if len(text) > LONGEST_TEXT:
        raise Refused("policy_text_too_long", longest=LONGEST_TEXT)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # tomllib's own, and that of a number with thousands of digits
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = place.groups() if place else (str(text.count("\n") + 1), "1")
        raise Refused("policy_text_unreadable", line=int(line), column=int(column)) from error
    except RecursionError as error:  # a thousand brackets, each inside the other
        raise Refused("policy_text_unreadable", line=1, column=1) from error


def _step(raw: Mapping[str, object], level: int, problems: list[Refused]) -> Step | None:
    """The step, or None when something about it is wrong and noted."""
    key = raw.get("key")
    name = key if isinstance(key, str) and NAME.match(key) else f"steps[{level}]"
    found: list[Refused] = []
    table = _Table(raw, found, name, step=name)
    step = Step(
        key=table.name("key"),
        level=level,
        anchor=table.word("anchor", Anchor),
        days=table.number("days", EARLIEST_DAYS, LATEST_DAYS),
        channel=table.word("channel", Channel),
        tone=table.word("tone", Tone),
        template=table.name("template"),
        approval=table.word("approval", Approval),
        working_days=table.flag("working_days"),
        soft=table.flag("soft"),
        expires_after_days=table.optional_number("expires_after_days", 0, LONGEST_DELAY),
        new_deadline_days=table.optional_number("new_deadline_days", 1, LONGEST_DELAY),
    )
    table.close()
    found = found or step_problems(step)
    problems += found
    return None if found else step


class _Table:
    """One table of the text. It hands out each value once and notes what is wrong with it.

    A value that is wrong or missing comes back as a harmless one: the reading goes on to the next
    problem, and nothing is made of it in the end.
    """

    def __init__(
        self, raw: Mapping[str, object], problems: list[Refused], name: str = "", step: str | None = None
    ) -> None:
        self._rest = dict(raw)
        self._problems = problems
        self._name = name
        self._step = step

    def text(self, field: str, longest: int) -> str:
        value = self._take(field)
        if isinstance(value, str) and value.strip() and len(value) <= longest and not _has_control(value):
            return value
        if value is not None:
            self._note(Refused("policy_text_wanted", **self._at(field), longest=longest))
        return ""

    def name(self, field: str) -> str:
        value = self._take(field)
        if isinstance(value, str) and NAME.match(value):
            return value
        if value is not None:
            self._note(Refused("policy_name_wanted", **self._at(field), value=_shown(value)))
        return ""

    def number(self, field: str, least: int, most: int) -> int:
        return self._as_number(field, self._take(field), least, most)

    def optional_number(self, field: str, least: int, most: int) -> int | None:
        if field not in self._rest:
            return None
        return self._as_number(field, self._rest.pop(field), least, most)

    def flag(self, field: str) -> bool:
        """Yes or no; no when it is left out."""
        value = self._rest.pop(field, False)
        if isinstance(value, bool):
            return value
        self._note(Refused("policy_yes_no_wanted", **self._at(field), value=_shown(value)))
        return False

    def word(self, field: str, words: type[Word]) -> Word:
        value = self._take(field)
        known = {word.value: word for word in words}
        if isinstance(value, str) and value in known:
            return known[value]
        if value is not None:
            choices = ", ".join(known)
            self._note(
                Refused("policy_word_unknown", **self._at(field), value=_shown(value), choices=choices)
            )
        return next(iter(words))

    def table(self, field: str) -> "_Table":
        value = self._take(field)
        if not isinstance(value, dict):
            if value is not None:
                self._note(Refused("policy_table_wanted", **self._at(field)))
            return _Table({}, [], field)
        return _Table(value, self._problems, field)

    def tables(self, field: str) -> list[Mapping[str, object]]:
        value = self._take(field)
        if (
            isinstance(value, list)
            and 0 < len(value) <= MOST_STEPS
            and all(isinstance(v, dict) for v in value)
        ):
            return value
        if value is not None:
            self._note(Refused("policy_steps_wanted", **self._at(field), most=MOST_STEPS))
        return []

    def close(self) -> None:
        """Notes each field that no policy has: a misspelt one would be silently without effect."""
        for field in self._rest:
            self._note(Refused("policy_field_unknown", **self._at(field)))

    def _as_number(self, field: str, value: object, least: int, most: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        if value is not None:
            self._note(
                Refused(
                    "policy_number_wanted", **self._at(field), value=_shown(value), least=least, most=most
                )
            )
        return least

    def _take(self, field: str) -> object:
        if field not in self._rest:
            self._note(Refused("policy_value_missing", **self._at(field)))
        return self._rest.pop(field, None)

    def _at(self, field: str) -> dict[str, str | None]:
        place = f"{self._name}.{field}" if self._name else field
        return {"step": self._step, "field": field, "place": place}

    def _note(self, problem: Refused) -> None:
        self._problems.append(problem)


def _shown(value: object) -> str:
    """A wrong value as the author may recognise it, never longer than a line."""
    if isinstance(value, int) and abs(value) > 10**15:  # Python refuses to print the very large ones
        return "…"
    return str(value)[:40]


def _has_control(text: str) -> bool:
    return any(category(character) == "Cc" for character in text)


def policy_text(policy: Policy) -> str:
    """The text that `parse_policy` reads back as `policy`."""
    head = [
        f"name = {_quoted(policy.name)}",
        f"version = {policy.version}",
        f"minimum_gap_days = {policy.minimum_gap_days}",
        f"contact_gap_days = {policy.contact_gap_days}",
        f"bank_data_days = {policy.bank_data_days}",
        "",
        "[title]",
        f"fr = {_quoted(policy.title_fr)}",
        f"en = {_quoted(policy.title_en)}",
    ]
    return "\n".join(head + [line for step in policy.steps for line in _step_lines(step)]) + "\n"


def _step_lines(step: Step) -> list[str]:
    lines = [
        "",
        "[[steps]]",
        f"key = {_quoted(step.key)}",
        f"anchor = {_quoted(step.anchor)}",
        f"days = {step.days}",
    ]
    if step.working_days:
        lines.append("working_days = true")
    lines += [
        f"channel = {_quoted(step.channel)}",
        f"tone = {_quoted(step.tone)}",
        f"template = {_quoted(step.template)}",
        f"approval = {_quoted(step.approval)}",
    ]
    if step.soft:
        lines.append("soft = true")
    if step.expires_after_days is not None:
        lines.append(f"expires_after_days = {step.expires_after_days}")
    if step.new_deadline_days is not None:
        lines.append(f"new_deadline_days = {step.new_deadline_days}")
    return lines


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
