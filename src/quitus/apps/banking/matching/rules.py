"""What a person says of a payer once and for all: it pays for these clients, or never for any.

A rule only teaches evidence: a known account, a name. Amounts still have to settle for a line to be matched alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching.payers import unlearn_word
from quitus.apps.banking.matching.suggestions import ignored_because, new_match, store_matches
from quitus.apps.banking.models import (
    BankLine,
    Match,
    MatchState,
    Outcome,
    PayerRule,
    RuleKind,
    RuleUse,
)
from quitus.apps.clients.keys import forget_payer, learn_alias, learn_iban
from quitus.apps.clients.models import Client, ClientKey, ClientKeyKind
from quitus.apps.organisations.bulk import insert_all
from quitus.apps.organisations.sql import few_rows
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.payments.locks import lock_clients
from quitus.apps.timeline.actions import Event, record
from quitus.domain.matching.decide import CERTAIN
from quitus.domain.matching.facts import EvidenceKind, Verdict
from quitus.domain.matching.keys import iban_key
from quitus.domain.names import distinctive, name_keys, name_words, squeezed
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

MOST_NAMED = 3
# Words about payers that never pay take turns: two of one payer would be the same rule. Beside the imports' number.
RULES_LOCK = 7_185_814
# What of a line names an invoice: more than a habit of its payer.
NAMING = {
    EvidenceKind.REFERENCE,
    EvidenceKind.NUMBER_FULL,
    EvidenceKind.NUMBER_DIGITS,
    EvidenceKind.NUMBER_SHORT,
}


def always_pays_for(
    line_id: int, client_ids: Collection[int], by: Decider, *, by_name: bool, sure: bool = False
) -> None:
    """The payer of this line pays for these clients: its account, and its name when `by_name`. Said already: nothing.

    Refused: rule_without_client, line_without_payer, name_not_distinctive; name_fits_others unless one is `sure`.
    Raises Client.DoesNotExist.
    """
    line = _locked_line(line_id)
    if not client_ids:
        raise Refused("rule_without_client")
    if missing := set(client_ids) - lock_clients(client_ids).keys():
        raise Client.DoesNotExist(f"clients {sorted(missing)}")
    iban, name = iban_key(line.iban), line.counterparty.strip() if by_name else ""
    if not iban and not name:
        raise Refused("line_without_payer")
    if name:
        _check_name(name, client_ids, sure=sure)
    for client_id in sorted(client_ids):
        same = {"kind": RuleKind.PAYS_FOR, "client_id": client_id, "iban": iban, "name_key": squeezed(name)}
        if not PayerRule.objects.filter(**same, removed_on=None).exists():
            _make(line, by, name=name, **same)
            record(
                Event(
                    "payer_rule_made",
                    by.on,
                    by.actor,
                    None,
                    {"client": client_id, "iban": iban, "name": name},
                )
            )
        if iban:
            learn_iban(client_id, iban)
        if name:
            learn_alias(client_id, name)


def never_pays(line_id: int, by: Decider, *, reason: str, by_itself: bool) -> None:
    """The payer of this line never pays for a client: what comes from it is proposed to be put aside, or is at once.

    Said anew, the last word counts. Refused: line_without_payer.
    """
    values = {"lock": RULES_LOCK, "organisation": current_organisation_id()}
    few_rows("SELECT pg_advisory_xact_lock(%(lock)s::int, hashint8(%(organisation)s))", values)
    line = _locked_line(line_id)
    iban, key = iban_key(line.iban), squeezed(line.counterparty)
    if not iban and not key:
        raise Refused("line_without_payer")
    same = {"kind": RuleKind.IGNORE, "iban": iban, "name_key": key}
    standing = PayerRule.objects.filter(**same, removed_on=None)
    if standing.filter(reason=reason[:200], by_itself=by_itself).exists():
        return
    standing.update(removed_on=by.on, removed_by=by.actor)
    _make(line, by, name=line.counterparty.strip(), reason=reason[:200], by_itself=by_itself, **same)
    record(Event("payer_rule_made", by.on, by.actor, None, {"iban": iban, "name": line.counterparty}))


def remove_rule(rule_id: int, by: Decider) -> None:
    """It is used no more; what it decided stays. Removed already: nothing happens."""
    client_id = PayerRule.objects.values_list("client_id", flat=True).get(id=rule_id)
    lock_clients([] if client_id is None else [client_id])
    rule = PayerRule.objects.select_for_update(no_key=True).get(id=rule_id)
    if rule.removed_on is not None:
        return
    rule.removed_on, rule.removed_by = by.on, by.actor
    rule.save(update_fields=["removed_on", "removed_by"])
    if client_id is not None:
        others = PayerRule.objects.filter(kind=RuleKind.PAYS_FOR, client_id=client_id, removed_on=None)
        if rule.iban and not others.filter(iban=rule.iban).exists():
            unlearn_word(client_id, rule.iban)
        if rule.name and not others.filter(name_key=rule.name_key).exists():
            forget_payer(client_id, alias=rule.name)
    record(
        Event(
            "payer_rule_removed",
            by.on,
            by.actor,
            None,
            {"client": client_id, "iban": rule.iban, "name": rule.name},
        )
    )


def forget_account(key_id: int, by: Decider) -> None:
    """An account that confirmed lines had taught is known no more; the next one that is confirmed may teach it anew.

    Raises ClientKey.DoesNotExist.
    """
    key = ClientKey.objects.get(id=key_id, kind=ClientKeyKind.IBAN)
    lock_clients([key.client_id])
    forget_payer(key.client_id, iban=key.value)
    record(Event("payer_rule_removed", by.on, by.actor, None, {"client": key.client_id, "iban": key.value}))


def of_nobody(lines: Collection[BankLine]) -> dict[int, PayerRule]:
    """The standing rules that say of the payers of these lines that they never pay, by line. One query."""
    return {line.id: rules[0] for line, rules in _fitting(lines, RuleKind.IGNORE)}


def put_aside(
    found: Sequence[tuple[BankLine, Verdict]],
    fresh: Sequence[BankLine],
    rules: Mapping[int, PayerRule],
    by: Decider,
) -> tuple[list[tuple[BankLine, Verdict]], list[Match]]:
    """Put the fresh lines of payers of nobody aside, where that was asked for; what was found for others, the matches.

    A line that names an invoice waits for a person in spite of the rule.
    """
    named = {line.id for line, verdict in found if any(why.kind in NAMING for why in verdict.evidence)}
    lines = [line for line in fresh if line.id in rules and rules[line.id].by_itself and line.id not in named]
    matches = [
        new_match(
            line,
            MatchState.IGNORED,
            by,
            score=CERTAIN,
            evidence=ignored_because(rules[line.id].reason, rule=rules[line.id].id),
            outcome=Outcome.IGNORED,
        )
        for line in lines
    ]
    store_matches(matches)
    note((rules[match.line_id], match) for match in matches)
    gone = {line.id for line in lines}
    return [(line, verdict) for line, verdict in found if line.id not in gone], matches


def note_uses(paid: Iterable[tuple[Match, BankLine, int]]) -> None:
    """Remember which rules knew who pays (match, line, client). Two statements."""
    paid = list(paid)
    lines = {line.id: line for _, line, _ in paid}.values()
    fitting = {line.id: rules for line, rules in _fitting(lines, RuleKind.PAYS_FOR)}
    note(
        (rule, match)
        for match, line, client_id in paid
        for rule in fitting.get(line.id, ())
        if rule.client_id == client_id
    )


def note(uses: Iterable[tuple[PayerRule, Match]]) -> None:
    """Remember that these rules were used; one statement."""
    told = list(uses)
    columns = {"rule_id": [rule.id for rule, _ in told], "match_id": [match.id for _, match in told]}
    insert_all(RuleUse, columns)


def _fitting(lines: Iterable[BankLine], kind: RuleKind) -> list[tuple[BankLine, list[PayerRule]]]:
    """The lines whose payer standing rules know, with these rules: by account first, then by name."""
    payers: Mapping[int, tuple[BankLine, str, str]] = {
        line.id: (line, iban_key(line.iban), squeezed(line.counterparty)) for line in lines
    }
    ibans = {iban for _, iban, _ in payers.values() if iban}
    names = {name for _, _, name in payers.values() if name}
    if not ibans and not names:
        return []
    found = PayerRule.objects.filter(Q(iban__in=ibans) | Q(name_key__in=names), kind=kind, removed_on=None)
    rules = list(found.order_by("id"))
    fitting = []
    for line, iban, name in payers.values():
        own = [rule for rule in rules if rule.iban and rule.iban == iban]
        own += [
            rule for rule in rules if rule not in own and rule.name_key == name != "" and _may_be(rule, iban)
        ]
        if own:
            fitting.append((line, own))
    return fitting


def _may_be(rule: PayerRule, iban: str) -> bool:
    """Whether a payer known by its name alone may be the rule's.

    Namesakes have accounts of their own: what one of them never pays is not said of the other, whose payment would be
    put aside unseen.
    """
    return rule.kind != RuleKind.IGNORE or not rule.iban or not iban


def _check_name(name: str, client_ids: Collection[int], *, sure: bool) -> None:
    """A name that says nothing finds nobody; one that others bear too finds them as well."""
    if not distinctive(name_words(name)):
        raise Refused("name_not_distinctive", name=name)
    bearers = ClientKey.objects.filter(kind=ClientKeyKind.NAME, value__in=name_keys(name)).exclude(
        client_id__in=client_ids
    )
    others = list(
        Client.objects.filter(id__in=bearers.values("client_id"))
        .order_by("sort_name", "id")
        .values_list("name", flat=True)[:MOST_NAMED]
    )
    if others and not sure:
        raise Refused("name_fits_others", name=name, clients=", ".join(others))


def _locked_line(line_id: int) -> BankLine:
    return BankLine.objects.select_for_update(no_key=True).get(id=line_id)


def _make(line: BankLine, by: Decider, **fields: object) -> PayerRule:
    rule: PayerRule = PayerRule.objects.create(
        line=line, made_by=by.actor, made_on=by.on, recorded_at=real_now(), **fields
    )
    return rule
