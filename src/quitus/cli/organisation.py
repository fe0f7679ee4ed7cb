"""Which organisation a command is about: the only one, or the one that `--organisation` names."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from quitus.domain.refused import Refused

Command = TypeVar("Command", bound=Callable[..., Any])


def organisation_option(command: Command) -> Command:
    """Adds `--organisation NAME_OR_ID` to a command."""
    return click.option(
        "--organisation", "wanted", default=None, help="Name or number of the firm, when there are several."
    )(command)


def find_organisation(wanted: str | None) -> Any:
    """The organisation; refuses none, several without a choice, or an unknown one."""
    from quitus.apps.organisations.models import Organisation

    found = list(Organisation.objects.order_by("id"))
    if wanted:
        found = [o for o in found if wanted in (str(o.id), o.name)]
        if not found:
            raise Refused("organisation_unknown", wanted=wanted)
    if not found:
        raise Refused("organisation_missing")
    if len(found) > 1:
        raise Refused("organisation_ambiguous", names=", ".join(o.name for o in found))
    return found[0]
