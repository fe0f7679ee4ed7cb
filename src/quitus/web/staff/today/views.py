"""The first page: what to do, what came, what left, what rightly waits."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from quitus.apps.insight.today import today
from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest, needs, page


@require_safe
@needs(Right.READ)
def first_page(request: StaffRequest) -> HttpResponse:
    """Today."""
    approver = request.user.id if Right.PAY in request.rights else None
    return page(request, "staff/today/index.html", {"now": today(request.today, approver=approver)})
