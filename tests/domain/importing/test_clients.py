"""Rows of a file of clients."""

import pytest

from quitus.domain.importing.clients import ClientRow, plan_clients
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.plan import file_fingerprint, row_fingerprint
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Row, Table
from quitus.domain.importing.values import ClientClass, PaymentDelay
from quitus.domain.refused import Refused
from tests.domain.importing.tables import CLIENTS, proposed, table


def plan(headers, *rows):
    file = table(headers, *rows)
    return plan_clients(file, proposed(file, CLIENTS))


def codes(findings):
    return [(finding.line, finding.column, finding.code) for finding in findings]


def test_a_whole_client():
    result = plan(
        "Code|Raison sociale|E-mail|E-mail 2|Tél.|Adresse|Adresse 2|CP|Ville|Pays|SIRET|N° TVA|Langue|Contact"
        "|Conditions de paiement|Type de client",
        "C001|Menuiserie Durand|compta@durand.example; gerant@durand.example|COMPTA@durand.example|04 78 00 00 00"
        "|12 rue des Lilas|Bât. B|69003|Lyon|France|732 829 320 00074|FR44 732 829 320|français|Anne Petit"
        "|30 jours fin de mois|professionnel",
    )
    assert result.problems == ()
    assert result.notices == ()
    assert result.rows == (
        ClientRow(
            line=2,
            name="Menuiserie Durand",
            reference="C001",
            emails=("compta@durand.example", "gerant@durand.example", "COMPTA@durand.example"),
            phones=("04 78 00 00 00",),
            address_lines=("12 rue des Lilas", "Bât. B"),
            postcode="69003",
            city="Lyon",
            country="FR",
            siren="732829320",
            siret="73282932000074",
            vat_number="FR44732829320",
            language="fr",
            contact_name="Anne Petit",
            payment_delay=PaymentDelay(30, end_of_month=True),
            client_class=ClientClass.BUSINESS,
        ),
    )


def test_a_name_is_enough_and_mere_dashes_say_nothing():
    result = plan("Nom|E-mail|Tél.|Pays|SIREN|Langue|Délai|Type", "Durand|-|n/a|-|-|—|-|-")
    assert result.rows == (ClientRow(2, "Durand"),)
    assert (result.problems, result.notices) == ((), ())


@pytest.mark.parametrize(
    ("headers", "row", "column", "code"),
    [
        ("Nom|Ville", " |Lyon", "Nom", "import_value_missing"),
        ("Nom|Ville", "-|Lyon", "Nom", "import_value_missing"),
        ("Nom|Ville", "x" * 201 + "|Lyon", "Nom", "import_text_too_long"),
        ("Nom|E-mail", "Durand|durand", "E-mail", "import_email_malformed"),
        ("Nom|E-mail", "Durand|a@x.example,b@x.example", "E-mail", "import_email_malformed"),
        ("Nom|E-mail", "Durand|a@x.example; b", "E-mail", "import_email_malformed"),
        ("Nom|Pays", "Durand|Atlantide", "Pays", "import_country_unknown"),
        ("Nom|Type", "Durand|VIP", "Type", "import_class_unknown"),
        ("Nom|Ville", "Du\x00rand|Lyon", "Nom", "import_character_unusable"),
        ("Nom|Ville", "Durand|Ly\ufffdn", "Ville", "import_character_unusable"),
    ],
)
def test_a_row_with_a_problem_is_not_taken(headers, row, column, code):
    result = plan(headers, row, "Petit|")
    assert codes(result.problems) == [(2, column, code)]
    assert [client.name for client in result.rows] == ["Petit"]
    assert (result.row_count, result.refused_lines) == (2, {2})


@pytest.mark.parametrize(
    ("headers", "row", "column", "code", "kept"),
    [
        ("Nom|SIREN", "Durand|123456789", "SIREN", "import_company_number_check", {"siren": "123456789"}),
        ("Nom|SIRET", "Durand|7,32829E+13", "SIRET", "import_company_number_rounded", {"siret": ""}),
        ("Nom|SIREN", "Durand|12", "SIREN", "import_company_number_unreadable", {"siren": ""}),
        ("Nom|SIREN", "Durand|57813131", "SIREN", "import_zeros_restored", {"siren": "057813131"}),
        (
            "Nom|N° TVA",
            "Durand|FR45732829320",
            "N° TVA",
            "import_vat_number_check",
            {"vat_number": "FR45732829320"},
        ),
        ("Nom|N° TVA", "Durand|20 %", "N° TVA", "import_vat_number_unreadable", {"vat_number": ""}),
        ("Nom|Langue", "Durand|allemand", "Langue", "import_language_unknown", {"language": ""}),
        ("Nom|Délai", "Durand|un jour", "Délai", "import_terms_unreadable", {"payment_delay": None}),
        ("Nom|Tél.", "Durand|standard", "Tél.", "import_phone_unusual", {"phones": ("standard",)}),
        ("Nom|CP|Pays", "Durand|1000|France", "CP", "import_zeros_restored", {"postcode": "01000"}),
    ],
)
def test_what_is_only_a_notice(headers, row, column, code, kept):
    result = plan(headers, row)
    assert codes(result.notices) == [(2, column, code)]
    assert result.problems == ()
    (client,) = result.rows
    assert {name: getattr(client, name) for name in kept} == kept


@pytest.mark.parametrize(
    "row", ["Durand|1000|Belgique", "Durand|1000|", "Durand|69003|France", "Durand|2A004|France"]
)
def test_postcodes_that_stay_as_they_are(row):
    result = plan("Nom|CP|Pays", row)
    assert result.rows[0].postcode == row.split("|")[1]
    assert result.notices == ()


def test_numbers_of_two_firms_in_one_row():
    result = plan("Nom|SIREN|SIRET|N° TVA", "Durand|404833048|73282932000074|FR44732829320")
    assert codes(result.notices) == [
        (2, "SIRET", "import_company_numbers_differ"),
        (2, "N° TVA", "import_company_numbers_differ"),
    ]


def test_all_the_problems_of_a_row_show_at_once():
    result = plan("Nom|E-mail|Pays|Type", "|x|Atlantide|VIP")
    assert sorted(problem.code for problem in result.problems) == [
        "import_class_unknown",
        "import_country_unknown",
        "import_email_malformed",
        "import_value_missing",
    ]


def test_the_same_client_twice_with_other_data():
    result = plan(
        "Code|Nom|Ville|CP", "C1|Durand|Lyon|69003", "C1|Durand|Paris|75001", "C2|Durand|Nice|06000"
    )
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.facts) == (
        "import_client_twice",
        3,
        {"first_line": 2, "difference": Field.POSTCODE},
    )
    assert [client.line for client in result.rows] == [2, 4]


def test_without_codes_the_name_tells_clients_apart():
    result = plan("Nom|Ville", "Société Générale|Lyon", "SOCIETE GENERALE|Paris")
    assert codes(result.problems) == [(3, "Nom", "import_client_twice")]


def test_the_same_client_twice_alike_is_a_notice():
    result = plan("Code|Nom", "C1|Durand", "C1| Durand ")
    assert codes(result.notices) == [(3, "Nom", "import_client_repeated")]
    assert result.rows[0] == result.rows[1]
    assert result.rows[0].key == result.rows[1].key == ("reference", "c1")


def test_an_address_in_one_cell_keeps_its_lines():
    file = Table(("Nom", "Adresse"), (Row(2, ("Durand", "12 rue des Lilas\nBât. B\n")),))
    assert plan_clients(file, proposed(file, CLIENTS)).rows[0].address_lines == ("12 rue des Lilas", "Bât. B")


@pytest.mark.parametrize(
    "name", ["=1+1", "+33 Conseil", "-Durand", "@home", '=HYPERLINK("http://x.example")']
)
def test_text_that_looks_like_a_formula_is_stored_as_it_is(name):
    file = Table(("Nom",), (Row(2, (name,)),))
    assert plan_clients(file, proposed(file, CLIENTS)).rows[0].name == name


def test_rows_that_the_file_itself_broke_stay_named():
    broken = Problem("import_quotes_broken", 3)
    file = Table(
        ("Nom", "Ville"),
        (Row(2, ("Durand", "Lyon")), Row(3, ("x", "")), Row(4, ("Petit",))),
        problems=(broken,),
    )
    result = plan_clients(file, proposed(file, CLIENTS))
    assert codes(result.problems) == [(3, None, "import_quotes_broken"), (4, None, "import_row_ragged")]
    assert [client.name for client in result.rows] == ["Durand"]


def test_a_mapping_without_name_is_refused():
    with pytest.raises(Refused) as refused:
        plan_clients(table("Ville", "Lyon"), {Field.CITY: (0,)})
    assert refused.value.code == "import_column_missing"


def test_fingerprints_follow_what_a_row_says():
    first = plan("Code|Nom|Pays|SIREN", "C1|Durand|France|732 829 320", "C2|Petit||")
    again = plan("SIREN|Pays|Nom|Code|Ville", "||Petit|C2|", "732829320|FR|Durand|C1|")
    other = plan("Code|Nom|Pays|SIREN", "C1|Durand|France|404 833 048", "C2|Petit||")
    assert row_fingerprint(first.rows[0]) == row_fingerprint(again.rows[1]) != row_fingerprint(other.rows[0])
    assert file_fingerprint(first.rows) == file_fingerprint(again.rows) != file_fingerprint(other.rows)
    assert file_fingerprint(first.rows) != file_fingerprint(first.rows[:1])
    # Kept with what was imported: it may never change, or a second import of a file would not be recognised.
    assert (
        row_fingerprint(first.rows[1]) == "61d5dceae13b61eef3d4a8437a36bad17a9a37db91dd993f6132e1b686780f02"
    )
