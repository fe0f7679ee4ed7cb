"""What the text below a movement says (`:86:`, `:NS:`), whichever way the bank writes it."""

from collections.abc import Sequence

from quitus.adapters.bank.byte_lines import readable
from quitus.adapters.bank.mt.codewords import codeword_details, in_codewords
from quitus.adapters.bank.mt.markers import read_markers
from quitus.adapters.bank.mt.movements import Movement
from quitus.adapters.bank.mt.returns import returned_movement
from quitus.adapters.bank.mt.subfields import in_subfields, ns_details, subfield_details
from quitus.adapters.bank.mt.words import CUT, Details, text_of
from quitus.adapters.bank.text import LONGEST_LABEL, given, iban, tidy
from quitus.domain.banking.statement import LineStatus, StatementLine
from quitus.domain.iban import iban_shape_valid


def statement_line(
    found: Movement, texts: Sequence[Sequence[str]], others: Sequence[Sequence[str]]
) -> StatementLine:
    """The movement with its texts: the `:86:` fields and the `:NS:` fields below it, each as its raw lines."""
    details = _merged([*(_read(lines, found) for lines in texts), *map(ns_details, others)])
    label = details.words or details.remark or found.supplement.strip() or given(found.reference)
    # Some banks give the other account in the place of the reference, some below the line.
    account = details.iban or _account(found.reference) or _account(found.supplement)
    own = found.reference if _account(found.reference) is None else None
    return StatementLine(
        booked=found.booked,
        value_date=found.value_date,
        amount=found.amount,
        label=tidy(label, LONGEST_LABEL) or found.kind,
        counterparty=tidy(details.name),
        iban=account or None,
        reference=given(details.reference) or given(own),
        bank_id=given(found.bank_id),
        status=LineStatus.PENDING if found.expected else LineStatus.BOOKED,
        returned=returned_movement(found, texts, details.reference),
    )


def _read(lines: Sequence[str], found: Movement) -> Details:
    if in_subfields(lines):
        return subfield_details(lines, credit=found.credit)
    named = _named_above(lines, found)
    if named:
        return Details(
            words=readable(text_of(lines[1:] or [""])).replace(CUT, " ").strip(), name=found.supplement
        )
    text = readable(text_of(lines))
    if in_codewords(text):
        return codeword_details(text, credit=found.credit)
    marked = read_markers(text)
    return Details(words=marked.words, remark=marked.values.get("MTLG", ""), reference=marked.reference)


def _named_above(lines: Sequence[str], found: Movement) -> bool:
    """Whether the text begins with the other side as the line above tells it: account and name, twice the same."""
    if not found.reference or not found.supplement.strip():
        return False
    return readable(lines[0]).split() == f"{found.reference} {found.supplement}".split()


def _account(text: str | None) -> str | None:
    """The IBAN that the text is, by its country's shape: a reference may look like one."""
    known = iban(text)
    return known if known and iban_shape_valid(known) else None


def _merged(several: Sequence[Details]) -> Details:
    """One from all the texts of a movement; each but the words from the first that has it."""
    if len(several) == 1:
        return several[0]

    def first(values: Sequence[str]) -> str:
        return next(filter(None, values), "")

    return Details(
        words=" ".join(filter(None, (one.words for one in several))),
        remark=first([one.remark for one in several]),
        name=first([one.name for one in several]),
        iban=first([one.iban for one in several]),
        reference=first([one.reference for one in several]),
    )
