"""A file of clients: the new are made, the known completed, silence changes nothing."""

import pytest

from quitus.apps.clients.actions import update_client
from quitus.apps.clients.details import ClientDetails
from quitus.apps.clients.models import Client
from quitus.apps.clients.queries import contacts_of
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.import_clients import import_clients
from quitus.apps.invoicing.imports import ImportFile
from quitus.apps.invoicing.models import ImportBatch
from quitus.apps.timeline.models import TimelineEntry
from tests.record import CAMILLE, TODAY, a_client

BY = {"on": TODAY, "actor": CAMILLE}
HEADERS = (
    "Code client;Nom;E-mail;Téléphone;Adresse;Code postal;Ville;SIREN;Type;Conditions de paiement;Contact"
)
ROWS = """
C1;Maison Berthier;c@berthier.example;01 99 00 00 01;3 rue des Lys;44000;Nantes;732829320;pro;45j FDM;Anne Roy
C2;Étoile SARL;;;;;;;;;
;Jean Petit;jean@petit.example;;;;;;particulier;;
""".strip()


def csv(rows: str = ROWS, headers: str = HEADERS) -> ImportFile:
    return ImportFile(f"{headers}\n{rows}\n".encode(), "clients.csv")


def test_clients_come_in_with_all_that_the_file_says(inside):
    report = import_clients(csv(), **BY)
    assert (report.written, report.created, report.unchanged, report.problems) == (True, 3, 0, ())
    berthier = Client.objects.get(number="C1")
    assert (berthier.address, berthier.phone, berthier.siren) == (
        "3 rue des Lys\n44000 Nantes",
        "01 99 00 00 01",
        "732829320",
    )
    assert (berthier.kind, berthier.payment_days, berthier.payment_end_of_month) == ("business", 45, True)
    assert [(contact.name, contact.email) for contact in contacts_of(berthier.id)] == [
        ("Anne Roy", "c@berthier.example")
    ]
    petit = Client.objects.get(name="Jean Petit")
    assert (petit.number, petit.kind, petit.country, petit.language) == ("", "consumer", "FR", "fr")
    assert examine() == []


def test_preview_then_the_same_file_twice(inside):
    assert import_clients(csv(), **BY, preview=True).created == 3
    assert (Client.objects.count(), ImportBatch.objects.count()) == (0, 0)
    import_clients(csv(), **BY)
    told = TimelineEntry.objects.count()
    again = import_clients(csv(), **BY)
    assert (again.written, again.already_on, again.unchanged) == (False, TODAY, 3)
    reordered = import_clients(csv("\n".join(reversed(ROWS.splitlines()))), **BY)
    assert (reordered.written, reordered.created, reordered.unchanged) == (False, 0, 3)
    assert (Client.objects.count(), TimelineEntry.objects.count()) == (3, told)


def test_a_known_client_learns_what_the_file_says_and_keeps_the_rest(inside):
    import_clients(csv(), **BY)
    client = Client.objects.get(number="C2")
    typed = ClientDetails(
        name="Étoile SARL", number="C2", phone="01 99 00 00 09", notes="paie bien", pay_run_days=(30,)
    )
    update_client(client.id, typed, **BY)
    report = import_clients(csv("C2;Étoile SAS;compta@etoile.example;;;;;;;;"), **BY)
    assert (report.written, report.updated_clients, report.created) == (True, 1, 0)
    client.refresh_from_db()
    assert (client.name, client.phone, client.notes, client.pay_run_days) == (
        "Étoile SAS",
        "01 99 00 00 09",
        "paie bien",
        [30],
    )
    assert [contact.email for contact in contacts_of(client.id)] == ["compta@etoile.example"]
    assert import_clients(csv("C2;Étoile SAS;COMPTA@etoile.example;01;;;;;;;"), **BY).written
    assert contacts_of(client.id).count() == 1


def test_a_client_without_number_is_found_by_name_and_gets_its_number(inside):
    client_id = a_client("Maison BERTHIER", email="")
    assert import_clients(csv(), **BY).created == 2
    assert Client.objects.get(id=client_id).number == "C1"


FAULTS = [
    ("a line without name", "C1;;a@x.example;;;;;;;;", [(2, "import_value_missing")]),
    ("an address that is none", "C1;Berthier;a@@x;;;;;;;;", [(2, "import_email_malformed")]),
    ("one number for two", "C1;Berthier;;;;;;;;;\nC1;Étoile;;;;;;;;;", [(3, "import_client_twice")]),
    ("two clients of that name", ";Homonyme;;;;;;;;;", [(2, "import_client_ambiguous")]),
    (
        "the same client by number and by name",
        "K7;Seule;;;;;;;;;\n;Seule;;;;;;;;;",
        [(3, "import_client_known_twice")],
    ),
]


@pytest.mark.parametrize(
    ("rows", "problems"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_one_fault_keeps_the_file_out(inside, rows, problems):
    a_client("Homonyme", email="")
    a_client("Homonyme", number="H2", email="")
    a_client("Seule", number="K7", email="")
    report = import_clients(csv(f"{rows}\nC9;Bonne ligne;;;;;;;;;"), **BY)
    assert not report.written
    assert [(problem.line, problem.code) for problem in report.problems] == problems
    assert Client.objects.count() == 3
