"""A file between its upload and its import: the very same bytes, bounded, and never a path from a person."""

import io
import zipfile

import pytest

from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing import uploads
from quitus.apps.invoicing.models import ImportBatch, Instalment, Invoice
from quitus.apps.invoicing.uploads import Upload, keep_upload, preview, take_in
from quitus.domain.importing.header_words import Field, Kind
from quitus.domain.refused import Refused
from tests.adapters.tables.workbooks import workbook
from tests.firm import TODAY

pytestmark = pytest.mark.usefixtures("inside")
BY = {"on": TODAY, "actor": "Camille"}
FILE = (
    "N° facture;Client;E-mail;Date;Échéance;Total TTC;Commentaire\n"
    "FA-1;Atelier Bois;compta@atelier.example;01/10/2026;31/10/2026;1 200,00;RAS\n"
    "FA-2;Garage Tissot;;05/10/2026;04/11/2026;480,50;\n"
).encode()
PDF = b"%PDF-1.7 invented"


def archive(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return content.getvalue()


def test_a_preview_shows_cells_and_what_would_be_made_and_writes_nothing():
    kept = keep_upload(Kind.INVOICES, "octobre.csv", FILE)
    found = preview(kept, **BY)
    assert (found.report.created, found.report.new_clients, found.report.problems) == (2, 2, ())
    assert found.samples[0] == ["FA-1", "FA-2"]
    assert found.samples[2] == ["compta@atelier.example"]
    assert found.samples[6] == ["RAS"]
    assert (Invoice.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_what_was_previewed_is_what_is_imported_and_again_changes_nothing():
    kept = keep_upload(Kind.INVOICES, "octobre.csv", FILE, archive(**{"FA-1.pdf": PDF, "notes.txt": b"x"}))
    report = take_in(kept, **BY)
    assert (report.created, report.documents, report.written) == (2, 1, True)
    assert bytes(Invoice.objects.get(number="FA-1").document.content) == PDF
    again = take_in(keep_upload(Kind.INVOICES, "the same.csv", FILE), **BY)
    assert (again.written, again.already_on, Invoice.objects.count()) == (False, TODAY, 2)


def test_a_workbook_is_imported_like_csv_and_kept_as_what_it_is():
    rows = [line.split(";") for line in FILE.decode().splitlines()]
    kept = keep_upload(Kind.INVOICES, "octobre.xlsx", workbook({"Octobre": rows}))
    found = preview(kept, **BY)
    assert (found.report.created, found.report.problems, found.samples[0]) == (2, (), ["FA-1", "FA-2"])
    assert take_in(kept, **BY).created == 2
    assert Instalment.objects.get(invoice__number="FA-2").amount_minor == 48050
    assert StoredFile.objects.get().media_type == uploads.WORKBOOK


def test_the_meaning_that_a_person_gives_to_columns_is_the_one_that_counts():
    kept = keep_upload(Kind.INVOICES, "octobre.csv", FILE)
    columns = {
        Field.NUMBER: [0],
        Field.CLIENT_NAME: [6],
        Field.ISSUED_ON: [3],
        Field.DUE_ON: [4],
        Field.AMOUNT: [5],
    }
    chosen = Upload(kept.kind, kept.name, kept.table, columns=columns)
    report = preview(chosen, **BY).report
    assert {column.header: column.field for column in report.columns}["E-mail"] is None
    assert [problem.code for problem in report.problems] == ["import_value_missing"]
    missing = Upload(kept.kind, kept.name, kept.table, columns={**columns, Field.AMOUNT: []})
    assert "import_column_missing" in {problem.code for problem in preview(missing, **BY).report.problems}


@pytest.mark.parametrize(
    ("table", "documents", "code"),
    [
        (b"", None, "import_file_empty"),
        (b"\0" * 50, None, "import_file_empty"),
        (b"PK\x03\x04rest of a workbook", None, "import_file_is_spreadsheet"),
        (b"%PDF-1.7", None, "import_file_not_text"),
        (FILE + b"x" * uploads.LARGEST_TABLE, None, "import_upload_too_large"),
        (FILE, b"no archive", "document_archive_unreadable"),
        (FILE, b"x" * (uploads.LARGEST_ARCHIVE + 1), "documents_upload_too_large"),
    ],
)
def test_what_cannot_be_imported_is_refused_before_it_is_kept(table, documents, code):
    with pytest.raises(Refused) as refused:
        keep_upload(Kind.INVOICES, "x.csv", table, documents)
    assert refused.value.code == code
    assert StoredFile.objects.count() == 0


def test_a_file_that_this_firm_never_kept_is_not_there():
    with pytest.raises(StoredFile.DoesNotExist):
        preview(Upload(Kind.CLIENTS, "x.csv", bytes(32)), **BY)
