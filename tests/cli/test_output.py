"""Where the words of a command go: a pipe that is closed early, a full disk, nowhere, a terminal without accents."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.bank.camt_files import Account, Entry, camt

PROGRAM = [sys.executable, "-m", "quitus.cli.main"]
FULL = "La sortie de la commande ne peut pas être écrite (No space left on device). "
CLOSED = "The output of the command is closed: what it says would be lost. Nothing was done. "


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    """A statement that is longer than any pipe holds."""
    path = tmp_path / "long.xml"
    path.write_bytes(camt(Account((Entry("1.00", remark="VIR ÉTOILE " * 20),) * 1_000)))
    return path


def run(*arguments: object, language: str = "fr", **how) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QUITUS_LANGUAGE": language}
    command = [*PROGRAM, *map(str, arguments)]
    return subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, check=False, **how)


@pytest.mark.parametrize("options", [["--json"], []], ids=["json", "table"])
def test_a_reader_who_has_had_enough_is_no_fault(statement, options):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = run("bank", "read", statement, *options, stdout=pipe)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_who_leaves_in_the_middle(statement):
    command = [*PROGRAM, "bank", "read", "--json", str(statement)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.read(9) == b'{"file": '
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


@pytest.mark.parametrize("arguments", [["--json"], []], ids=["json", "table"])
def test_an_output_that_is_full(statement, arguments):
    with open("/dev/full", "wb") as full:
        done = run("bank", "read", statement, *arguments, stdout=full)
        assert done.returncode == 1
        assert done.stderr.startswith(FULL)
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["bank", "read", "--help"]])
def test_even_the_help_is_not_lost_without_a_word(arguments):
    with open("/dev/full", "wb") as full:
        done = run(*arguments, stdout=full)
    assert (done.returncode, done.stderr.startswith(FULL)) == (1, True)


def test_an_output_that_is_closed_stops_everything_before_it_begins(statement):
    done = run("bank", "read", statement, language="en", preexec_fn=lambda: os.close(1))
    assert (done.returncode, done.stderr.startswith(CLOSED)) == (1, True)


def test_a_terminal_without_narrow_spaces_still_shows_the_amount(tmp_path):
    path = tmp_path / "s.xml"
    path.write_bytes(camt(Account((Entry("1250.00"),))))
    environment = os.environ | {"QUITUS_LANGUAGE": "fr", "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run([*PROGRAM, "bank", "read", path], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "1?250,00 EUR" in done.stdout.decode("latin-1")
