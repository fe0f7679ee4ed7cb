"""What the reminders do next, in one line; and what an address may ask for."""

from datetime import date
from enum import StrEnum

import pytest
from django.test import RequestFactory
from django.utils import translation

from quitus.apps.insight.what_next import NextStep
from quitus.domain.reminders.decision import Verdict
from quitus.domain.reminders.facts import UNTIL_FURTHER_NOTICE
from quitus.web.staff import asked
from quitus.web.staff.next_words import next_words
from tests.firm import TODAY

FRIDAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("step", "french", "english"),
    [
        (
            NextStep(Verdict.SEND, "firm", [], None),
            "« Relance ferme » part aujourd’hui",
            "“Firm reminder” leaves today",
        ),
        (
            NextStep(Verdict.WAIT, "last", ["before_next_step"], FRIDAY),
            "« Dernière relance » à partir du samedi 5 décembre",
            "“Last reminder” from Saturday 5 December",
        ),
        (
            NextStep(Verdict.HOLD, "", ["promised"], FRIDAY),
            "en pause jusqu’au vendredi 4 décembre : le client a promis une date.",
            "on hold until Friday 4 December: they promised a date.",
        ),
        (
            NextStep(Verdict.HOLD, "", ["contested", "promised"], None),
            "en pause : le client conteste. Réglez le litige.",
            "on hold: they contest it. Settle the dispute.",
        ),
        (
            NextStep(Verdict.HOLD, "", ["client_paused"], UNTIL_FURTHER_NOTICE),
            "en pause : vous avez mis ce client en pause.",
            "on hold: you paused this client.",
        ),
        (
            NextStep(Verdict.WAIT, "", ["already_waiting"], None),
            "sa prochaine étape vous attend dans Relances",
            "its next step waits for you in Reminders",
        ),
        (
            NextStep(Verdict.DONE, "", ["all_steps_sent"], None),
            "toutes les étapes sont parties",
            "every step has left",
        ),
    ],
)
def test_one_line_says_what_comes_or_what_stands_in_the_way(step, french, english):
    with translation.override("fr"):
        assert next_words(step, TODAY).replace("\xa0", " ") == french
    with translation.override("en"):
        assert next_words(step, TODAY).replace("\xa0", " ") == english


class Only(StrEnum):
    ALL = ""
    LATE = "late"


@pytest.mark.parametrize(
    ("query", "text", "only", "number", "day"),
    [
        ({}, "", Only.ALL, None, TODAY),
        ({"q": " Berthier\u200b ", "only": "late", "n": "7", "day": "2026-12-04"}, "Berthier", Only.LATE, 7, FRIDAY),
        ({"q": "x" * 500, "only": "LATE", "n": "-1", "day": "31/01/2026"}, "x" * 100, Only.ALL, None, TODAY),
        ({"q": "a\0b", "only": "'", "n": "9" * 30, "day": "2026-02-30"}, "", Only.ALL, None, TODAY),
        ({"n": "٣", "day": "0"}, "", Only.ALL, None, TODAY),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_not_asked(query, text, only, number, day):
    request = RequestFactory().get("/", query)
    assert asked.text(request) == text
    assert asked.word(request, "only", Only) is only
    assert asked.number(request, "n") == number
    assert asked.day(request, "day", TODAY) == day
    assert asked.numbers(["3", "x", "", "-1", "12"]) == [3, 12]
