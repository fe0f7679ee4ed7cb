"""Words by which French banks and firms say what a movement is for, looked for as whole words.

A phrase is letters and digits without accents, in order. "^" at its beginning: only where the label begins, after
what kind of operation it is. Each table says for which direction it holds: the tax office that takes is the tax
office, the one that pays may be the treasurer of a town that is a client.
"""

import re
from dataclasses import dataclass

from quitus.domain.history.kinds import Kind
from quitus.domain.importing.text import plain
from quitus.domain.names import word_set

_WORD = re.compile(r"[a-z0-9]+")
# What kind of operation it was: it says nothing of what it was for.
OPERATIONS = word_set(
    "vir virt virement virements viremt sepa prlv prelv prelevement prelevements prelevt europeen inst instantane"
    " instant recu recue emis emise faveur tiers web mobile permanent trf transfert transfer paiement pai reglement"
    " b2b core sdd sct debit credit avis operation date valeur mdt"
)
_NOISE = OPERATIONS | word_set(
    "de du des d la le les l au aux a en et par pour un une the of cb carte cartes facture fact fac ref reference"
    " motif no num numero rum ics id client e2e notprovided eur euro euros janv janvier fev fevrier mars avril mai"
    " juin juil juillet aout sept septembre oct octobre nov novembre dec decembre ech echeance achat"
)
_NAME_WORDS = 3


@dataclass(frozen=True, slots=True)
class Table:
    """Phrases that mean one kind, each between blanks. `out`, `come`: of money that goes out, that comes in."""

    kind: Kind
    phrases: tuple[str, ...]
    out: bool = True
    come: bool = False

    def found_in(self, whole: str, start: str) -> str | None:
        """The phrase that stands in a text, given between blanks, or where it begins."""
        for phrase in self.phrases:
            if phrase[0] == "^":
                if start.startswith(phrase[1:]):
                    return phrase[1:].strip()
            elif phrase in whole:
                return phrase.strip()
        return None


def _phrases(text: str) -> tuple[str, ...]:
    listed = [" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip()]
    return tuple(f"{phrase} " if phrase.startswith("^") else f" {phrase} " for phrase in listed)


# The first table that says something counts.
TABLES: tuple[Table, ...] = (
    Table(
        Kind.FEE, _phrases("^frais, ^commission, ^commissions, ^comm")
    ),  # "FRAIS REJET PRLV" gives nothing back
    Table(
        Kind.RETURNED,
        _phrases(
            "prlv impaye, prelevement impaye, rejet prlv, rejet prelevement, rejet de prelevement, cheque impaye,"
            " chq impaye, rejet cheque, retour prlv, retour prelevement, impaye prlv, contrepassation prlv"
        ),
    ),
    Table(
        Kind.FEE,
        _phrases(
            "^com mvt, ^agios, ^interets debiteurs, ^arrete de compte,"
            " ^tenue de compte, ^cotisation carte, ^cotis carte, ^cotisation jazz, ^cotisation esprit libre,"
            " ^cotisation eurocompte, ^cotisation sobrio, ^cotisation mensuelle carte, ^cotisation visa,"
            " ^cotisation mastercard, ^cotisation offre, ^cotisation convention, ^cotisation compte, ^forfait compte,"
            " ^abonnement compte, ^abonnement banque, frais de tenue de compte, frais bancaires, frais virement,"
            " frais sur virement, frais impaye, frais de rejet, commission d intervention, commission de mouvement,"
            " commission mouvement, commission intervention, commission de tenue, frais tenue compte"
        ),
    ),
    Table(
        Kind.FEE,
        _phrases(
            "remboursement frais bancaires, remb frais bancaires, ^remboursement de frais bancaires,"
            " ^extourne frais, ^extourne commission, ^extourne agios, ^annulation frais, ^annulation commission,"
            " ^retrocession commission, ^remboursement commission, ^ristourne frais"
        ),
        out=False,
        come=True,
    ),
    Table(
        Kind.TAX,
        _phrases(
            "dgfip, drfip, ddfip, direction generale des finances publiques, finances publiques, tresor public,"
            " impot, impots, impots gouv, ^tva, tva ca3, tva ca12, teledeclaration tva, telereglement tva, cfe, cvae,"
            " ^taxe, taxe fonciere, taxe sur salaires, taxe d apprentissage, urssaf, cotisations sociales, dsn,"
            " agirc, arrco, agirc arrco, caisse de retraite, cotisation retraite, cotisations retraite, retraite pro,"
            " probtp, pro btp, klesia, malakoff humanis, ag2r, ircantec, cipav, carmf, carpimko, cnavpl, cnbf,"
            " cavec, cavp, ircec, msa, ssi independants, securite sociale des independants, pole emploi,"
            " france travail, prevoyance, agefiph, douane, douanes, dgddi, conges intemperies, cibtp"
        ),
    ),
    Table(
        Kind.TAX,
        _phrases(
            "urssaf, remboursement tva, remboursement credit de tva, remb tva, credit tva, remboursement impot,"
            " remboursement impots, degrevement, cpam, indemnites journalieres, ijss, remboursement cfe"
        ),
        out=False,
        come=True,
    ),
    Table(
        Kind.EMPLOYEE,
        _phrases(
            "salaire, salaires, paie, paies, acompte salaire, remuneration, remunerations, bulletin de paie,"
            " solde de tout compte, note de frais, notes de frais, ndf, indemnite stage, gratification stage"
        ),
    ),
    Table(
        Kind.LOAN,
        _phrases(
            "ech pret, echeance pret, echeances pret, ech de pret, echeance de pret, remboursement pret, remb pret,"
            " remboursement de pret, ech emprunt, echeance emprunt, remboursement emprunt, ech credit,"
            " echeance credit, ech pge, echeance pge, pret pge, ^pret no, ^pret n, amortissement pret,"
            " remboursement anticipe pret"
        ),
    ),
    Table(
        Kind.LOAN,
        _phrases(
            "deblocage pret, deblocage de pret, deblocage credit, deblocage emprunt, mise en place pret,"
            " mise a disposition pret, realisation pret, versement pret, versement emprunt, deblocage pge"
        ),
        out=False,
        come=True,
    ),
    Table(
        Kind.CARD,
        _phrases(
            "^cb, ^carte, ^cartes, ^achat cb, ^achat carte, ^facture carte, ^factures carte, ^retrait dab, ^retrait,"
            " ^par carte"
        ),
    ),
    Table(
        Kind.CARD,
        _phrases(
            "^avoir cb, ^avoir carte, ^remboursement cb, ^remboursement carte, ^remb cb, ^annulation cb"
        ),
        out=False,
        come=True,
    ),
    Table(
        Kind.FREELANCER,
        _phrases(
            "honoraires, note d honoraires, freelance, free lance, micro entreprise, micro entrepreneur,"
            " auto entrepreneur, autoentrepreneur, portage salarial, malt community, droits d auteur"
        ),
    ),
    Table(
        Kind.SUPPLIER,
        _phrases(
            "loyer, loyers, edf, engie, totalenergies, enedis, veolia, suez eau, orange sa, orange business, sfr,"
            " bouygues telecom, free pro, free mobile, free telecom, ovh, ovhcloud, scaleway, google ireland,"
            " google cloud, microsoft ireland, microsoft 365, adobe systems, amazon web services, aws emea,"
            " la poste, chronopost, sncf connect, axa france, maif, macif, matmut, allianz, groupama, mma iard,"
            " assurance, assurances, abonnement, credit bail, leasing, location longue duree, fournisseur"
        ),
    ),
)
# Behind the operation of a transfer that goes out: an invoice is paid.
_INVOICE = re.compile(r"\b(?:facture|factures|fact|fac|fra)\b")
# The counterparty's own words say as much of these alone.
_BY_NAME = frozenset({Kind.TAX, Kind.SUPPLIER, Kind.FREELANCER})


def words_of(text: str) -> str:
    """Letters and digits of the text, without accents, one blank between words."""
    return " ".join(_WORD.findall(plain(text)))


def said_by_words(label: str, counterparty: str, *, comes_in: bool) -> tuple[Kind, str] | None:
    """The kind that the label's or the counterparty's words say, and the phrase that does."""
    words = words_of(label)
    whole, start, name = f" {words} ", f"{_after_operation(words)} ", f" {words_of(counterparty)} "
    for table in TABLES:
        if not (table.come if comes_in else table.out):
            continue
        found = table.found_in(whole, start)
        if found is None and table.kind in _BY_NAME:
            found = table.found_in(name, "")
        if found is not None:
            return table.kind, found
    if not comes_in and (invoice := _INVOICE.search(words)):
        return Kind.SUPPLIER, invoice.group()
    return None


def name_in_label(label: str) -> str:
    """The counterparty where the label alone names it: the first words that say neither operation nor number."""
    kept: list[str] = []
    for word in re.findall(r"[^\W_]+", label):
        telling = plain(word)
        if telling in _NOISE or len(telling) < 2 or any(letter.isdigit() for letter in telling):
            if kept:
                break
            continue
        kept.append(word)
        if len(kept) == _NAME_WORDS:
            break
    return " ".join(kept)


def _after_operation(text: str) -> str:
    words = text.split()
    place = 0
    while place < len(words) and (words[place] in OPERATIONS or words[place].isdigit()):
        place += 1
    return " ".join(words[place:])
