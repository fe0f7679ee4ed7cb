"""The studio's clients: invented firms with habits. Names are fictional, addresses reserved, digits valid."""

from dataclasses import dataclass
from enum import Enum
from random import Random

from quitus.domain.importing.text import plain

NAMES = """Maison Berthier & Fils|Brasserie du Canal|Transports Delmas SARL|Océane Le Goff Architecture
Hôtel des Voyageurs|Librairie Les Grands Chemins|Coopérative laitière des Trois Vallées|Atelier Vasseur SAS
Boulangerie Kermadec|Cabinet Roussillon Avocats|Menuiserie Ployart|Domaine des Hautes Roches
Pharmacie de la Halle|Garage Lemeur EURL|Théâtre de la Passerelle|Imprimerie Castagnou
Festival Sons d’Hiver Doux|Fromagerie Abondine|Clinique vétérinaire du Parc|Éditions du Colporteur
Savonnerie Marjolaine|Studio Photo Halogène|Agence Immobilière Korrigan|Paysages Aubrac SARL
Écurie des Saules|Brûlerie Tarascon|Conserverie Plougastel|Traiteur Mirepoix SAS
Cycles Vauquelin|Serrurerie Goulven|Maison d’hôtes La Bergeronnette|Chocolaterie Sévérac
Institut Coralie|Brasserie artisanale Morvan|Optique Saint-Sernin|École de danse Arabesque
Miroiterie Chambord|Charpentes Lozère SAS|Caves Puisaye|Fleurs & Saisons
Ferme auberge du Vercors|Ambulances Cévenoles|Piscines Garlaban SARL|Tapisserie Aubussonnaise
Kinésithérapie du Port|Microbrasserie Houblonnière|Vergers de Limagne|Tonnellerie Marsanne
Cinéma Le Rex de Pontarlac|Maroquinerie Escaliès|Électricité Ferrand EURL|Horlogerie Franc-Comtoise
Épicerie Le Bocal|Poterie d’Argilly|Centre équestre Camarguais|Nautique Belle-Anse SARL
Confiturerie Tante Ursule|Radio Locale Campagne|Association Les Mains Vertes|Parquets Tronçais SAS"""
FIRST = (
    "Hélène Karim Solène Thibault Inès Mathieu Awa Bruno Clémence Yann Nadia Étienne Lucie Omar Maëlle Julien"
)
LAST = "Vasseur Haddad Kerbrat Roche Diallo Perrot Marchetti Blin Faure Nguyen Lopez Aubry Tanguy Moreau Sabatier"


class Habit(Enum):
    """How a client pays."""

    PROMPT = "on the due date, or a little before"
    RUNS = "with the transfers of the 15th and the 30th"
    SLOW = "some two weeks late, after a reminder or two"
    FORGETFUL = "when reminded"
    PROMISING = "promises, and keeps it two times out of three"
    CONTESTING = "now and then does not agree"
    HEAVY = "after the last reminder, or not at all"


WEIGHTS = {
    Habit.PROMPT: 22,
    Habit.RUNS: 10,
    Habit.SLOW: 12,
    Habit.FORGETFUL: 8,
    Habit.PROMISING: 4,
    Habit.CONTESTING: 2,
    Habit.HEAVY: 2,
}


@dataclass(frozen=True, slots=True)
class Character:
    """A client of the demonstration. `weight`: how often the studio works for it."""

    name: str
    habit: Habit
    contact: str
    email: str
    siren: str
    iban: str
    weight: int
    size: int


def characters(random: Random) -> list[Character]:
    """The sixty clients, the same for the same seed."""
    names = [name.strip() for line in NAMES.splitlines() for name in line.split("|")]
    habits = [habit for habit, count in WEIGHTS.items() for _ in range(count)]
    random.shuffle(habits)
    return [
        _character(name, habit, place, random)
        for place, (name, habit) in enumerate(zip(names, habits, strict=True))
    ]


def _character(name: str, habit: Habit, place: int, random: Random) -> Character:
    domain = "-".join(word for word in plain(name).replace("’", " ").split() if word.isalnum())[:30]
    person = f"{random.choice(FIRST.split())} {random.choice(LAST.split())}"
    return Character(
        name=name,
        habit=habit,
        contact=person,
        email=f"compta@{domain}.example",
        siren=_siren(900_000_00 + place * 37),
        iban=_iban(place),
        weight=random.choice([1, 1, 2, 2, 3, 5]),
        size=random.choice([350, 600, 900, 1400, 2600]),
    )


def _siren(stem: int) -> str:
    """Nine digits whose Luhn sum is right."""
    digits = f"{stem:08d}"
    for last in "0123456789":
        doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(digits + last)]
        if sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0:
            return digits + last
    raise AssertionError(digits)


def _iban(place: int) -> str:
    """A French IBAN of a bank that does not exist, with the right check digits."""
    account = f"9999800001{place:011d}42"
    check = 98 - int(f"{account}152700") % 97
    return f"FR{check:02d}{account}"
