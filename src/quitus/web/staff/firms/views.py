"""Which firm a member of several looks at."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest, choose_firm, needs


class FirmChoice(forms.Form):
    """The firm's number."""

    firm = forms.IntegerField()


@require_POST
@needs(Right.READ)
def choose(request: StaffRequest) -> HttpResponse:
    """Look at another firm of one's own from now on; 404 for anybody else's, as if it did not exist."""
    form = FirmChoice(request.POST)
    wanted = form.cleaned_data["firm"] if form.is_valid() else None
    found = [firm for firm in request.firms if firm.id == wanted]
    if not found:
        raise Http404
    choose_firm(request, found[0])
    messages.success(request, _("You are looking at %(firm)s now.") % {"firm": found[0].name})
    return HttpResponseRedirect(reverse("staff:today"))
