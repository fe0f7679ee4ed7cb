"""Why a bank line is taken for the payment of these instalments: one sentence for each kind of evidence.

(French, English) twice: the reason, and what it rests on. Placeholders are the facts of the evidence, in words already;
where one is missing, the reason stands alone. `tests/web/test_evidence.py` proves that no kind is without one.
"""

from collections.abc import Mapping, Sequence

from quitus.domain.matching.facts import EvidenceKind
from quitus.ports.plurals import filled

LISTED = 4
Both = tuple[str, str]

_CITED: Both = ("« {read} » se lit {numbers}", "“{read}” reads {numbers}")
_READ: Both = ("« {read} »", "“{read}”")
_NAMED: Both = ("« {name} »", "“{name}”")
_EXACT: Both = ("Le montant est exact", "The amount is exact")

MATCH_SENTENCES: Mapping[str, tuple[Both, Both]] = {
    EvidenceKind.REFERENCE: (
        ("Le virement porte la référence de paiement", "The transfer carries the payment reference"),
        _CITED,
    ),
    EvidenceKind.NUMBER_FULL: (
        ("Le libellé cite la facture en entier", "The label names the invoice in full"),
        _CITED,
    ),
    EvidenceKind.NUMBER_DIGITS: (
        (
            "Le libellé porte tous les chiffres du numéro",
            "The label carries all digits of the invoice number",
        ),
        _CITED,
    ),
    EvidenceKind.NUMBER_SHORT: (
        ("Le libellé cite la facture, en abrégé", "The label names the invoice, shortened"),
        _CITED,
    ),
    EvidenceKind.NUMBER_TAIL: (
        (
            "Le libellé porte les derniers chiffres du numéro",
            "The label carries the last digits of the invoice number",
        ),
        _CITED,
    ),
    EvidenceKind.SEVERAL_NUMBERS: (
        (
            "Plusieurs factures sont citées, et leur somme est juste",
            "Several invoices are named, and they add up",
        ),
        (
            "{count} {count:numéro|numéros}, dont la somme est le montant",
            "{count} {count:number|numbers}, whose sum is the amount",
        ),
    ),
    EvidenceKind.AMOUNT_ONE: (
        _EXACT,
        ("{amount} : c’est ce que doit cette échéance", "{amount} is what this instalment owes"),
    ),
    EvidenceKind.AMOUNT_CITED: (
        _EXACT,
        (
            "{amount} : c’est ce que doivent ensemble les factures citées",
            "{amount} is what the named invoices owe together",
        ),
    ),
    EvidenceKind.AMOUNT_INVOICE: (
        _EXACT,
        ("{amount} : c’est tout ce que doit cette facture", "{amount} is all that this invoice owes"),
    ),
    EvidenceKind.AMOUNT_ALL_OPEN: (
        _EXACT,
        ("{amount} : c’est tout ce que doit ce client", "{amount} is all that this client owes"),
    ),
    EvidenceKind.AMOUNT_SUBSET: (
        ("Quelques échéances ouvertes font ce montant", "Some of the open instalments add up to the amount"),
        ("{amount}, et aucune autre combinaison", "{amount}, no other few of them do"),
    ),
    EvidenceKind.AMOUNT_PLUS_CHARGES: (
        ("Le montant est exact, pénalités comprises", "The amount is exact, charges included"),
        (
            "{owed} et {difference} de pénalités et frais réclamés",
            "{owed} and {difference} of claimed charges",
        ),
    ),
    EvidenceKind.AMOUNT_CHARGES: (
        ("C’est ce qui est réclamé de pénalités et frais", "It is what is claimed of charges"),
        ("{amount}, réclamés par {numbers}", "{amount}, claimed by {numbers}"),
    ),
    EvidenceKind.AMOUNT_LESS_DISCOUNT: (
        ("Le montant est exact, escompte déduit", "The amount is exact, less a discount"),
        ("{owed} moins {difference}", "{owed} less {difference}"),
    ),
    EvidenceKind.AMOUNT_LESS_FEE: (
        ("Il manque ce que prend une banque", "What a bank keeps as its fee is missing"),
        ("{amount} sur {owed} : il manque {difference}", "{amount} of {owed}: {difference} is missing"),
    ),
    EvidenceKind.AMOUNT_TOGETHER: (
        ("Avec d’autres virements, le montant est exact", "With other transfers, the amount is exact"),
        ("{count} virements font {owed}", "{count} transfers make {owed}"),
    ),
    EvidenceKind.AMOUNT_PART: (
        ("Une partie de ce qui est dû", "A part of what is owed"),
        ("{amount} sur {owed}", "{amount} of {owed}"),
    ),
    EvidenceKind.AMOUNT_OVER: (
        ("Plus que ce qui est dû", "More than what is owed"),
        ("{amount}, pour {owed} dus", "{amount}, for {owed} owed"),
    ),
    EvidenceKind.IBAN_KNOWN: (
        ("Le compte est connu", "The account is known"),
        (
            "ce client a payé depuis ce compte, ou quelqu’un l’a dit",
            "this client has paid from it, or somebody has said so",
        ),
    ),
    EvidenceKind.NAME_SAME: (("Le nom est celui du client", "The name is the client’s"), _NAMED),
    EvidenceKind.NAME_SHARED: (
        (
            "Le nom est celui du client, mais pas le sien seul",
            "The name is the client’s, but not theirs alone",
        ),
        _NAMED,
    ),
    EvidenceKind.NAME_RESEMBLES: (
        (
            "Le nom ressemble à celui du client ou d’un de ses contacts",
            "The name resembles the client’s, or somebody’s there",
        ),
        _NAMED,
    ),
    EvidenceKind.NAME_TOUCHES: (
        ("Un mot du nom est le même", "A word of the name is the same"),
        _NAMED,
    ),
    EvidenceKind.PROMISE: (
        ("C’était annoncé", "They announced it"),
        ("{amount} promis pour le {on}", "{amount} promised for {on}"),
    ),
    EvidenceKind.HABIT: (
        ("Ce client paie d’habitude à ce moment", "This client usually pays about then"),
        ("", ""),
    ),
    EvidenceKind.NUMBER_ELSEWHERE: (
        ("Le libellé cite une autre facture", "The label names another invoice"),
        _READ,
    ),
    EvidenceKind.NUMBERS_LEFT_OUT: (
        ("Le libellé cite d’autres factures en plus", "The label names more invoices than this"),
        _READ,
    ),
    EvidenceKind.PAYER_ELSEWHERE: (
        (
            "Le compte ou le nom est celui d’un autre client",
            "The account or the name belongs to another client",
        ),
        _NAMED,
    ),
    EvidenceKind.AMOUNT_ELSEWHERE: (
        (
            "Le montant convient à autre chose chez ce client",
            "The amount fits something else of this client",
        ),
        ("exactement ce que doit {numbers}", "exactly what {numbers} owes"),
    ),
    EvidenceKind.AMONG_EQUALS: (
        ("Seul le montant le dit", "Nothing but the amount speaks for it"),
        (
            "{count} {count:échéance doit|échéances doivent} exactement cela",
            "{count} {count:instalment owes|instalments owe} just that",
        ),
    ),
    EvidenceKind.SAYS_REFUND: (
        (
            "Le libellé parle d’un remboursement ou d’un avoir",
            "The label speaks of a refund or a credit note",
        ),
        ("", ""),
    ),
    EvidenceKind.BEFORE_ISSUE: (
        ("L’argent est venu avant la facture", "The money came before the invoice was made"),
        ("datée du {issued}", "dated {issued}"),
    ),
}


def reason_in_words(kind: str, facts: Mapping[str, object], language: str) -> Both:
    """The reason, and what it rests on; a kind of a later Quitus is told by its name."""
    if kind not in MATCH_SENTENCES:
        return kind.replace("_", " "), ""
    reason, rests_on = MATCH_SENTENCES[kind]
    place = int(language.startswith("en"))
    present = {name: fact for name, fact in facts.items() if fact not in ("", None)}
    try:
        return reason[place], filled(rests_on[place], language, present)
    except (KeyError, TypeError):
        return reason[place], ""


def listed(names: Sequence[str], language: str) -> str:
    """ "FA-1, FA-2 and FA-3"; of more than four the first three and how many others."""
    english = language.startswith("en")
    if len(names) <= 1:
        return "".join(names)
    if len(names) > LISTED:
        others = len(names) - LISTED + 1
        first = ", ".join(names[: LISTED - 1])
        return f"{first} and {others} others" if english else f"{first} et {others} autres"
    last = "and" if english else "et"
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
