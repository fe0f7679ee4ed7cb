"""Read what is remembered of payers: rules that people made, accounts that confirmed lines taught."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from quitus.apps.banking.matching.rules import of_nobody
from quitus.apps.banking.models import BankLine, Match, MatchPayment, MatchState, PayerRule
from quitus.apps.clients.models import ClientKey, ClientKeyKind

PAGE = 50
TAUGHT_BY_MATCH = "match:"
_STANDING_USE = [MatchState.ACCEPTED, MatchState.PART, MatchState.IGNORED]


@dataclass(frozen=True, slots=True)
class LearntAccount:
    """An account that a matched line taught, with the line."""

    key_id: int
    client_id: int
    client_name: str
    iban: str
    line_id: int | None
    taught_by: str
    taught_on: date | None


def standing_rules(*, before: int | None = None, limit: int = PAGE) -> Sequence[PayerRule]:
    """The rules in force, the newest first, each with `used`: how many matches that stand it knew. One query."""
    rules = PayerRule.objects.filter(removed_on=None).select_related("client", "line")
    if before is not None:
        rules = rules.filter(id__lt=before)
    used = Count("uses", filter=Q(uses__match__state__in=_STANDING_USE))
    return list(rules.annotate(used=used).order_by("-id")[:limit])


def removed_rules(*, limit: int = PAGE) -> Sequence[PayerRule]:
    """The last ones that were removed."""
    gone = PayerRule.objects.exclude(removed_on=None).select_related("client", "line")
    return list(gone.order_by("-removed_on", "-id")[:limit])


def learnt_accounts(*, before: int | None = None, limit: int = PAGE) -> list[LearntAccount]:
    """The accounts that matched lines taught and no rule says, the newest first. Two queries."""
    keys = ClientKey.objects.filter(
        kind=ClientKeyKind.IBAN, learnt_from__startswith=TAUGHT_BY_MATCH
    ).select_related("client")
    if before is not None:
        keys = keys.filter(id__lt=before)
    found = list(keys.order_by("-id")[:limit])
    numbers = [key.learnt_from.removeprefix(TAUGHT_BY_MATCH) for key in found]
    teachers = Match.objects.in_bulk([int(number) for number in numbers if number.isdigit()])
    learnt = []
    for key, number in zip(found, numbers, strict=True):
        teacher = teachers.get(int(number)) if number.isdigit() else None
        learnt.append(
            LearntAccount(
                key.id,
                key.client_id,
                key.client.name,
                key.value.upper(),
                teacher.line_id if teacher else None,
                teacher.decided_by if teacher else "",
                teacher.decided_on if teacher else None,
            )
        )
    return learnt


def payer_of(line_id: int) -> BankLine:
    """A line with what it says of who pays; raises BankLine.DoesNotExist."""
    return BankLine.objects.get(id=line_id)


def paid_by_its_payer(line: BankLine) -> list[tuple[int, str, bool]]:
    """(client, name, whether this line pays for them) of all that its payer's account ever paid for; its own first."""
    lines = Q(match__line=line)
    if line.iban:
        lines |= Q(match__line__iban=line.iban)
    payments = MatchPayment.objects.filter(
        lines, match__state__in=[MatchState.ACCEPTED, MatchState.PART]
    ).select_related("payment__client", "match")
    found: dict[int, tuple[str, bool]] = {}
    for one in payments.order_by("id"):
        client = one.payment.client
        own = one.match.line_id == line.id
        found[client.id] = (client.name, own or found.get(client.id, ("", False))[1])
    return sorted(
        ((id_, name, own) for id_, (name, own) in found.items()), key=lambda row: (not row[2], row[1])
    )


def put_aside_before(line: BankLine) -> str:
    """Why money of this payer was put aside before, by a rule or the last time; "" if it never was. Two queries."""
    if rule := of_nobody([line]).get(line.id):
        return str(rule.reason)
    same = Q(line__iban=line.iban) if line.iban else Q(line__iban="", line__counterparty=line.counterparty)
    if not line.iban and not line.counterparty:
        return ""
    last = Match.objects.filter(same, state=MatchState.IGNORED).exclude(line=line).order_by("-id").first()
    return str(last.evidence[0]["facts"].get("reason", "")) if last else ""
