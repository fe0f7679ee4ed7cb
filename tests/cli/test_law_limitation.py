"""`quitus law limitation`: the JSON that programs rely on, the answer that people read, the exit codes."""

import json

import pytest
from click.testing import CliRunner, Result

from quitus.cli.law.limitation import limitation
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence

DUE = ("--due", "2024-10-31")
CONSUMER = (*DUE, "--debtor", "consumer")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUITUS_LANGUAGE", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(limitation, arguments)


def answer(*arguments: str) -> dict[str, object]:
    done = run(*arguments, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_json_to_the_letter():
    assert answer(*CONSUMER, "--event", "2025-02-01:formal_notice", "--on", "2026-08-01") == {
        "last_day": "2026-10-31",
        "expired": False,
        "steps": [
            {
                "from": "2024-10-31",
                "to": "2026-10-31",
                "what": "A period of 2 years from the due date, 2024-10-31.",
                "article": "C. conso. L218-2",
                "code": "clock_begins",
                "last_day": "2026-10-31",
                "moved": True,
                "confidence": "high",
            },
            {
                "from": "2025-02-01",
                "to": "2025-02-01",
                "what": "Formal notice of 2025-02-01: it does not interrupt the period, even sent by registered post.",
                "article": "Cass. com. 18 mai 2022, n° 20-23.204",
                "code": "clock_formal_notice",
                "last_day": "2026-10-31",
                "moved": False,
                "confidence": "high",
            },
        ],
        "alerts": [6, 3],
        "alert_days": {"6": "2026-04-30", "3": "2026-07-31", "1": "2026-09-30"},
        "confidence": "high",
        "country": "FR",
        "debtor": "consumer",
        "claim": "ordinary",
        "due": "2024-10-31",
    }


@pytest.mark.parametrize(
    ("arguments", "last_day"),
    [
        (CONSUMER, "2026-10-31"),  # V2.2
        (DUE, "2029-10-31"),  # V2.2
        ((*DUE, "--debtor", "public"), "2028-12-31"),
        ((*DUE, "--claim", "carriage"), "2025-10-31"),
        ((*DUE, "--claim", "carriage", "--delivered", "2024-09-20"), "2025-09-20"),
        ((*CONSUMER, "--event", "2026-03-15:acknowledgement"), "2028-03-15"),
        ((*CONSUMER, "--event", "2026-03-15:part-payment"), "2028-03-15"),
        ((*CONSUMER, "--event", "2026-03-15:payment"), "2028-03-15"),
        ((*CONSUMER, "--event", "2026-03-15:served_order"), "2028-03-15"),
        ((*CONSUMER, "--event", "2026-01-01..2026-03-01:mediation"), "2026-12-29"),
        ((*CONSUMER, "--event", "2026-03-15..2027-06-30:court_action"), "2029-06-30"),
        ((*CONSUMER, "--event", "2026-03-15..:court_action"), None),
        ((*CONSUMER, "--event", "2026-03-15:court"), None),
        ((*CONSUMER, "--event", "2026-03-15:reminder", "--event", "2026-04-15:notice"), "2026-10-31"),
    ],
)
def test_last_days(arguments, last_day):
    found = answer(*arguments)
    assert (found["last_day"], found["expired"], found["alerts"]) == (last_day, None, [])


@pytest.mark.parametrize(("on", "expired"), [("2026-10-31", False), ("2026-11-01", True)])
def test_whether_it_is_too_late(on, expired):
    assert answer(*CONSUMER, "--on", on)["expired"] is expired


def test_what_a_person_reads():
    done = run(
        *CONSUMER, "--event", "2026-09-01:order_served", "--event", "2028-09-02:payment", "--on", "2028-08-15"
    )
    assert (done.exit_code, done.stdout) == (
        0,
        "Last day to go to court: 2028-09-01\n"
        "Still in time on 2028-08-15.\n"
        "1 month or less is left.\n"
        "  • A period of 2 years from the due date, 2024-10-31. (C. conso. L218-2) [last day: 2026-10-31]\n"
        "  • Order for payment served on 2026-09-01: a new period of 2 years runs from that day. It is the service "
        "that counts, not the application. (C. civ. 2241, 2231) [last day: 2028-09-01] [confidence medium]\n"
        "  • Event of 2028-09-02: too late, the period ended on 2028-09-01. It does not revive it; only the debtor’s "
        "unequivocal waiver would count, and what was paid stays paid. (C. civ. 2219, 2249, 2250)\n",
    )


def test_what_goes_on_in_french(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QUITUS_LANGUAGE", "fr")
    done = run(*CONSUMER, "--event", "2026-09-01..:mediation", "--on", "2030-01-01")
    assert done.stdout.splitlines()[:2] == [
        "Dernier jour pour agir en justice : pas de dernier jour tant que cela dure",
        "Encore temps le 2030-01-01.",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((*DUE, "--country", "DE"), "limitation_unknown"),
        ((*DUE, "--country", "x" * 10_000), "limitation_unknown"),
        ((*DUE, "--event", "2026-03-01..2026-02-01:mediation"), "event_ends_before_it_begins"),
        ((*DUE, "--event", "2026-03-01..2026-04-01:payment"), "event_has_no_length"),
        (("--due", "1900-01-01"), "day_out_of_reach"),
        (("--due", "2190-01-01"), "limitation_day_out_of_reach"),
        ((*DUE, "--event", "1900-01-01:reminder"), "day_out_of_reach"),
    ],
)
def test_what_is_refused(arguments, code):
    done = run(*arguments)
    assert isinstance(done.exception, Refused)
    assert (done.exception.code, done.stdout) == (code, "")
    assert sentence(done.exception, "fr") != sentence(done.exception, "en")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--due", "yesterday"),
        (*DUE, "--debtor", "friend"),
        (*DUE, "--claim", "gold"),
        (*DUE, "--event", ""),
        (*DUE, "--event", "2026-03-01"),
        (*DUE, "--event", "2026-03-01:"),
        (*DUE, "--event", "2026-03-01:prayer"),
        (*DUE, "--event", ":reminder"),
        (*DUE, "--event", "..:mediation"),
        (*DUE, "--event", "2026-03-01..2026-04-31:mediation"),
        (*DUE, "--event", "2026-03-01\0:reminder"),
        (*DUE, "--on", "2026-13-01"),
    ],
)
def test_wrong_usage(arguments):
    assert run(*arguments).exit_code == 2
