"""`quitus law deadlines`: the JSON that programs rely on, the answer that people read, the exit codes."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from quitus.cli.law.deadlines import deadlines
from quitus.cli.law.group import law
from quitus.domain.law.fr.procedure import ProcedureEvent
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUITUS_LANGUAGE", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(deadlines, arguments)


def asked(event: str, on: str, *others: str) -> tuple[str, ...]:
    return ("--event", event, "--on", on, *others)


def answer(*arguments: str) -> dict[str, object]:
    done = run(*arguments, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_json_to_the_letter():
    assert answer(*asked("order_served", "2026-10-01")) == {
        "country": "FR",
        "event": "order_served",
        "on": "2026-10-01",
        "abroad": False,
        "alsace_moselle": False,
        "deadlines": [
            {
                "day": "2026-11-02",
                "counted": "2026-11-01",
                "kind": "last",
                "what": "The debtor may oppose the order, if it was served on them in person. If not, their month will "
                "run from the first act served in person, or from the first seizure.",
                "code": "deadline_oppose_order",
                "article": "CPC 1416, 641, 642",
                "moved": "Moved from Sunday 2026-11-01 to Monday 2026-11-02, the next working day.",
                "skipped": ["sunday"],
                "confidence": "read",
            },
            {
                "day": "2026-12-01",
                "counted": "2026-12-01",
                "kind": "first",
                "what": "If the registry has told of no opposition two months after service, the order may be "
                "enforced.",
                "code": "deadline_enforce_order",
                "article": "CPC 1416, 1422",
                "moved": None,
                "skipped": [],
                "confidence": "medium",
            },
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        (asked("order_dated", "2026-09-15"), ["2026-12-15"]),  # V5.1
        (asked("order_dated", "2026-08-31"), ["2027-03-01"]),  # V5.1
        (asked("insolvency_published", "2026-10-20"), ["2026-12-21", "2027-04-20"]),  # V5.2
        (asked("insolvency_published", "2026-10-20", "--abroad"), ["2027-02-22", "2027-04-20"]),
        (asked("uncontested_served", "2026-11-10"), ["2026-12-10", "2026-12-18"]),  # V5.3
        (asked("uncontested_enforceable", "2026-12-20"), ["2027-06-21"]),
        (asked("order_first_measure", "2026-10-11"), ["2026-11-12"]),
        (asked("opposition_fee_asked", "2026-10-27"), ["2026-11-12"]),
        (asked("lawyer_asked", "2026-10-30"), ["2026-11-16"]),
        (asked(" Lawyer-Asked ", "2026-10-30"), ["2026-11-16"]),
        (asked("order-dated", "2028-09-26"), ["2028-12-26"]),
        (asked("order-dated", "2028-09-26", "--alsace-moselle"), ["2028-12-27"]),
    ],
)
def test_days(arguments, days):
    assert [one["day"] for one in answer(*arguments)["deadlines"]] == days


def test_what_a_person_reads():
    done = run(*asked("order_dated", "2026-09-25"))
    assert (done.exit_code, done.stdout) == (
        0,
        "Last day: 2026-12-28 [confidence: read]\n"
        "  • Have the order served on the debtor, with the application and the list of exhibits, within 3 months of "
        "its date. Otherwise it lapses. (CPC 1411, 641, 642)\n"
        "  • Moved from Friday 2026-12-25 to Monday 2026-12-28, skipping Christmas Day, Saturday and Sunday.\n",
    )


def test_the_same_in_french(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QUITUS_LANGUAGE", "fr")
    done = run(*asked("order_served", "2026-10-11"))
    assert done.stdout.splitlines()[1:] == [
        "  • Le débiteur peut faire opposition, si l’ordonnance lui a été signifiée en personne. Sinon, son mois "
        "partira du premier acte signifié en personne, ou de la première saisie. (CPC 1416, 641, 642)",
        "  • Reporté du mercredi 2026-11-11 au jeudi 2026-11-12, en sautant l’Armistice.",
        "Premier jour\N{NO-BREAK SPACE}: 2026-12-11 [confiance\N{NO-BREAK SPACE}: probable]",
        "  • Si le greffe n’a annoncé aucune opposition deux mois après la signification, l’ordonnance peut être "
        "exécutée. (CPC 1416, 1422)",
    ]


def test_help_names_every_event():
    words = run("--help").stdout.split()
    named = {word.strip(".,") for word in words}
    assert named >= {event.value for event in ProcedureEvent}
    assert "deadlines" in CliRunner().invoke(law, ["--help"]).stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (asked("order_dated", "1900-01-01"), "day_out_of_reach"),
        (asked("order_dated", "1995-01-01"), "procedure_day_out_of_reach"),
        (asked("order_dated", "2100-01-01"), "procedure_day_out_of_reach"),
        (asked("order_dated", "2999-01-01"), "day_out_of_reach"),
        (asked("uncontested_served", "2026-04-22"), "procedure_day_out_of_reach"),
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
        ("--event", "order_dated"),
        ("--on", "2026-10-20"),
        asked("", "2026-10-20"),
        asked("prayer", "2026-10-20"),
        asked("order_dated\0", "2026-10-20"),
        asked("order_dated", "yesterday"),
        asked("order_dated", "2026-02-30"),
        asked("order_dated", "20/10/2026"),
        asked("order_dated", "9" * 10_000),
    ],
)
def test_wrong_usage(arguments):
    assert run(*arguments).exit_code == 2


def test_an_event_of_any_length_is_named_on_a_line():
    done = run(*asked("x" * 100_000, "2026-10-20"))
    assert done.exit_code == 2
    assert len(done.stderr) < 1_000
    assert "order_first_measure" in done.stderr


def test_it_starts_without_what_takes_long_to_start():
    slow = {"django", "babel", "rich", "holidays"}
    program = f"import sys, quitus.cli.law.deadlines; print(sys.modules.keys() & {slow})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
