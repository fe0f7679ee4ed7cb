"""Bring clients and open invoices in: a file, what its columns mean, what would happen, then all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.invoicing.imports import ImportReport
from quitus.apps.invoicing.uploads import Preview, Upload, keep_upload, take_in
from quitus.apps.invoicing.uploads import preview as preview_of
from quitus.apps.organisations.rights import Right
from quitus.domain.importing.columns import ColumnProposal, Reason
from quitus.domain.importing.header_words import Field, Kind
from quitus.domain.money import total
from quitus.ports.tables import problem_sentence
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.invoices.forms import MappingForm, UploadForm
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried

SALT = "quitus.import"
SHOWN_PROBLEMS = SHOWN_INVOICES = 100
WHY = {
    Reason.CHOSEN: gettext_lazy("chosen by you"),
    Reason.KNOWN_WORDS: gettext_lazy("its name is clear"),
    Reason.KNOWN_WORDS_WITH_MORE: gettext_lazy("its name is clear enough"),
    Reason.VAGUE_WORD: gettext_lazy("its name is vague: please check"),
    Reason.CLEARER_COLUMN: gettext_lazy("another column says it more clearly"),
    Reason.TWO_COLUMNS: gettext_lazy("two columns could be it: please choose"),
    Reason.EXCLUDES_VAT: gettext_lazy("without VAT, so not what is owed"),
    Reason.UNKNOWN_WORDS: gettext_lazy("its name says nothing to Quitus"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the preview shows it; `sure` False asks the person to look."""

    header: str
    samples: str
    select: object
    why: object
    sure: bool


@require_http_methods(["GET", "POST"])
@needs(Right.KEEP_CLIENTS)
def upload(request: StaffRequest) -> HttpResponse:
    """Choose a file; it is kept as it came, and nothing else happens yet."""
    if request.method != "POST":
        kind = Kind.CLIENTS if request.GET.get("kind") == Kind.CLIENTS else Kind.INVOICES
        return page(request, "staff/invoices/upload.html", {"form": UploadForm(initial={"kind": kind.value})})
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file, documents = form.cleaned_data["file"], form.cleaned_data["documents"]
        kept = None
        with tried(form):
            kept = keep_upload(
                Kind(form.cleaned_data["kind"]),
                file.name,
                file.read(),
                documents.read() if documents else None,
            )
        if kept is not None:
            return HttpResponseRedirect(reverse("staff:import_preview", args=[_slip(kept)]))
    return page(request, "staff/invoices/upload.html", {"form": form}, status=422)


@require_http_methods(["GET", "POST"])
@needs(Right.KEEP_CLIENTS)
@or_404
def preview(request: StaffRequest, slip: str) -> HttpResponse:
    """What the columns mean, what would be made, what stands against it; a change of meaning reads the file again."""
    kept = _upload(slip)
    found = preview_of(kept, on=request.today, actor=request.actor)
    form = _mapping_form(request, kept, found)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data.get("due_after_days")
        changed = replace(kept, columns=form.columns(), due_after_days=days)
        return HttpResponseRedirect(reverse("staff:import_preview", args=[_slip(changed)]))
    report, language = found.report, get_language() or "fr"
    context = {
        "slip": slip,
        "upload": kept,
        "report": report,
        "form": form,
        "columns": [_column(form, found, column) for column in report.columns],
        "fec": _fec(report),
        "problems": [problem_sentence(one, language) for one in report.problems[:SHOWN_PROBLEMS]],
        "notices": [problem_sentence(one, language) for one in report.notices[:SHOWN_PROBLEMS]],
        "crumbs": [
            (_("Owed to me"), reverse("staff:invoices")),
            (_("Import"), reverse("staff:import")),
            (kept.name, ""),
        ],
    }
    return page(request, "staff/invoices/preview.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Right.KEEP_CLIENTS)
@or_404
def take(request: StaffRequest, slip: str) -> HttpResponse:
    """Import what was previewed, whole or not at all."""
    report = take_in(_upload(slip), on=request.today, actor=request.actor)
    if report.problems:
        messages.error(request, _("Something has changed meanwhile; nothing was imported. See below."))
        return HttpResponseRedirect(reverse("staff:import_preview", args=[slip]))
    if not report.written:
        messages.success(request, _("Nothing changed: all of it was known already."))
        return HttpResponseRedirect(_after(report))
    messages.success(request, _said(report))
    return HttpResponseRedirect(_after(report))


def _after(report: ImportReport) -> str:
    if report.kind is Kind.CLIENTS:
        return reverse("staff:clients")
    return (
        f"{reverse('staff:invoices_release')}?batch={report.batch_id}"
        if report.batch_id
        else reverse("staff:invoices")
    )


def _said(report: ImportReport) -> str:
    if report.kind is Kind.CLIENTS:
        words = ngettext("One client added.", "%(count)d clients added.", report.created)
    else:
        words = ngettext(
            "One invoice imported. Nothing leaves before you say so.",
            "%(count)d invoices imported. Nothing leaves before you say so.",
            report.created,
        )
    return words % {"count": report.created}


def _mapping_form(request: StaffRequest, kept: Upload, found: Preview) -> MappingForm:
    return MappingForm(
        request.POST if request.method == "POST" else None,
        kind=kept.kind,
        columns=found.report.columns,
        initial={"due_after_days": found.report.fec.days if found.report.fec else kept.due_after_days},
    )


def _fec(report: ImportReport) -> Mapping[str, object] | None:
    """The invoices that a FEC gives, as many as one looks at, and how the balance of its clients comes to them."""
    if report.fec is None:
        return None
    totals = report.fec.totals
    parts = [
        (_("open invoices"), totals.open),
        (_("credits that no lettering settles, not imported"), totals.credits),
        (_("what incomplete letterings leave, not imported"), totals.letterings),
        (_("opening balances without documents and retentions, not imported"), totals.left_out),
    ]
    return {
        "lines": report.fec.lines,
        "days": report.fec.days,
        "invoices": report.fec.invoices[:SHOWN_INVOICES],
        "total": total((one.row.remaining for one in report.fec.invoices), totals.open.currency),
        "balance": totals.balance,
        "parts": [(words, amount) for words, amount in parts if amount],
    }


def _column(form: MappingForm, found: Preview, column: ColumnProposal) -> Column:
    return Column(
        header=column.header,
        samples=" · ".join(found.samples[column.index]),
        select=form[f"column-{column.index}"],
        why=WHY[column.reason],
        sure=column.reason not in (Reason.VAGUE_WORD, Reason.TWO_COLUMNS),
    )


def _slip(kept: Upload) -> str:
    """What names an upload in an address: signed, so that nobody makes one up."""
    columns: Mapping[Field, object] | None = kept.columns
    return signing.dumps(
        {
            "kind": kept.kind.value,
            "name": kept.name,
            "table": kept.table.hex(),
            "documents": kept.documents.hex() if kept.documents else "",
            "columns": None if columns is None else {name.value: places for name, places in columns.items()},
            "days": kept.due_after_days,
        },
        salt=SALT,
        compress=True,
    )


def _upload(slip: str) -> Upload:
    """The upload that a slip names; 404 for one that was made up."""
    try:
        said = signing.loads(slip, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    columns = said["columns"]
    return Upload(
        kind=Kind(said["kind"]),
        name=said["name"],
        table=bytes.fromhex(said["table"]),
        documents=bytes.fromhex(said["documents"]) or None,
        columns=None if columns is None else {Field(name): places for name, places in columns.items()},
        due_after_days=said["days"],
    )
