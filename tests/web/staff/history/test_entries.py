"""Payments written down by hand on screen: with a document, cancelled, joined to the bank's line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quitus.apps.banking.models import BankLine
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.history.models import HandEntry, Movement
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from tests.camt_files import camt053, credit
from tests.firm import TODAY
from tests.web.staff.conftest import words

KEY = "6f1c0f0e-8a53-4b4e-9d0f-0d6f3f0c1a2b"


def sent(**more):
    said = {
        "key": KEY,
        "way": "out",
        "day": "2026-11-19",
        "amount": "45,00",
        "party": "Marché aux fleurs",
        "kind": "supplier",
        "means": "cash",
        "note": "Bouquet",
    }
    return {**said, **more}


def entry(firm):
    with tenant(firm.id):
        return HandEntry.objects.get()


def test_written_down_with_its_document(owner, firm):
    paper = SimpleUploadedFile("ticket.pdf", b"%PDF-1.7 invented")
    response = owner.post("/history/new", sent(document=paper))
    assert response.status_code == 302
    text = words(owner.get(response.url))
    for sentence in (
        "Marché aux fleurs",
        "−45,00 €",
        "Des espèces",
        "Noté par Camille Rousseau",
        "Fournisseur",
    ):
        assert sentence in text, sentence
    assert owner.post("/history/new", sent()).status_code == 302
    document = owner.get(f"/history/entries/{entry(firm).id}/document")
    assert document.content == b"%PDF-1.7 invented"
    assert "Sorties 45,00 €" in words(owner.get("/history/"))


WRONG = [
    {"amount": "0"},
    {"amount": "-3"},
    {"day": "2026-11-25"},
    {"day": "0025-11-19"},
    {"party": ""},
    {"kind": "client"},
    {"means": "gold"},
    {"way": "up"},
    {"document": SimpleUploadedFile("x.html", b"<script>")},
]


@pytest.mark.parametrize("said", WRONG, ids="-".join)
def test_what_cannot_be_is_not_kept(owner, firm, said):
    assert owner.post("/history/new", sent(**said)).status_code == 422
    with tenant(firm.id):
        assert HandEntry.objects.count() == 0


def test_cancelled(owner, firm):
    owner.post("/history/new", sent())
    address = f"/history/entries/{entry(firm).id}/cancel"
    assert "Annulé le mardi 24 novembre par Camille Rousseau." in words(owner.get(owner.post(address).url))
    assert "Aucun mouvement" in words(owner.get("/history/"))


def test_joined_to_the_banks_line(owner, firm):
    owner.post("/history/new", sent())
    with tenant(firm.id):
        import_bank_file(camt053([credit("-45.00", "CB MARCHE")]), "r.xml", on=TODAY, actor="Camille")
        line = BankLine.objects.get().id
    assert "Deux fois le même argent ?" in words(owner.get("/history/"))
    assert "Sorties 90,00 €" in words(owner.get("/history/"))
    one = entry(firm).id
    page = words(owner.get(owner.post(f"/history/entries/{one}/lines/{line}/join").url))
    assert "La banque le dit aussi." in page
    text = words(owner.get("/history/"))
    assert "Sorties 45,00 €" in text
    assert "Deux fois le même argent ?" not in text
    owner.post(f"/history/entries/{one}/lines/{line}/apart")
    assert "Sorties 90,00 €" in words(owner.get("/history/"))


def test_who_may_and_whose_it_is(sign_in, owner, firm):
    owner.post("/history/new", sent())
    one = entry(firm).id
    reader = sign_in(Role.READER)
    assert reader.get("/history/new").status_code == 403
    assert reader.post(f"/history/entries/{one}/cancel").status_code == 403
    other = Organisation.objects.create(name="Atelier Vitrail")
    stranger = sign_in(Role.OWNER, organisation=other, language="en")
    assert stranger.post(f"/history/entries/{one}/cancel").status_code == 404
    assert stranger.get(f"/history/entries/{one}/document").status_code == 404
    assert stranger.post(f"/history/entries/{one}/lines/1/join").status_code == 404
    with tenant(firm.id):
        assert Movement.objects.get().counted
