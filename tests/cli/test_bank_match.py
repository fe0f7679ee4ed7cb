"""`quitus bank match`: verdicts from two files alone, in the JSON that programs rely on; wrong files in sentences."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quitus.cli.bank_match import match

DELMAS = {
    "id": "A-7",
    "client": 7,
    "client_name": "Transports Delmas",
    "number": "FA-2026-0147",
    "reference": "RF61FA20260147",
    "due": "2026-11-01",
    "amount": "960.00",
    "currency": "EUR",
    "ibans": ["FR7630006000011234567890189"],
    "aliases": ["Orsenne Participations"],
}
MARTIN = DELMAS | {"id": 8, "client": 8, "client_name": "Claire Martin", "number": "FA-2026-0148", "reference": None,
                   "amount": 100, "ibans": [], "aliases": []}  # fmt: skip


def line(label: str, amount: object = "960.00", **more: object) -> dict[str, object]:
    return {
        "booked": "2026-11-20",
        "amount": amount,
        "currency": "EUR",
        "label": label,
        "status": "booked",
    } | more


def as_read(*lines: dict[str, object]) -> str:
    """As `quitus bank read --json` prints a file."""
    return json.dumps({"file": "x", "format": "CSV", "statements": [{"lines": list(lines)}], "problems": []})


@pytest.fixture
def run(tmp_path: Path):
    def asked(lines: str | bytes, opened: object, *more: str) -> Result:
        (tmp_path / "lines").write_bytes(lines if isinstance(lines, bytes) else lines.encode())
        text = opened if isinstance(opened, str) else json.dumps(opened)
        (tmp_path / "open").write_text(text, "utf-8")
        files = ["--lines", str(tmp_path / "lines"), "--open", str(tmp_path / "open")]
        return CliRunner().invoke(match, [*files, "--language", "en", *more])

    return asked


def verdicts(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_json_that_programs_read(run):
    lines = as_read(
        line("VIR SEPA RECU /DE TRANSP DELMAS /MOTIF FA-2026-0147"),
        line("FRAIS", "-5.00"),
        line("VIR CLAIRE MARTIN", 100.0, reference="NOTPROVIDED"),
    )
    assert verdicts(run(lines, [DELMAS, MARTIN], "--json")) == [
        {
            "line": 0,
            "verdict": "auto",
            "allocations": [{"id": "A-7", "amount": "960.00"}],
            "score": 1.0,
            "margin": 1.0,
            "evidence": [
                "The amount is exact: €960.00 is what this instalment owes",
                "The label names the invoice in full: “fa20260147” reads FA-2026-0147",
                "The name is the client’s: “Transports Delmas”",
            ],
        },
        {"line": 1, "verdict": "none", "allocations": [], "score": 0.0, "margin": 0.0, "evidence": []},
        {
            "line": 2,
            "verdict": "auto",
            "allocations": [{"id": 8, "amount": "100.00"}],
            "score": 0.97,
            "margin": 0.97,
            "evidence": [
                "The amount is exact: €100.00 is what this instalment owes",
                "The name is the client’s: “Claire Martin”",
            ],
        },
    ]


def test_money_is_given_once_and_announced_money_never_alone(run):
    lines = as_read(
        line("VIR DELMAS FA-2026-0147", status="pending"),
        line("VIR DELMAS FA-2026-0147"),
        line("VIR DELMAS FA-2026-0147"),
    )
    found = verdicts(run(lines, [DELMAS], "--json"))
    assert [one["verdict"] for one in found] == ["suggest", "auto", "none"]


def test_several_files_one_after_the_other(run):
    both = as_read(line("RIEN", "1.00")) + "\n" + as_read(line("VIR FA-2026-0147")) + "\n"
    assert [one["verdict"] for one in verdicts(run(both, [DELMAS], "--json"))] == ["none", "auto"]


@pytest.mark.parametrize(
    ("label", "more"),
    [
        ("VIR ORSENNE PARTICIPATIONS", {}),
        ("VIREMENT", {"iban": "FR76 3000 6000 0112 3456 7890 189"}),
        ("VIREMENT", {"reference": "RF61 FA20 2601 47"}),
    ],
)
def test_aliases_accounts_and_references_count(run, label, more):
    (found,) = verdicts(run(as_read(line(label, **more)), [DELMAS, MARTIN], "--json"))
    assert (found["verdict"], found["allocations"]) == ("auto", [{"id": "A-7", "amount": "960.00"}])


def test_for_people_it_is_a_list(run):
    result = run(as_read(line("VIR FA-2026-0147", "60.00")), [DELMAS])
    assert result.stdout.splitlines()[:2] == [
        "0\tsuggest\t0.850\tA-7 €60.00",
        "\tA part of what is owed: €60.00 of €960.00",
    ]


def test_in_french(run):
    result = run(as_read(line("VIR FA-2026-0147")), [DELMAS], "--language", "fr")
    assert "Le montant est exact\N{NO-BREAK SPACE}: 960,00" in result.stdout


WRONG = [
    ("lines that are no JSON", "VIR;960", [DELMAS], "--lines, line 1: this is no readable JSON"),
    ("a broken second file", as_read(line("A")) + "\n{", [DELMAS], "--lines, line 2: this is no readable JSON"),
    ("another encoding", b'{"label": "\xe9"}', [DELMAS], "--lines, line 1: this is no readable JSON"),
    ("a number that is none", '{"amount": NaN}', [DELMAS], "no readable JSON (NaN)"),
    ("nested without end", "[" * 100_000, [DELMAS], "no readable JSON"),
    ("no day", as_read(line("A", booked="20/11/2026")), [DELMAS], "statements[0].lines[0]: the field “booked”"),
    ("no amount", as_read(line("A", "many")), [DELMAS], "the field “amount” is missing or malformed (“many”)"),
    ("yes for an amount", as_read(line("A", True)), [DELMAS], "the field “amount”"),
    ("a tenth of a cent", as_read(line("A", "1.005")), [DELMAS], "too many decimals"),
    ("an unknown currency", as_read(line("A", currency="euros")), [DELMAS], "the field “currency”"),
    ("an amount beyond all numbers", as_read(line("A", "1e999999")), [DELMAS], "the field “amount”"),
    ("digits of another script", as_read(line("A", "٩٦٠")), [DELMAS], "the field “amount”"),
    ("a day of the year 25", as_read(line("A", booked="0025-11-20")), [DELMAS], "the field “booked”"),
    ("open items that are no objects", as_read(line("A")), [7], "--open[0]: “7” is no JSON object"),
    ("the same id twice", as_read(line("A")), [DELMAS, DELMAS], "--open[1]: the id “A-7” is given twice"),
    ("no id", as_read(line("A")), [DELMAS | {"id": None}], "--open[0]: the field “id”"),
    ("accounts that are no list", as_read(line("A")), [DELMAS | {"ibans": "FR76"}], "--open[0]: the field “ibans”"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "lines", "opened", "message"), WRONG, ids=[case for case, *_ in WRONG])
def test_what_cannot_be_used_is_said(run, case, lines, opened, message):
    result = run(lines, opened, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_a_file_that_is_not_there(tmp_path):
    asked = ["--lines", str(tmp_path / "none"), "--open", str(tmp_path / "none"), "--language", "en"]
    result = CliRunner().invoke(match, asked)
    assert result.exit_code == 1
    assert "No such file or directory" in result.stderr


def test_lines_from_the_standard_input(tmp_path):
    (tmp_path / "open").write_text(json.dumps([DELMAS]))
    asked = ["--lines", "-", "--open", str(tmp_path / "open"), "--json"]
    result = CliRunner().invoke(match, asked, input=as_read(line("VIR FA-2026-0147")))
    assert verdicts(result)[0]["verdict"] == "auto"


def test_words_that_make_a_hostile_label_cost_little(run):
    long = "FA 2026 0147 " * 100_000
    found = verdicts(
        run(as_read(line(long), line("0" * 1_000_000), line("É" * 1_000_000)), [DELMAS], "--json")
    )
    assert len(found) == 3
