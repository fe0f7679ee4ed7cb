"""Policies of a firm: readable text in versions, one policy the default, another for some clients."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from quitus.apps.invoicing.actions import client_facts_changed
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.sql import few_rows
from quitus.apps.reminders.letters import TEMPLATES
from quitus.apps.reminders.models import Policy, PolicyChoice, PolicyVersion
from quitus.apps.timeline.actions import Event, record
from quitus.domain.refused import Refused
from quitus.domain.reminders import policy as rules
from quitus.domain.reminders.policy_text import parse_policy
from quitus.ports.clock import real_now

GENTLE = "gentle"
VERSION_LINE = re.compile(r"^version\s*=\s*\d+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ActivePolicy:
    """A policy as it stands today: its row, the row of its version, and the rules that its text says."""

    id: int
    version_id: int
    rules: rules.Policy
    automatic: bool
    is_default: bool


def preset(name: str) -> str:
    """The text of a policy that comes with Quitus ("gentle", "standard")."""
    return resources.files("quitus.domain.reminders").joinpath("presets", f"{name}.toml").read_text("utf-8")


def install_policy(name: str = GENTLE, *, on: date, by: str) -> Policy:
    """Give a firm a policy that comes with Quitus; there already: nothing changes. The first is the default."""
    policy, made = Policy.objects.get_or_create(
        name=name, defaults={"is_default": not Policy.objects.filter(is_default=True).exists()}
    )
    if made:
        _add_version(policy, preset(name), 1, on, by)
        record(Event("policy_installed", on, by, facts={"policy": name}))
    return policy


def change_policy(policy_id: int, text: str, *, on: date, by: str) -> PolicyVersion:
    """Write a new version; the same text again changes nothing.

    Refused with all problems at once: `policy_wrong` and the other codes of `parse_policy`,
    `policy_template_unknown`.
    """
    policy = Policy.objects.select_for_update(no_key=True).get(id=policy_id)
    last = PolicyVersion.objects.filter(policy=policy).latest("version")
    if VERSION_LINE.sub("", text, count=1) == VERSION_LINE.sub("", last.text, count=1):
        return last
    parsed = parse_policy(text)
    written = {step.template for step in parsed.steps if step.channel is rules.Channel.EMAIL}
    unknown = sorted(written - TEMPLATES)
    if unknown:
        raise Refused("policy_template_unknown", template=unknown[0], known=", ".join(sorted(TEMPLATES)))
    number = last.version + 1
    text = VERSION_LINE.sub(f"version = {number}", text, count=1)
    version = _add_version(policy, text, number, on, by)
    record(Event("policy_changed", on, by, facts={"policy": policy.name, "version": number}))
    _look_again_at(policy, on)
    return version


def set_automatic(policy_id: int, *, automatic: bool, on: date, by: str) -> None:
    """Let a policy's messages leave without approving each one, or not."""
    if Policy.objects.filter(id=policy_id).exclude(automatic=automatic).update(automatic=automatic):
        policy = Policy.objects.get(id=policy_id)
        facts = {"policy": policy.name, "automatic": automatic}
        record(Event("policy_automatic_set", on, by, facts=facts))


def make_default(policy_id: int, *, on: date, by: str) -> None:
    """Remind every client by this policy that has no other one of its own."""
    policy = Policy.objects.select_for_update(no_key=True).get(id=policy_id)
    if policy.is_default:
        return
    Policy.objects.filter(is_default=True).update(is_default=False)
    policy.is_default = True
    policy.save(update_fields=["is_default"])
    record(Event("policy_made_default", on, by, facts={"policy": policy.name}))
    _look_again_at(policy, on)


def choose_policy(client_id: int, policy_id: int | None, *, on: date, by: str) -> None:
    """Remind a client by another policy than the default; None: by the default again."""
    name = ""
    if policy_id is None:
        PolicyChoice.objects.filter(client_id=client_id).delete()
    else:
        name = Policy.objects.get(id=policy_id).name
        PolicyChoice.objects.update_or_create(client_id=client_id, defaults={"policy_id": policy_id})
    client_facts_changed([client_id], on)
    record(Event("policy_chosen", on, by, client_id, {"policy": name}))


def active_policies(on: date) -> dict[int, ActivePolicy]:
    """Each policy of the firm with the version that holds on that day."""
    found = few_rows(_ACTIVE, {"on": on})
    return {row[0]: ActivePolicy(row[0], row[1], _parsed(row[2]), row[3], row[4]) for row in found}


_ACTIVE = """
SELECT DISTINCT ON (p.id) p.id, v.id, v.text, p.automatic, p.is_default
FROM reminders_policy p JOIN reminders_policyversion v ON v.policy_id = p.id AND v.active_from <= %(on)s
ORDER BY p.id, v.version DESC
"""


def rules_of_version(version_id: int) -> rules.Policy:
    """The rules that a version says."""
    return _parsed(PolicyVersion.objects.values_list("text", flat=True).get(id=version_id))


# The text is frozen, hence so is what it says.
_parsed = lru_cache(maxsize=256)(parse_policy)


def _add_version(policy: Policy, text: str, number: int, on: date, by: str) -> PolicyVersion:
    return PolicyVersion.objects.create(
        policy=policy, version=number, text=text, active_from=on, recorded_at=real_now(), written_by=by
    )


def _look_again_at(policy: Policy, on: date) -> None:
    """All that this policy reminds: other steps may be due today."""
    chosen = PolicyChoice.objects.filter(policy=policy).values("client_id")
    elsewhere = PolicyChoice.objects.exclude(policy=policy).values("client_id")
    reminded = Instalment.objects.filter(remaining_minor__gt=0)
    others = reminded.exclude(client_id__in=elsewhere)
    by_it = others if policy.is_default else reminded.filter(client_id__in=chosen)
    client_facts_changed(by_it.values_list("client_id", flat=True).distinct(), on)
