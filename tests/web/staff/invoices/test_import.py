"""The import on screen: what is proposed, changed, refused line by line, taken whole, and let go by a person."""

import io
import re
import zipfile

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from quitus.apps.clients.models import Client
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing import uploads
from quitus.apps.invoicing.models import ImportBatch, Instalment, Invoice
from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import Message
from quitus.apps.reminders.models import StartingPoint
from quitus.apps.reminders.planning import plan_day
from tests.firm import make_client
from tests.web.staff.conftest import BACKEND, words

FILE = """N° facture;Client;E-mail;Date;Échéance;Total TTC;Reste dû;Commentaire
FA-2026-0301;Atelier Bois & Cie;compta@atelier.example;01/10/2026;31/10/2026;1 200,00;1 200,00;RAS
FA-2026-0302;Garage Tissot;tissot@garage.example;05/10/2026;04/11/2026;480,50;480,50;
FA-2026-0303;Nouveau Client;;10/10/2026;09/11/2026;960,00;500,00;
"""
WRONG = """N° facture;Client;Date;Échéance;Total
F1;Atelier;99/10/2026;31/10/2026;12,00
F1;Garage;01/10/2026;31/10/2026;x
Total;;;;24,00
"""
CLIENTS = """Code client;Raison sociale;E-mail;SIREN
C-1;Atelier Bois & Cie;compta@atelier.example;732829320
C-2;Garage Tissot;tissot@garage.example;
"""
PDF = b"%PDF-1.7 invented"


def send(browser, text=FILE, *, kind="invoices", name="octobre.csv", documents=None):
    """Upload a file; the address of its preview, or the answer that refuses it."""
    sent = {
        "kind": kind,
        "file": SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode()),
    }
    if documents is not None:
        sent["documents"] = SimpleUploadedFile("pdf.zip", documents)
    response = browser.post("/invoices/import", sent)
    return response.headers["Location"] if response.status_code == 302 else response


def zipped(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def selected(response):
    """What each column of the preview is read as."""
    found = re.findall(r'name="column-(\d+)".*?</select>', response.content.decode(), re.DOTALL)
    chosen = re.findall(r'<option value="(\w+)" selected>', response.content.decode())
    return len(found), chosen


def count(firm):
    with tenant(firm.id):
        return (
            Invoice.objects.count(),
            Client.objects.count(),
            ImportBatch.objects.count(),
            Message.objects.count(),
        )


def test_everything_is_shown_before_anything_is_recorded(owner, firm):
    preview = owner.get(send(owner))
    text = words(preview)
    for sentence in (
        "Factures à enregistrer 3 sur 3 lignes",
        "Nouveaux clients 3",
        "FA-2026-0301 · FA-2026-0302 · FA-2026-0303",
        "Commentaire RAS",
        "son nom est clair",
        "son nom est vague : vérifiez",
        "son nom ne dit rien à Quitus",
        "Ligne 4, colonne « Client », « Nouveau Client ». Ce nouveau client n’a pas d’adresse e-mail.",
        "Aucune relance ne part",
    ):
        assert sentence in text, sentence
    assert selected(preview) == (
        8,
        ["number", "client_name", "client_email", "issued_on", "due_on", "amount", "remaining"],
    )
    assert count(firm) == (0, 0, 0, 0)


def test_taken_whole_then_nothing_leaves_before_a_person_says_so(owner, firm):
    preview = send(owner, documents=zipped(**{"Facture FA-2026-0301.pdf": PDF}))
    assert "PDF 1" in words(owner.get(preview))
    response = owner.post(f"{preview}/take")
    assert response.headers["Location"].startswith("/invoices/release?batch=")
    text = words(owner.get(response.headers["Location"]))
    assert (
        "3 échéances importées, 2 180,50 €, attendent votre accord. Rien ne part à leur sujet avant." in text
    )
    assert "Celles de octobre.csv, importé le 24 novembre 2026." in text
    assert "Bien arrivée ? · à partir du 24 nov." in text
    assert "rien ne prouve qu’elle est arrivée" in text
    with tenant(firm.id):
        plan_day(business_now(firm))
        assert Message.objects.count() == 0
        assert bytes(Invoice.objects.get(number="FA-2026-0301").document.content) == PDF
        assert Invoice.objects.get(number="FA-2026-0303").already_paid_minor == 46_000


def test_the_same_file_again_changes_nothing_and_says_so(owner, firm):
    preview = send(owner)
    owner.post(f"{preview}/take")
    again = owner.get(send(owner, name="encore.csv"))
    assert "Ce même fichier a été importé le 24 novembre 2026. Rien ne change." in words(again)
    before = count(firm)
    after = words(owner.post(f"{preview}/take", follow=True))
    assert "Rien n’a changé : tout était déjà connu." in after
    assert count(firm) == before == (3, 3, 1, 0)


def test_the_same_rows_in_another_file_change_nothing(owner, firm):
    owner.post(f"{send(owner)}/take")
    more = owner.get(send(owner, FILE + "FA-2026-0304;Garage Tissot;;10/11/2026;10/12/2026;50,00;50,00;\n"))
    assert "Factures à enregistrer 1 sur 4 lignes" in words(more)
    assert "Déjà connues 3" in words(more)


def test_problems_are_said_line_by_line_and_nothing_is_taken(owner, firm):
    preview = send(owner, WRONG)
    text = words(owner.get(preview))
    for sentence in (
        "4 problèmes s’y opposent.",
        "Ligne 2, colonne « Date », « 99/10/2026 ».",
        "Ligne 3, colonne « N° facture », « F1 ». Cette facture est déjà à la ligne 2.",
        "Ligne 3, colonne « Total », « x ».",
        "Ligne 4, colonne « N° facture », « Total ». Cette ligne ressemble à un total.",
    ):
        assert sentence in text, sentence
    assert "/take" not in owner.get(preview).content.decode()
    taken = owner.post(f"{preview}/take")
    assert taken.headers["Location"] == preview
    assert count(firm) == (0, 0, 0, 0)


def test_a_person_changes_what_a_column_means(owner, firm):
    preview = send(owner, FILE.replace("Reste dû", "Commission").replace("Échéance", "Encaissement prévu"))
    assert "Aucune colonne ne donne « Échéance »" in words(owner.get(preview))
    sent = {
        "column-0": "number",
        "column-1": "client_name",
        "column-3": "issued_on",
        "column-4": "due_on",
        "column-5": "amount",
        "column-6": "remaining",
    }
    changed = owner.post(preview, sent).headers["Location"]
    again = owner.get(changed)
    assert "Factures à enregistrer 3" in words(again)
    assert "choisi par vous" in words(again)
    assert selected(again)[1] == ["number", "client_name", "issued_on", "due_on", "amount", "remaining"]
    owner.post(f"{changed}/take")
    with tenant(firm.id):
        assert Instalment.objects.get(invoice__number="FA-2026-0303").remaining_minor == 50_000


def test_a_delay_stands_in_for_missing_due_dates(owner, firm):
    preview = send(owner, "N° facture;Client;Date;Total TTC\nF1;Atelier;01/10/2026;12,00\n")
    sent = {f"column-{at}": name for at, name in enumerate(("number", "client_name", "issued_on", "amount"))}
    assert owner.post(preview, {**sent, "due_after_days": "500"}).status_code == 422
    changed = owner.post(preview, {**sent, "due_after_days": "30"}).headers["Location"]
    owner.post(f"{changed}/take")
    with tenant(firm.id):
        assert Instalment.objects.get().due_on.isoformat() == "2026-10-31"


@pytest.mark.parametrize(
    "sent", [{"column-0": "number", "column-1": "number"}, {"column-0": "sing"}, {"column-0": "siren"}]
)
def test_a_meaning_that_makes_no_sense_is_said(owner, firm, sent):
    response = owner.post(send(owner), sent)
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()


def test_clients_alone(owner, firm):
    preview = send(owner, CLIENTS, kind="clients", name="clients.csv")
    assert "Clients à ajouter 2 sur 2 lignes" in words(owner.get(preview))
    response = owner.post(f"{preview}/take")
    assert response.headers["Location"] == "/clients/"
    with tenant(firm.id):
        assert Client.objects.get(number="C-1").siren == "732829320"


@pytest.mark.parametrize(
    ("text", "documents", "sentence"),
    [
        ("", None, "vide"),
        (b"PK\x03\x04", None, "Ce classeur"),
        (b"\x89PNG\r\n", None, "n’est pas un tableau"),
        (FILE, b"no archive", "Cette archive ne peut pas être lue"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(owner, firm, text, documents, sentence):
    response = send(owner, text, documents=documents)
    assert response.status_code == 422
    assert sentence in words(response)
    with tenant(firm.id):
        assert StoredFile.objects.count() == 0


def test_what_is_too_large_is_refused_before_it_is_read(owner, firm, monkeypatch):
    monkeypatch.setattr("quitus.apps.invoicing.uploads.LARGEST_TABLE", 100)
    response = send(owner)
    assert response.status_code == 422
    assert "quitus import" in words(response)


def test_a_hostile_archive_is_read_without_harm(owner, firm):
    hostile = zipped(**{"../../etc/FA-2026-0301.pdf": PDF, "FA-2026-0302.pdf": b"#!/bin/sh"})
    text = words(owner.get(send(owner, documents=hostile)))
    assert "PDF 0" in text
    assert "Ce nom mène hors de l’archive" in text
    assert "Ce fichier n’est pas un PDF" in text


def test_hostile_names_and_cells_are_only_text(owner, firm):
    text = FILE.replace("Commentaire", "<script>alert(1)</script>").replace("RAS", "=HYPERLINK(1)")
    preview = owner.get(send(owner, text, name='"><img src=x>.csv')).content.decode()
    assert "<script>alert" not in preview
    assert "<img src=x" not in preview


def test_a_forged_or_foreign_slip_opens_nothing(owner, firm, sign_in):
    forged = signing.dumps({"kind": "invoices"}, salt="another")
    for slip in ("x", "a:b:c", forged, "../../etc/passwd"):
        assert owner.get(f"/invoices/import/{slip}").status_code == 404
        assert owner.post(f"/invoices/import/{slip}/take").status_code == 404
    preview = send(owner)
    tampered = preview.replace("import/", "import/e", 1)
    assert owner.get(tampered).status_code == 404


def test_a_slip_of_another_firm_finds_no_file(owner, firm):
    other = Organisation.objects.create(name="Autre entreprise")
    stranger = Browser()
    stranger.force_login(add_member(other, "anne@autre.example", Role.OWNER), backend=BACKEND)
    assert stranger.get(send(owner)).status_code == 404


# --- let go


@pytest.fixture
def held(owner, firm):
    owner.post(f"{send(owner)}/take")
    with tenant(firm.id):
        return list(Instalment.objects.order_by("id").values_list("id", flat=True))


def test_those_ticked_start_each_at_its_step(owner, firm, held):
    first, second, third = held
    sent = {"chosen": [first, second], f"step-{second}": "firm", f"step-{third}": "last"}
    response = owner.post("/invoices/release", sent, follow=True)
    assert "Les relances de 2 échéances peuvent commencer." in words(response)
    assert "Une échéance importée, 500,00 €, attend votre accord." in words(response)
    with tenant(firm.id):
        assert set(Instalment.objects.exclude(released_on=None).values_list("id", flat=True)) == {
            first,
            second,
        }
        assert list(StartingPoint.objects.values_list("instalment_id", "step")) == [(second, "firm")]


def test_all_of_them_on_every_page(owner, firm, held, monkeypatch):
    monkeypatch.setattr("quitus.apps.insight.held_back.PAGE", 2)
    page = owner.get("/invoices/release")
    assert "Lancer les 3, sur toutes les pages" in words(page)
    owner.post("/invoices/release", {"all": "yes"})
    assert "Rien n’attend" in words(owner.get("/invoices/release"))


def test_one_from_the_page_of_its_invoice(owner, firm, held):
    with tenant(firm.id):
        invoice_id = Instalment.objects.get(id=held[0]).invoice_id
    assert "Lancer ses relances" in words(owner.get(f"/invoices/{invoice_id}"))
    owner.post(f"/invoices/instalments/{held[0]}/release")
    assert "Lancer ses relances" not in words(owner.get(f"/invoices/{invoice_id}"))


def test_nothing_ticked_and_steps_that_do_not_exist_start_nothing(owner, firm, held):
    assert "Rien de coché" in words(owner.post("/invoices/release", {}, follow=True))
    wrong = {"chosen": held, f"step-{held[1]}": "sing"}
    assert owner.post("/invoices/release", wrong).status_code == 422
    with tenant(firm.id):
        assert Instalment.objects.exclude(released_on=None).count() == 0


def test_an_import_that_is_not_there(owner, firm, held):
    assert owner.get("/invoices/release", {"batch": "999999"}).status_code == 404
    assert owner.get("/invoices/release", {"batch": "x"}).status_code == 200


def test_a_known_client_gets_the_invoice(owner, firm):
    with tenant(firm.id):
        known = make_client("Garage Tissot", email="tissot@garage.example")
    preview = send(owner)
    assert "Nouveaux clients 2" in words(owner.get(preview))
    owner.post(f"{preview}/take")
    with tenant(firm.id):
        assert Invoice.objects.get(number="FA-2026-0302").client_id == known


def test_bounds_are_those_of_the_record():
    assert uploads.LARGEST_TABLE == 8 * 1024 * 1024
    assert uploads.LARGEST_ARCHIVE == 64 * 1024 * 1024
