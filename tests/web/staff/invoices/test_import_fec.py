"""A FEC on the import screen: known by its content, previewed with its due dates, taken whole."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quitus.apps.clients.models import Client
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.models import ImportBatch, Instalment, Invoice
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import Message
from tests.fec import NAME, Line, fec
from tests.firm import make_client
from tests.web.staff.conftest import words

BOOKS = (
    Line("FA-1", 120_000, on="20260105", lettering="AA"),
    Line("R1", -120_000, journal="BQ", on="20260204", lettering="AA"),
    Line("FA-2", 300_000, on="20260920"),
    Line("R2", -50_000, journal="BQ", on="20261001"),
    Line("AN", 7_000, journal="AN", on="20260101", client="C0002", name="ÉTOILE"),
)


def send(browser, content=None, *, kind="invoices", name=NAME):
    """Upload a file; the address of its preview, or the answer that refuses it."""
    file = SimpleUploadedFile(name, fec(*BOOKS) if content is None else content)
    response = browser.post("/invoices/import", {"kind": kind, "file": file})
    return response.headers["Location"] if response.status_code == 302 else response


def count(firm):
    with tenant(firm.id):
        counts = (Invoice.objects, Client.objects, ImportBatch.objects, Message.objects)
        return tuple(each.count() for each in counts)


@pytest.mark.parametrize("kind", ["invoices", "clients"])
def test_everything_is_shown_before_anything_is_recorded(owner, firm, kind):
    text = words(owner.get(send(owner, kind=kind)))
    for sentence in (
        "Factures à enregistrer 1 sur 10 lignes d’écritures",
        "Nouveaux clients 1",
        "FA-2 DUPONT SARL DUPONT SARL 20 septembre 2026 20 octobre 2026 3 000,00 € 3 000,00 €",
        "Factures ouvertes 3 000,00 €",
        "Crédits qu’aucun lettrage ne solde, non repris −500,00 €",
        "Solde des comptes 411 dans le fichier 2 570,00 €",
        "Ligne 8, colonne « PieceRef », « R2 ». DUPONT SARL : un crédit de 500,00 €",
        "ÉTOILE : l’à-nouveau de 70,00 € ne dit pas de quelles factures.",
        "C. com. L441-10 I",
    ):
        assert sentence in text, sentence
    assert "ce que chaque colonne" not in text.lower()
    assert count(firm) == (0, 0, 0, 0)


def test_in_english(sign_in, firm):
    text = words(sign_in(language="en").get(send(sign_in(language="en"))))
    assert "A FEC gives no due date" in text
    assert "Balance of accounts 411 in the file €2,570.00" in text


def test_taken_whole_then_nothing_leaves_before_a_person_says_so(owner, firm):
    response = owner.post(f"{send(owner)}/take")
    assert response.headers["Location"].startswith("/invoices/release?batch=")
    text = words(owner.get(response.headers["Location"]))
    assert "Une échéance importée, 3 000,00 €, attend votre accord." in text
    with tenant(firm.id):
        assert Instalment.objects.get().released_on is None
    again = words(owner.get(send(owner, name="encore.txt")))
    assert "Ce même fichier a été importé le 24 novembre 2026. Rien ne change." in again
    assert count(firm) == (1, 1, 1, 0)


def test_the_delay_is_changed_on_the_screen(owner, firm):
    with tenant(firm.id):
        make_client("Étoile", number="C0002", payment_days=60)
    preview = send(owner, fec(*BOOKS[:4], Line("FA-3", 100, on="20260920", client="C0002", name="ÉTOILE")))
    assert owner.post(preview, {"due_after_days": "500"}).status_code == 422
    changed = owner.post(preview, {"due_after_days": "10"}).headers["Location"]
    text = words(owner.get(changed))
    assert "30 septembre 2026 3 000,00 €" in text
    assert "19 novembre 2026 selon les conditions du client" in text
    owner.post(f"{changed}/take")
    with tenant(firm.id):
        due = dict(Instalment.objects.values_list("invoice__number", "due_on"))
    assert due == {"FA-2": date(2026, 9, 30), "FA-3": date(2026, 11, 19)}


def test_problems_are_said_line_by_line_and_nothing_is_taken(owner, firm):
    preview = send(owner, fec(*BOOKS, Line("FA-9", 100, on="20260920", client="")))
    text = words(owner.get(preview))
    assert "Un problème s’y oppose." in text
    assert "Ligne 12, colonne « PieceRef », « FA-9 ». Le compte 411000 est collectif" in text
    assert "Solde des comptes 411" not in text
    assert "/take" not in owner.get(preview).content.decode()
    assert owner.post(f"{preview}/take").headers["Location"] == preview
    assert count(firm) == (0, 0, 0, 0)


@pytest.mark.parametrize("content", [fec(*BOOKS[:2]), fec(*BOOKS[4:])])
def test_a_file_in_which_nothing_is_open(owner, firm, content):
    text = words(owner.get(send(owner, content)))
    assert "Rien ne change. Aucun client ne doit rien selon ce fichier" in text


def test_a_later_file_in_which_all_is_known(owner, firm):
    owner.post(f"{send(owner)}/take")
    text = words(owner.get(send(owner, fec(*BOOKS, end="\n"))))
    assert "Rien ne change. Sa seule facture ouverte est déjà connue." in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (fec(*BOOKS, encoding="utf-16"), "pas un fichier texte en UTF-8"),
        (b"<?xml version='1.0'?><comptabilite/>", "C’est un fichier XML."),
        (fec(*BOOKS).replace(b"\tEcritureLet", b"\tLettre"), "Le champ EcritureLet manque"),
    ],
)
def test_what_cannot_be_read_is_refused_before_it_is_kept(owner, firm, content, sentence):
    response = send(owner, content)
    assert response.status_code == 422
    assert sentence in words(response)
    with tenant(firm.id):
        assert StoredFile.objects.count() == 0


def test_a_fec_may_be_larger_than_a_table(owner, firm, monkeypatch):
    monkeypatch.setattr("quitus.apps.invoicing.uploads.LARGEST_TABLE", 100)
    assert isinstance(send(owner), str)
    monkeypatch.setattr("quitus.apps.invoicing.uploads.LARGEST_FEC", 200)
    response = send(owner)
    assert response.status_code == 422
    assert "quitus import" in words(response)


def test_hostile_texts_are_only_texts(owner, firm):
    hostile = Line("<script>alert(1)</script>", 100, on="20260920", name="<img src=x onerror=alert(1)>")
    page = owner.get(send(owner, fec(hostile))).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
