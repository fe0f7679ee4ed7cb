"""`quitus books check-fec`: the report that people read, the JSON that programs rely on, the exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quitus.cli.books.check_fec import check_fec
from tests.domain.books.fec.samples import NAME, ROWS, changed, fec, with_cells


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUITUS_LANGUAGE", "fr")
    return tmp_path


def run(content: bytes | None, *options: str, name: str = NAME) -> Result:
    if content is not None:
        Path(name).write_bytes(content)
    return CliRunner().invoke(check_fec, [name, *options])


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_a_sound_file(folder):
    result = run(fec())
    assert result.exit_code == 0
    assert plain(result.stdout).splitlines() == [
        "732829320FEC20261231.txt : 9 lignes, débit 3 920,00 €, crédit 3 920,00 €",
        "✓ Aucune erreur.",
        "La forme est contrôlée, pas la sincérité des comptes : ce n’est pas une attestation.",
    ]


def test_a_sound_file_as_json(folder):
    result = run(fec(), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "file": NAME,
        "lines": 9,
        "debit": "3920.00",
        "credit": "3920.00",
        "errors": 0,
        "warnings": 0,
        "problems": [],
        "counts": {},
    }


def test_what_is_wrong_is_said_with_its_line(folder):
    result = run(changed(6, Credit="199,99", DateLet="20261001"))
    assert result.exit_code == 1
    lines = [" ".join(plain(line).split()) for line in result.stdout.splitlines()]
    assert lines[2] == "Ligne Champ Constat"
    assert lines[4].startswith("✗ Le journal VE n’est pas équilibré : débit 2 120,00 €, crédit 2 119,99 €.")
    assert (
        "✗ 4 L’écriture VE000042 du journal VE n’est pas équilibrée : débit 1 200,00 €, crédit 1 199,99 €."
        in " ".join(lines)
    )
    assert "! 6 EcritureLet Une date de lettrage (20261001) sans lettrage." in " ".join(lines)
    assert "✗ 3 erreurs, un point à pouvoir expliquer." in lines


def test_what_is_wrong_as_json_in_english(folder, monkeypatch):
    monkeypatch.setenv("QUITUS_LANGUAGE", "en")
    result = run(changed(4, Debit="1200.00", CompAuxLib=""), "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["errors"], report["warnings"]) == (1, 1, 1)
    assert report["problems"] == [
        {
            "line": 4,
            "field": "CompAuxLib",
            "code": "fec_auxiliary_incomplete",
            "severity": "warning",
            "message": "An auxiliary account has a number and a label: one of them is missing. Fill it in.",
        },
        {
            "line": 4,
            "field": "Debit",
            "code": "fec_amount_point",
            "severity": "error",
            "message": "Debit is “1200.00”: the law wants a comma, not a point. Correct the format of the export.",
        },
    ]
    assert report["counts"] == {"fec_auxiliary_incomplete": 1, "fec_amount_point": 1}


def test_points_to_explain_are_no_error(folder):
    result = run(changed(4, DateLet=""))
    assert result.exit_code == 0
    assert "✓ Aucune erreur, un point à pouvoir expliquer." in result.stdout


def test_the_closing_day_may_be_said(folder):
    result = run(fec(), "--json", "--closing", "2026-09-30")
    messages = {problem["code"]: problem["message"] for problem in json.loads(result.stdout)["problems"]}
    assert plain(messages["fec_name_other_closing"]).startswith(
        "Le nom du fichier dit une clôture au 31 décembre 2026, vous dites 30 septembre 2026."
    )
    assert "fec_date_outside_year" in messages


def test_many_of_a_kind_take_little_room(folder):
    result = run(fec([with_cells(ROWS[5], EcritureLib=""), with_cells(ROWS[6], EcritureLib="")] * 600))
    text = " ".join(plain(result.stdout).split())
    assert text.count("EcritureLib est vide") == 5
    assert "EcritureLib est vide, alors qu’il est obligatoire. Complétez-le. … et 1 195 fois encore." in text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "fec_empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "fec_not_text"),
        (fec()[:100] + b"\0", "fec_not_text"),
        (fec(encoding="utf-16"), "fec_not_text"),
        (b"<?xml version='1.0'?>", "fec_xml"),
        (b"x" * 2_000_000, "fec_line_too_long"),
    ],
)
def test_what_is_no_fec_is_said_in_one_sentence(folder, content, code):
    result = run(content, "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["errors"], [problem["code"] for problem in report["problems"]]) == (
        1,
        1,
        [code],
    )


def test_a_file_that_is_not_there(folder):
    result = run(None, "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, [problem["code"] for problem in report["problems"]]) == (1, ["file_trouble"])


def test_a_pipe_or_a_folder_is_not_waited_for(folder):
    os.mkfifo("pipe")
    for name in ("pipe", "."):
        result = run(None, "--json", name=name)
        assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == ["not_a_file"]
        assert result.exit_code == 1


def test_a_file_beyond_all_measure_is_not_read(folder):
    with Path(NAME).open("wb") as file:
        file.truncate((8 << 30) + 1)  # sparse: it takes no room
    result = run(None)
    assert result.exit_code == 1
    assert "Le fichier dépasse 8 Go" in result.stdout


def test_terminal_commands_in_a_file_stay_dead(folder):
    result = run(changed(4, CompteNum="\x1b[2J41[bold]"))
    assert "\x1b" not in result.stdout
    assert "[bold]" in result.stdout


def test_the_command_needs_no_database(folder):
    Path(NAME).write_bytes(fec())
    script = (
        "import sys; from quitus.cli.main import main\n"
        "try: main(['books', 'check-fec', sys.argv[1]])\n"
        "finally: print('django' in sys.modules, 'psycopg' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, NAME], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "False False"), done.stderr
