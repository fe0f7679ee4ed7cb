"""The demonstration's mailbox: what each debtor would have found in theirs."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from quitus.apps.insight import mailbox as letters
from quitus.apps.organisations.rights import Right
from quitus.web.middleware import content_policy
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.debtor_links import without_debtor_link
from quitus.web.staff.missing import or_404


@require_safe
@or_404
@needs(Right.READ)
def mailbox(request: StaffRequest) -> HttpResponse:
    """The messages, the newest first."""
    _only_here()
    found = letters.arrived(before=asked.number(request, "before"), limit=letters.PAGE + 1)
    shown = found[: letters.PAGE]
    older = shown[-1].id if len(found) > letters.PAGE else None
    return page(request, "staff/mailbox/index.html", {"letters": shown, "older": older})


@require_safe
@or_404
@needs(Right.READ)
def letter(request: StaffRequest, content_id: int) -> HttpResponse:
    """One message: as a mail program shows it, or as plain text."""
    _only_here()
    plain = request.GET.get("as") == "text"
    tabs = [(_("As sent"), "?", not plain), (_("Plain text"), "?as=text", plain)]
    letter = letters.letter(content_id)
    context = {
        "letter": letter,
        "text": without_debtor_link(request, letter.text),
        "plain": plain,
        "tabs": tabs,
    }
    return page(request, "staff/mailbox/letter.html", context)


@require_safe
@xframe_options_sameorigin
@or_404
@needs(Right.READ)
def words(request: StaffRequest, content_id: int) -> HttpResponse:
    """The message's own page, for the frame: its own style, no script, links open beside it."""
    _only_here()
    html = without_debtor_link(request, letters.letter(content_id).html).replace(
        "<head>", '<head><base target="_blank">', 1
    )
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = content_policy(
        default_src="'none'",
        script_src="'none'",
        style_src="'unsafe-inline'",
        frame_ancestors="'self'",
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox",
    )
    return response


@require_safe
@or_404
@needs(Right.READ)
def file(request: StaffRequest, content_id: int, file_id: int) -> HttpResponse:
    """A file that came with the message, to be kept."""
    _only_here()
    enclosed, content = letters.enclosed_file(content_id, file_id)
    response = HttpResponse(content, content_type=enclosed.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{enclosed.name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _only_here() -> None:
    """A firm with a real mailbox has no such page: its messages are in the debtors' own."""
    if not letters.keeps_messages_here():
        raise Http404
