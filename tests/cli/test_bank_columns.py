"""Tables whose columns are told on the command line: read, taken in and remembered, or refused with what to write."""

import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from quitus.apps.organisations.models import Organisation
from quitus.domain.banking.column_mapping import BankField
from tests.adapters.bank.table_files import table
from tests.camt_files import STUDIO, camt053, credit

UNKNOWN = table("Quand;Quoi;Combien", "05/10/2026;VIR BERTHIER;12,30", "17/10/2026;Loyer;-800,00")
NOVEMBER = table("QUAND;quoi;Combien", "05/11/2026;VIR ROBIN;45,00", "17/11/2026;Loyer;-800,00")
DATES = table("Date;Libellé;Montant", "03/04/2026;a;-1,00", "05/02/2026;b;2,00", "03/04/2026;c;2,00")
ACCOUNT = camt053([credit("20.00", "VIR 1", day="2026-10-01")], opening="0.00", until="2026-10-01")
COLUMNS = "booked=Quand,label=2,amount=combien"


@pytest.fixture
def files(tmp_path):
    for name, content in {
        "octobre.csv": UNKNOWN,
        "novembre.csv": NOVEMBER,
        "dates.csv": DATES,
        "compte.xml": ACCOUNT,
        "mot.txt": b"bonjour",
    }.items():
        (tmp_path / name).write_bytes(content)


@pytest.fixture
def firm(committed, files):
    noon = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Paris"))
    return Organisation.objects.create(name="Studio Marelle", clock_set_to=noon)


def lines_of(output: str) -> list[tuple[str, str, str]]:
    file = json.loads(output)
    return [
        (line["booked"], line["amount"], line["label"])
        for statement in file["statements"]
        for line in statement["lines"]
    ]


def test_a_table_is_read_as_its_columns_are_told(quitus, files):
    code, output, errors = quitus("bank", "read", "--json", "--columns", COLUMNS, "octobre.csv")
    assert (code, errors) == (0, "")
    assert lines_of(output) == [("2026-10-05", "12.30", "VIR BERTHIER"), ("2026-10-17", "-800.00", "Loyer")]


def test_a_table_nobody_knows_is_refused_with_its_columns_and_a_command(quitus, files):
    code, output, errors = quitus("bank", "read", "octobre.csv")
    assert (code, output) == (1, "")
    assert "1 Quand    pas clair" in errors
    assert "quitus bank read octobre.csv --columns 'booked=1,label=2,amount=3'" in errors
    assert "Sens possibles : booked, value_date, label" in errors
    english = quitus("bank", "read", "octobre.csv", language="en")[2]
    assert "3 Combien  not clear" in english


@pytest.mark.parametrize(
    ("header", "example"),
    [
        ("Jour op.;Qui;Entrée;Sortie;Etat", "booked=?,label=?,credit=3,debit=4"),
        ("Jour op.;Libellé;Débit;Autre;Etat", "booked=?,credit=?,label=2,debit=3"),
        ("Date;Libellé;Dedans;Autre;Etat", "amount=?,booked=1,label=2"),
        ("Jour op.;Qui;Quoi;Autre;Etat", "booked=1,label=2,amount=3"),
    ],
)
def test_what_is_missing_is_a_blank_to_fill_and_explained(quitus, tmp_path, header, example):
    rows = ("05/03/2026;VIR BERTHIER;12,30;;V", "16/03/2026;X;;12,30;V")
    (tmp_path / "banque.csv").write_bytes(table(header, *rows))
    for language in ("fr", "en"):
        code, _, errors = quitus("bank", "read", "banque.csv", language=language)
        assert (code, f"quitus bank read banque.csv --columns '{example}'\n" in errors) == (1, True)
        for name in re.findall(r"([a-z]+)=[?]", example):
            assert re.search(rf"^    {name} +[a-z].*$", errors, re.MULTILINE)
    assert "    state         whether money moved: executed, pending, cancelled" in errors


def test_the_help_explains_each_meaning_in_one_line(quitus):
    for command in ("read", "import"):
        output = quitus("bank", command, "--help")[1]
        for name in BankField:
            assert re.search(rf"^ +{name.value} +[a-z].*$", output, re.MULTILINE), name


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--columns", "quand"], "ne dit pas le sens d’une colonne"),
        (["--columns", "jour=1"], "n’est pas un sens de colonne"),
        (["--columns", "booked=1,label=2,amount=9"], "Aucun tableau du fichier n’a de colonne « 9 »"),
        (["--columns", "booked=1,amount=3"], "Il manque une colonne"),
        (["--columns", "booked=1,label=2,amount=2,amount=3"], "n’en admet qu’une"),
        (["--currency", "zzz"], "zzz"),
    ],
)
def test_options_that_make_no_sense_are_refused(quitus, files, options, words):
    code, output, errors = quitus("bank", "read", "octobre.csv", *options)
    assert (code, output) == (1, "")
    assert words.replace("« ", "«\xa0").replace(" »", "\xa0»") in errors or words in errors


def test_columns_of_what_is_no_table_are_refused(quitus, files):
    code, _, errors = quitus("bank", "read", "compte.xml", "--columns", "booked=1")
    assert (code, "n’est pas un tableau" in errors) == (1, True)


def test_the_order_of_the_days_can_be_told(quitus, files):
    _, output, _ = quitus("bank", "read", "--json", "dates.csv", "--dates", "month-first")
    assert [line[0] for line in lines_of(output)] == ["2026-03-04", "2026-05-02", "2026-03-04"]
    _, output, _ = quitus("bank", "read", "--json", "dates.csv", "--dates", "day-first")
    assert [line[0] for line in lines_of(output)] == ["2026-04-03", "2026-02-05", "2026-04-03"]


def test_an_import_remembers_columns_and_account(quitus, firm):
    code, _, errors = quitus("bank", "import", "octobre.csv")
    assert code == 1
    assert "quitus bank import octobre.csv --columns" in errors
    code, _, errors = quitus("bank", "import", "compte.xml", "octobre.csv", "--columns", COLUMNS)
    assert (code, "compte.xml" in errors) == (1, True)  # columns of a file that has none
    assert quitus("bank", "import", "compte.xml")[0] == 0
    code, output, errors = quitus(
        "bank", "import", "octobre.csv", "--columns", COLUMNS, "--account", STUDIO, language="en"
    )
    assert (code, errors) == (0, "")
    assert output.startswith("octobre.csv: 2 new lines")
    code, output, errors = quitus("bank", "import", "novembre.csv", language="en")
    assert (code, errors) == (0, "")
    assert output.startswith("novembre.csv: 2 new lines")


def test_one_movement_is_read_as_told_and_as_remembered(quitus, firm, tmp_path):
    (tmp_path / "une.csv").write_bytes(table("Quand;Quoi;Combien", "19/11/2026;VIR LEROUX;45"))
    (tmp_path / "mars.csv").write_bytes(table("Mars;;", "Quand;Quoi;Combien", "20/11/2026;VIR LEROUX;46"))
    code, _, errors = quitus("bank", "read", "une.csv")
    assert (code, "1 Quand    pas clair" in errors) == (1, True)
    for name, amount in (("une.csv", "45.00"), ("mars.csv", "46.00")):
        code, output, errors = quitus("bank", "read", "--json", "--columns", COLUMNS, name)
        assert (code, errors, lines_of(output)[0][1]) == (0, "", amount)
    assert quitus("bank", "import", "compte.xml")[0] == 0
    told = ["--columns", COLUMNS, "--account", STUDIO]
    assert quitus("bank", "import", "octobre.csv", *told)[0] == 0
    for name in ("une.csv", "mars.csv"):
        code, output, errors = quitus("bank", "import", name, language="en")
        assert (code, errors, output.startswith(f"{name}: 1 new line,")) == (0, "", True)


@pytest.mark.parametrize(("language", "word"), [("fr", "Ajoutez --account"), ("en", "Add --account")])
def test_a_file_that_names_no_account_is_told_how_to_name_it(quitus, firm, tmp_path, language, word):
    (tmp_path / "x.qif").write_bytes(b"!Type:Bank\nD19/11/2026\nT45,00\nPVIR LEROUX\n^\n")
    code, _, errors = quitus("bank", "import", "x.qif", language=language)
    assert (code, word in errors, "quitus bank import x.qif --account IBAN" in errors) == (1, True, True)
    assert quitus("bank", "import", "compte.xml")[0] == 0
    assert quitus("bank", "import", "x.qif", "--account", STUDIO)[0] == 0


def test_an_import_that_fails_remembers_nothing(quitus, firm):
    code, _, errors = quitus("bank", "import", "octobre.csv", "--columns", COLUMNS)
    assert (code, "ne dit pas de quel compte" in errors) == (1, True)
    assert "pas sûr" in quitus("bank", "import", "octobre.csv")[2]


def test_an_import_never_assumes_the_order_of_days(quitus, firm):
    assert quitus("bank", "import", "compte.xml")[0] == 0
    code, _, errors = quitus("bank", "import", "dates.csv", "--account", STUDIO)
    assert code == 1
    assert "--dates day-first" in errors
    code, output, errors = quitus(
        "bank", "import", "dates.csv", "--account", STUDIO, "--dates", "month-first", language="en"
    )
    assert (code, errors) == (0, "")
    assert output.startswith("dates.csv: 3 new lines")


def test_columns_that_read_nothing_are_refused(quitus, firm):
    assert quitus("bank", "import", "compte.xml")[0] == 0
    wrong = "booked=Quoi,label=Quand,amount=Combien"
    code, _, errors = quitus("bank", "import", "octobre.csv", "--account", STUDIO, "--columns", wrong)
    assert (code, "restent illisibles" in errors) == (1, True)
