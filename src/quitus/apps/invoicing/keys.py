"""What finds an instalment again: the reference printed for its transfer, and the keys for bank labels."""

from collections.abc import Iterable, Sequence
from itertools import count

from quitus.apps.invoicing.models import Instalment
from quitus.domain.matching.keys import number_keys, reference_key
from quitus.domain.references import rf_reference
from quitus.domain.refused import Refused


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
