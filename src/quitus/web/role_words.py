"""The roles of a firm's members, as people call them, and what each may do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quitus.apps.organisations.models import Role

NAMES: dict[str, Promise] = {
    Role.OWNER: _("owner"),
    Role.ACCOUNTANT: _("accountant"),
    Role.COLLECTOR: _("collector"),
    Role.READER: _("read-only"),
}
MAY: dict[str, Promise] = {
    Role.OWNER: _("everything, settings and members included"),
    Role.ACCOUNTANT: _("reminders, clients, imports, the bank and the books"),
    Role.COLLECTOR: _("reminders, clients and imports, not the bank"),
    Role.READER: _("look at everything, change nothing"),
}


def role_name(role: str) -> str:
    """What a role is called; one of a later version by its code."""
    return str(NAMES.get(role, role))


def choices() -> list[tuple[str, str]]:
    """For a form: each role with what it may do."""
    return [(role, f"{NAMES[role]} : {MAY[role]}") for role in NAMES]
