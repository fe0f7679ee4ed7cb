"""What a debtor sees of claimed charges: the calculation, and the document."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quitus.apps.charges.document import articles_for
from quitus.apps.charges.models import ChargeClaim
from quitus.apps.insight.charge_list import ClaimCard, claim_card, shown_to_debtor
from quitus.web import charge_sheet
from quitus.web.portal.access import PortalRequest, behind_door, context


@require_safe
@behind_door
def claim(request: PortalRequest, claim_id: int) -> HttpResponse:
    """A claim's calculation, row by row, and what is left of it."""
    card = _their_card(request, claim_id)
    values = context(
        request,
        card=card,
        client=card.claim.client,
        sheets=charge_sheet.sheets_of(card.calculation),
        conventions=charge_sheet.conventions_of(card.calculation),
        articles=articles_for(card.claim.client.kind),
    )
    return render(request, "portal/charges.html", values)


@require_safe
@behind_door
def document(request: PortalRequest, claim_id: int) -> HttpResponse:
    """The claim's PDF."""
    card = _their_card(request, claim_id)
    if card.claim.document is None:
        raise Http404
    response = HttpResponse(bytes(card.claim.document.content), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{card.claim.number}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def _their_card(request: PortalRequest, claim_id: int) -> ClaimCard:
    """The claim when it is this client's, and holds nothing that may not be asked of them."""
    try:
        card = claim_card(claim_id, client_id=request.client_id)
    except ChargeClaim.DoesNotExist:
        raise Http404 from None
    charges = [line.charge for line in card.lines]
    if len(shown_to_debtor(card.claim.client, charges)) < len(charges):
        raise Http404
    return card
