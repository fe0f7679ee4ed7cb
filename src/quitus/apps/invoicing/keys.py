"""What finds an instalment again: the reference printed for its transfer, and the keys for bank labels."""

from collections.abc import Iterable, Sequence
from itertools import count

from django.db import connection

from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.domain.matching.keys import number_keys, reference_key
from quitus.domain.references import rf_reference
from quitus.domain.refused import Refused

# One statement: what is no longer true goes, what is missing comes, the rest is not touched.
_KEEP_IN_STEP = """
WITH wanted AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(values)s::text[]) AS wanted(instalment_id, value)
), gone AS (
    DELETE FROM invoicing_instalmentkey AS key
    WHERE instalment_id = ANY(%(all)s::bigint[]) AND NOT EXISTS (
        SELECT FROM wanted WHERE wanted.instalment_id = key.instalment_id AND wanted.value = key.value)
)
INSERT INTO invoicing_instalmentkey (organisation_id, instalment_id, value)
SELECT %(organisation)s, wanted.* FROM wanted
ON CONFLICT DO NOTHING
"""


def instalment_references(wanted: Sequence[tuple[int, str, int]]) -> list[str]:
    """A reference for each (instalment id, invoice number, position), unlike any other of the firm.

    Made of the invoice's number where that can be: a debtor recognises it. Made of the id where the number is
    too long or has no letter a bank knows, or where another number differs by signs alone (FA-12 and FA12).
    """
    proposed = [_from_number(number, position) for _, number, position in wanted]
    taken = set(
        Instalment.objects.filter(
            reference__in=[reference for reference in proposed if reference]
        ).values_list("reference", flat=True)
    )
    references = []
    for (instalment_id, _, _), reference in zip(wanted, proposed, strict=True):
        unique = reference if reference and reference not in taken else _from_id(instalment_id, taken)
        taken.add(unique)
        references.append(unique)
    return references


def lookup_keys(number: str, reference: str) -> Iterable[str]:
    """The keys under which a bank line finds the instalments of an invoice, each once."""
    return dict.fromkeys((*number_keys(number), reference_key(reference)))


def keep_lookup_keys_in_step(instalment_ids: Sequence[int]) -> None:
    """Make the stored keys of these instalments those that `lookup_keys` gives now; one statement."""
    rows = Instalment.objects.filter(id__in=instalment_ids).values_list("id", "invoice__number", "reference")
    wanted = [(id_, key) for id_, number, reference in rows for key in lookup_keys(number, reference)]
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP_IN_STEP,
            {
                "ids": [id_ for id_, _ in wanted],
                "values": [key for _, key in wanted],
                "all": list(instalment_ids),
                "organisation": current_organisation_id(),
            },
        )


def _from_number(number: str, position: int) -> str | None:
    try:
        return rf_reference(number if position == 1 else f"{number}E{position}")
    except Refused:
        return None


def _from_id(instalment_id: int, taken: set[str]) -> str:
    bodies = (f"Q{instalment_id}" + "X" * attempt for attempt in count())
    return next(
        reference
        for reference in map(rf_reference, bodies)
        if reference not in taken and not Instalment.objects.filter(reference=reference).exists()
    )
