"""`quitus bank read`: the JSON that programs rely on, the table that people read, the exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner, Result

from quitus.cli.bank_read import read
from tests.adapters.bank.camt_files import Account, Bal, Entry, Tx, camt

PAYER = "DE89370400440532013000"
MARCH = camt(
    Account(
        (
            Entry(
                "1250.00",
                bank_id="B-1",
                details=(
                    Tx(debtor="Éditions du Phare", debtor_iban=PAYER, words=("FA-12",), end_to_end="E1"),
                ),
            ),
            Entry("12.30", "DBIT", booked="2026-01-05", value="", remark="FRAIS"),
            Entry("7.00", status="INFO", value="2026-01-09"),
        ),
        (Bal("OPBD", "-5.00", "2026-01-04"), Bal("CLBD", "1232.70")),
    )
)
EXPECTED = (
    '{"file": "march.xml", "format": "camt.053", "statements": [{"account": "FR7630006000011234567890189", '
    '"currency": "EUR", "opening": "-5.00", "opening_date": "2026-01-04", "closing": "1232.70", '
    '"closing_date": "2026-01-05", "balanced": true, "lines": ['
    '{"booked": "2026-01-05", "value_date": "2026-01-05", "amount": "1250.00", "currency": "EUR", '
    '"label": "FA-12", "counterparty": "\\u00c9ditions du Phare", "iban": "DE89370400440532013000", '
    '"reference": "E1", "bank_id": "B-1", "status": "booked"}, '
    '{"booked": "2026-01-05", "value_date": null, "amount": "-12.30", "currency": "EUR", "label": "FRAIS", '
    '"counterparty": null, "iban": null, "reference": null, "bank_id": null, "status": "booked"}, '
    '{"booked": "2026-01-05", "value_date": "2026-01-09", "amount": "7.00", "currency": "EUR", "label": "", '
    '"counterparty": null, "iban": null, "reference": null, "bank_id": null, "status": "pending"}]}], '
    '"problems": []}\n'
)
UNFRAMED = camt(Account((Entry("?", remark="VIR DUPONT"),), account="", currency=""))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good file, one with a problem, one that is cut short, and a pipe that nobody writes into."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUITUS_LANGUAGE", "fr")
    (tmp_path / "march.xml").write_bytes(MARCH)
    (tmp_path / "unframed.xml").write_bytes(UNFRAMED)
    (tmp_path / "cut.xml").write_bytes(MARCH[:-30])
    os.mkfifo(tmp_path / "pipe.xml")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(read, arguments)


def test_the_json_of_a_file_to_the_letter(folder: Path) -> None:
    done = run("march.xml", "--json")
    assert (done.exit_code, done.stdout, done.stderr) == (0, EXPECTED, "")


def test_what_is_not_known_is_null(folder: Path) -> None:
    (found,) = json.loads(run("unframed.xml", "--json").stdout)["statements"]
    assert found == {
        "account": None,
        "currency": None,
        "opening": None,
        "opening_date": None,
        "closing": None,
        "closing_date": None,
        "balanced": None,
        "lines": [],
    }


def test_an_unreadable_line_is_a_problem_of_a_file_that_is_read(folder: Path) -> None:
    done = run("unframed.xml", "--json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert done.exit_code == 0
    assert list(problem) == ["where", "code", "message"]
    assert problem["where"].startswith("Stmt[1]/Ntry[1] l.")
    assert problem["code"] == "bank_amount_unreadable"
    assert "VIR DUPONT" in problem["message"]


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("cut.xml", "bank_xml_broken", "incomplet ou abîmé"),
        ("absent.xml", "bank_file_missing", "n’existe pas"),
        (".", "not_a_file", "un dossier, un tube ou un périphérique"),
        ("pipe.xml", "not_a_file", "un dossier, un tube ou un périphérique"),
        ("/dev/zero", "not_a_file", "un dossier, un tube ou un périphérique"),
        ("far/" * 2000 + "b.xml", "bank_file_unreadable", "ne peut pas être ouvert"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(folder: Path, name: str, code: str, said: str) -> None:
    done = run(name, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (told["file"], told["format"], told["statements"]) == (name, None, [])
    assert [(problem["where"], problem["code"]) for problem in told["problems"]] == [(name, code)]
    assert said in told["problems"][0]["message"]
    assert done.stderr == f"{name} : {told['problems'][0]['message']}\n"
    as_table = run(name)
    assert (as_table.exit_code, as_table.stdout, as_table.stderr) == (1, "", done.stderr)


def test_several_files_are_one_line_each_and_one_failure_shows_in_the_exit_code(folder: Path) -> None:
    done = run("--json", "cut.xml", "march.xml", "unframed.xml")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [(one["file"], one["format"]) for one in told] == [
        ("cut.xml", None),
        ("march.xml", "camt.053"),
        ("unframed.xml", "camt.053"),
    ]


def test_one_line_stays_one_line_whatever_a_label_holds(folder: Path) -> None:
    label = "A\u2028B\u2029C\u0085D\u009b31mE"
    (folder / "lines.xml").write_bytes(camt(Account((Entry(details=(Tx(words=(label,)),)),))))
    done = run("--json", "lines.xml")
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.isascii()
    assert json.loads(done.stdout)["statements"][0]["lines"][0]["label"] == "A B C D31mE"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("--yaml", "x"), "No such option"),
        (("--language", "de", "x"), "is not one of"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_the_table_in_french(folder: Path) -> None:
    done = run("march.xml")
    assert done.exit_code == 0
    for words in (
        "march.xml · camt.053",
        "Compte FR7630006000011234567890189 · EUR",
        "Solde initial : -5,00 EUR (2026-01-04)",
        "1\u202f250,00 EUR",
        "(à venir)",
        "Solde final : 1\u202f232,70 EUR (2026-01-05)",
        "✓ Le relevé est équilibré.",
    ):
        assert words in done.stdout
    assert "À regarder" not in done.stdout


def test_the_table_in_english_with_what_to_look_at(folder: Path) -> None:
    done = run("unframed.xml", "--language", "en")
    assert done.exit_code == 0
    for words in (
        "Account not given",
        "Opening balance: not given",
        "No movement.",
        "? The statement’s balance cannot be checked.",
        "To look at",
        "The amount “? EUR” cannot be read",
    ):
        assert words in " ".join(done.stdout.split())


def test_a_long_statement_is_cut_and_says_so(folder: Path) -> None:
    (folder / "long.xml").write_bytes(camt(Account((Entry("1.00"),) * 230)))
    done = run("long.xml")
    assert done.stdout.count("1,00 EUR") == 200
    assert "… et 30 autres opérations" in done.stdout


def test_a_label_gives_no_orders_to_the_terminal(folder: Path) -> None:
    (folder / "markup.xml").write_bytes(camt(Account((Entry(remark="[bold]FA[/nothing] \u009b2J"),))))
    assert "[bold]FA[/nothing]" in run("markup.xml").stdout


def quitus(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("QUITUS_LANGUAGE", "LC_ALL")}
    return subprocess.run(
        [sys.executable, "-m", "quitus.cli.main", *arguments],
        capture_output=True,
        env=kept | environment,
        check=False,
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr_FR.UTF-8", "incomplet ou abîmé"), ("en_GB.UTF-8", "incomplete or damaged"), ("C", "incomplet")],
)
def test_the_terminal_chooses_the_language(folder: Path, language: str, said: str) -> None:
    done = quitus("bank", "read", "cut.xml", LANG=language, PYTHONUTF8="1")
    assert done.returncode == 1
    assert said in done.stderr.decode()


def test_a_terminal_that_lacks_letters(folder: Path) -> None:
    done = quitus("bank", "read", "march.xml", PYTHONIOENCODING="latin-1", LANG="fr_FR")
    assert done.returncode == 0
    assert "Solde initial" in done.stdout.decode("latin-1")
    assert b"Traceback" not in done.stderr


def test_a_name_that_is_not_text(folder: Path) -> None:
    name = os.fsdecode(b"relev\xe9.xml")
    (folder / name).write_bytes(MARCH)
    done = quitus("bank", "read", "--json", name)
    assert done.returncode == 0
    assert json.loads(done.stdout)["file"] == name
    assert quitus("bank", "read", name).returncode == 0


def test_reading_needs_neither_django_nor_the_table(folder: Path) -> None:
    """What keeps the start short: nothing is loaded that reading does not need."""
    program = dedent("""
        import sys
        from quitus.cli.bank_read import read
        read(["--json", "march.xml"], standalone_mode=False)
        loaded = {"django", "psycopg", "rich", "holidays", "cryptography"} & set(sys.modules)
        print(sorted(loaded), file=sys.stderr)
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == (EXPECTED, "[]\n")
