"""A claim's document: the worksheet with its sources, addressed to the client, in the client's language."""

from collections.abc import Sequence
from datetime import date

from quitus.apps.clients.models import Client
from quitus.apps.law.queries import law_in_force
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.charges.frozen import FrozenClaim
from quitus.domain.law.countries import DebtorKind
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused
from quitus.ports.documents import (
    Creditor,
    Debtor,
    DocumentHead,
    TransferDetails,
    WorksheetClaim,
    WorksheetCost,
    WorksheetDocument,
    WorksheetReduction,
    worksheet_claim,
)

LOWERED = {"fr": "Règlement ou avoir", "en": "Payment or credit note"}
ALREADY = {"fr": "Intérêts déjà réclamés", "en": "Interest claimed before"}


def claim_document(
    client: Client,
    number: str,
    claims: Sequence[tuple[FrozenClaim, Money | None]],
    *,
    until: date,
    on: date,
) -> WorksheetDocument:
    """What is printed: one claim for each instalment, with what lowered it, and how to pay.

    Beside each claim what earlier ones asked for on the same instalment and was not settled.
    """
    firm = current_organisation()
    language = "en" if client.language.startswith("en") else "fr"
    return WorksheetDocument(
        head=DocumentHead(
            language=language,
            creditor=Creditor(firm.name, _lines(firm.address), firm.siren, _contact(firm)),
            debtor=Debtor(client.name, _lines(client.address)),
            number=number,
            issued_on=on,
        ),
        until=until,
        claims=tuple(_claim(claim, earlier, language, on) for claim, earlier in claims),
        conventions=claims[0][0].worksheet.conventions,
        articles=articles_for(client.kind),
        transfer=TransferDetails(firm.account_holder or firm.name, firm.iban, firm.bic, number)
        if firm.iban
        else None,
        claimed=total((claim.total for claim, _ in claims), claims[0][0].principal.currency),
    )


def articles_for(client_kind: str) -> tuple[str, ...]:
    """The articles on which the charges rest; none where the law of the firm's country is not known."""
    try:
        return law_in_force().late_rule(DebtorKind(client_kind)).articles
    except Refused:
        return ()


def _claim(claim: FrozenClaim, earlier: Money | None, language: str, on: date) -> WorksheetClaim:
    lowered = [WorksheetReduction(day, LOWERED[language], amount) for day, amount in claim.lowered]
    if claim.already:
        lowered.append(WorksheetReduction(on, ALREADY[language], claim.already))
    return worksheet_claim(
        claim.worksheet,
        invoice=claim.invoice,
        issued=claim.issued,
        due=claim.due,
        principal=claim.principal,
        indemnity=claim.indemnity,
        costs=[WorksheetCost(cost.reason, cost.amount) for cost in claim.costs],
        reductions=lowered,
        earlier=earlier,
    )


def _contact(firm: Organisation) -> tuple[str, ...]:
    return tuple(line for line in (firm.contact_name, firm.contact_phone, firm.contact_email) if line)


def _lines(address: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in address.splitlines() if line.strip())
