"""Read a firm's policies: what they say today, and what they said before."""

from dataclasses import dataclass
from datetime import date

from quitus.apps.reminders.models import Policy, PolicyVersion
from quitus.domain.reminders import policy as rules
from quitus.domain.reminders.policy_text import parse_policy


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A policy with its newest version."""

    id: int
    name: str
    automatic: bool
    is_default: bool
    version: int
    active_from: date
    written_by: str
    text: str
    rules: rules.Policy


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a policy said, from when, and who wrote it."""

    version: int
    active_from: date
    written_by: str
    text: str


def policies() -> list[PolicyView]:
    """Every policy of the firm, the default first. One query."""
    newest = PolicyVersion.objects.order_by("policy_id", "-version").distinct("policy_id")
    views = [_view(version) for version in newest.select_related("policy")]
    return sorted(views, key=lambda view: (not view.is_default, view.name))


def policy(policy_id: int) -> PolicyView:
    """One policy; raises Policy.DoesNotExist."""
    row = Policy.objects.get(id=policy_id)
    return _view(PolicyVersion.objects.filter(policy=row).select_related("policy").latest("version"))


def versions(policy_id: int) -> list[VersionView]:
    """All that a policy ever said, the newest first."""
    rows = PolicyVersion.objects.filter(policy_id=policy_id).order_by("-version")
    return [VersionView(row.version, row.active_from, row.written_by, row.text) for row in rows]


def _view(version: PolicyVersion) -> PolicyView:
    row = version.policy
    return PolicyView(
        id=row.id,
        name=row.name,
        automatic=row.automatic,
        is_default=row.is_default,
        version=version.version,
        active_from=version.active_from,
        written_by=version.written_by,
        text=version.text,
        rules=parse_policy(version.text),
    )
