"""The statement of interest and indemnity, read back from its PDF."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from quitus.adapters.documents.typst.renderer import TypstRenderer
from quitus.domain.law.rates import Confidence
from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding
from quitus.domain.money import Money
from quitus.ports.documents import Creditor, Debtor, DocumentRenderer, WorksheetCost, WorksheetReduction
from tests.adapters.documents.statements import (
    CONSUMER,
    HEAD,
    IN_PARTS,
    TRANSFER,
    WHOLE,
    claim_of,
    euros,
    opened,
    pages,
    statement,
    text,
)

renderer: DocumentRenderer = TypstRenderer()
# A row of the calculation as text: … 12,40 % a 12,2301
ROW = re.compile(r"12,40 % [a-z] 12,2301")
HEADER = "Du Au Jours Base Taux Source Intérêts, €"


def drawn(*claims, **changes):
    return renderer.render(statement(*claims, **changes))


# --- what it says


def test_a_single_invoice_in_french():
    (page,) = pages(drawn())
    for words in (
        "Studio Marelle 12, rue Battant 25000 Besançon SIREN 552 178 639 Camille Rousseau 01 99 00 12 34",
        "Maison Berthier & Fils 48, avenue de la République 69002 Lyon",
        "Décompte d’intérêts et d’indemnités",
        "N° DI-2026-0007 Le 24 novembre 2026 Intérêts comptés jusqu’au 15 août 2025 compris",
        "Reste à payer 1 297,72 € pour la facture FA-2025-0031, échue le 31 mars 2025",
        "Principal 1 200,00 € Intérêts de retard 57,72 € Indemnité forfaitaire 40,00 € Reste à payer 1 297,72 €",
        "Titulaire Studio Marelle IBAN FR76 3000 6000 0112 3456 7890 189 BIC AGRIFRPP Montant 1 297,72 €",
        "Référence RF31 FA20 2600 0123",
        "1er avril 2025 30 juin 2025 91 1 200,00 € 13,15 % a 39,3419",
        "1er juillet 2025 15 août 2025 46 1 200,00 € 12,15 % b 18,3748",
        "Intérêts de retard 57,72 €",
        "base × taux annuel × jours ÷ 365",
        "a BCE 3,15 % + 10 points b BCE 2,15 % + 10 points",
        "C. com. D441-5 L’indemnité forfaitaire pour frais de recouvrement est de 40 euros par facture",
        "1/1",
    ):
        assert words in page


def test_several_invoices_in_english():
    words = text(drawn(WHOLE, replace(IN_PARTS, invoice="FA-2025-0040"), language="en"))
    for expected in (
        "Statement of interest and indemnity",
        "No. DI-2026-0007 Dated 24 November 2026 Interest counted up to 15 August 2025 included",
        "Left to pay €1,880.37 for two invoices, set out below",
        "FA-2025-0031 31 March 2025 €1,200.00 €57.72 €40.00 €1,297.72",
        "FA-2025-0040 31 March 2025 €1,200.00 €42.65 €40.00 −€700.00 €582.65",
        "Total €2,400.00 €100.37 €80.00 −€700.00 €1,880.37",
        "issued on 1 March 2025, due on 31 March 2025",
        "1 April 2025 30 June 2025 91 €1,200.00 13.15% a 39.3419",
        "10 June 2025: Virement reçu, €700.00, of which €669.30 on the principal",
    ):
        assert expected in words


def test_a_payment_stands_between_the_rows_whose_base_it_parts():
    words = text(drawn(IN_PARTS))
    before, payment, after = (
        words.index("1 200,00 € 13,15 % a 30,6953"),
        words.index("10 juin 2025 : Virement reçu, 700,00 €, dont 669,30 € sur le principal"),
        words.index("11 juin 2025 30 juin 2025 20 530,70 € 13,15 % a 3,8239"),
    )
    assert before < payment < after
    assert "Virement reçu, 10 juin 2025 −700,00 € Reste à payer 582,65 €" in words


def test_a_payment_on_interest_alone_says_so():
    taken = WorksheetReduction(date(2025, 6, 10), "Virement reçu", euros(20_00), euros(0))
    words = text(drawn(replace(WHOLE, reductions=(taken,))))
    assert "Virement reçu, 20,00 €, dont 0,00 € sur le principal" in words


@pytest.mark.parametrize(("rows", "named"), [(WHOLE.rows, 1), (claim_of(30).rows, 2)])
def test_a_debt_that_nobody_named_is_known_by_its_due_date(rows, named):
    unsigned = replace(HEAD, creditor=Creditor(""), debtor=Debtor(""), number="")
    words = text(drawn(replace(WHOLE, invoice="", issued=None, rows=rows), head=unsigned, transfer=None))
    assert words.startswith("Décompte d’intérêts et d’indemnités Le 24 novembre 2026 Intérêts comptés")
    assert "pour une dette échue le 31 mars 2025" in words
    assert words.count("Dette échue le 31 mars 2025") >= named
    assert not re.search("facture ,|Facture [,P]|N°|émise", words)


def test_an_invoice_of_unknown_date_says_when_it_was_due():
    words = text(drawn(replace(WHOLE, issued=None)))
    assert "Facture FA-2025-0031 échue le 31 mars 2025" in words


def test_a_consumer_is_asked_for_interest_alone():
    words = text(drawn(CONSUMER, articles=("C. civ. 1231-6", "C. civ. 1344", "CPCE L111-8")))
    assert "Décompte d’intérêts N° DI-2026-0007" in words
    assert "Principal 600,00 € Intérêts de retard 8,77 € Reste à payer 608,77 €" in words
    assert "ndemnit" not in words
    assert "par les intérêts au taux légal, à compter de la mise en demeure" in words


def test_costs_are_named_with_what_they_were_for():
    lawyer = WorksheetCost("Cabinet Perrin, facture du 3 août 2025", euros(110_00))
    few = text(drawn(replace(WHOLE, costs=(lawyer,))))
    assert "Cabinet Perrin, facture du 3 août 2025 110,00 € Reste à payer 1 407,72 €" in few
    many = text(drawn(replace(WHOLE, costs=(lawyer,) * 6)))
    assert "Frais justifiés 660,00 €" in many
    assert many.count("Cabinet Perrin, facture du 3 août 2025 : 110,00 €") == 6


def test_many_payments_are_added_up_and_each_is_named_once():
    taken = tuple(
        WorksheetReduction(date(2025, 4, day), f"Virement {day}", euros(10_00)) for day in range(1, 8)
    )
    words = text(drawn(replace(WHOLE, reductions=taken)))
    assert "Reçu et déduit −70,00 €" in words
    assert [words.count(f"Virement {day}, 10,00 €") for day in range(1, 8)] == [1] * 7


@pytest.mark.parametrize(
    ("conventions", "expected"),
    [
        (Conventions(), "÷ 365, aussi les années bissextiles"),
        (Conventions(basis=Basis.ACTUAL), "÷ 366 les années bissextiles"),
        (Conventions(basis=Basis.DAYS_360), "jours ÷ 360."),
        (Conventions(), "arrondie une seule fois pour chaque période entre deux paiements"),
        (Conventions(rounding=Rounding.SEGMENT), "Chaque ligne est arrondie pour elle-même"),
        (Conventions(), "règle d’abord les intérêts, puis le principal (C. civ. 1343-1)"),
        (Conventions(order=Order.PRINCIPAL), "règle d’abord le principal, comme convenu"),
        (Conventions(), "Les intérêts ne portent pas eux-mêmes intérêt"),
        (Conventions(compound=True), "portent eux-mêmes intérêt (C. civ. 1343-2)"),
    ],
)
def test_conventions_are_said(conventions, expected):
    assert expected in text(drawn(conventions=conventions))


@pytest.mark.parametrize(
    ("confidence", "doubt"),
    [
        (Confidence.READ, ""),
        (Confidence.HIGH, ""),
        (Confidence.MEDIUM, " (taux probable, à confirmer)"),
        (Confidence.LOW, " (taux incertain, à vérifier)"),
        (Confidence.USER, " (taux indiqué par le créancier)"),
    ],
)
def test_a_rate_says_how_sure_it_is(confidence, doubt):
    rows = tuple(replace(row, source="le contrat", confidence=confidence) for row in WHOLE.rows)
    assert f"Sources des taux a le contrat{doubt} Textes" in text(drawn(replace(WHOLE, rows=rows)))


def test_notes_warnings_and_unknown_articles_are_printed():
    words = text(drawn(notes=("Une note.",), warnings=("Une réserve.",), articles=("BGB 288",)))
    assert "À noter – Une réserve. – Une note." in words
    assert "Textes BGB 288" in words


def test_other_currencies_and_a_claim_without_rows():
    francs = replace(
        WHOLE, rows=(), principal=Money(500, "CHF"), interest=Money(0, "CHF"), indemnity=Money(40, "CHF")
    )
    words = text(drawn(francs))
    assert "Intérêts, CHF Aucun jour ne porte intérêt. Intérêts de retard 0,00 CHF" in words
    assert "scanner" not in words  # the code of a transfer knows euros alone


def test_the_code_of_a_transfer_is_drawn_where_banks_know_it():
    assert "scanner" in text(drawn())
    for unknown in (replace(TRANSFER, reference="FA-2025-0031"), replace(TRANSFER, iban="FR76")):
        words = text(drawn(transfer=unknown))
        assert "scanner" not in words
        assert "Pour régler par virement" in words


def test_nothing_to_pay_asks_for_nothing():
    paid = WorksheetReduction(date(2025, 8, 15), "Virement reçu", euros(1297_72))
    words = text(drawn(replace(WHOLE, reductions=(paid,))))
    assert "Reste à payer 0,00 €" in words
    assert "Pour régler" not in words
    assert "Pour régler" not in text(drawn(transfer=None))


# --- how it is laid out


@pytest.mark.parametrize("rows", [13, 17, 18, 19, 20, 60, 68, 69, 70])
def test_a_long_calculation_repeats_its_head_and_never_leaves_its_sum_alone(rows):
    found = pages(drawn(claim_of(rows)))
    assert sum(len(ROW.findall(page)) for page in found) == rows
    for number, page in enumerate(found, 1):
        assert page.endswith(f"{number}/{len(found)}")
        assert (HEADER in page) == bool(ROW.search(page))
        if HEADER in page:
            assert "FA-2025-0031, émise le 1er mars 2025, échue le 31 mars 2025" in page
        if re.search(r"12,2301 Intérêts de retard", page):
            assert len(ROW.findall(page)) >= 2
    assert len([page for page in found if re.search(r"12,2301 Intérêts de retard", page)]) == 1


@pytest.mark.parametrize("invoices", [13, 14, 20, 21, 22, 30])
def test_many_invoices_stay_whole_and_their_table_goes_on(invoices):
    claims = [claim_of(2, invoice=f"FA-{number:04}") for number in range(invoices)]
    found = pages(drawn(*claims))
    for number in range(invoices):
        name = f"Facture FA-{number:04}"
        (home,) = [page for page in found if f"{name} émise" in page]
        detail = home[home.index(f"{name} émise") :]
        assert len(ROW.findall(detail.split("Reste à payer")[0])) == 2
    (summed,) = [page for page in found if " Total " in page]
    assert re.search(r"FA-\d{4} 31 mars 2025 .* Total ", summed)
    assert "Facture Échéance Principal" in summed


def test_thirty_invoices_of_many_rows_are_drawn():
    claims = [claim_of(30, invoice=f"FA-{number:04}") for number in range(30)]
    assert sum(len(ROW.findall(page)) for page in pages(drawn(*claims))) == 900


# --- what kind of file it is


def test_it_is_archival_accessible_and_dated_by_its_document():
    file = opened(drawn())
    assert file.metadata.title == "Décompte d’intérêts et d’indemnités DI-2026-0007"
    assert file.metadata.author == "Studio Marelle"
    assert file.metadata.creation_date_raw == "D:20261124000000Z"
    root = file.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/OutputIntents"]
    claimed = root["/Metadata"].get_data().decode()
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in claimed
    assert opened(drawn(language="en")).trailer["/Root"]["/Lang"] == "en-GB"


def test_the_same_document_gives_the_same_bytes():
    document = statement(WHOLE, IN_PARTS)
    first = renderer.render(document)
    renderer.render(statement(language="en"))
    assert renderer.render(document) == first
    assert TypstRenderer().render(document) == first


def test_threads_share_one_renderer():
    fresh = TypstRenderer()
    documents = [statement(language="fr"), statement(language="en")] * 4
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(fresh.render, documents))) == 2


def test_whoever_draws_nothing_loads_nothing():
    program = (
        "import sys; from quitus.adapters.documents.typst.renderer import TypstRenderer; TypstRenderer();"
        "sys.exit('typst' in sys.modules or 'segno' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
