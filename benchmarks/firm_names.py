"""Invented names of clients, and the ways in which banks print them."""

from random import Random  # noqa: TID251 - seeded: the same firm in each run

TRADES = [
    "Transports", "Garage", "Boulangerie", "Librairie", "Atelier", "Cabinet", "Menuiserie", "Imprimerie", "Hôtel",
    "Pharmacie", "Restaurant", "Clinique", "Agence", "Plomberie", "Constructions", "Éditions",
]  # fmt: skip
SYLLABLES = [
    "bar", "del", "mar", "ron", "vil", "gran", "char", "mon", "fer", "lau", "ber", "thi", "rou", "ssel", "pel", "le",
    "tier", "dé", "val", "cour", "noy", "rin", "gal", "ço", "mai", "bré", "guil", "lou",
]  # fmt: skip
FORMS = ["SARL", "SAS", "EURL", "SA", "", "SASU", "SCI"]
FIRST_NAMES = ["Claire", "Paul", "Jeanne", "Hugo", "Élise", "Marc", "Inès", "Louis", "Agathe", "Rémi"]
TOWNS = ["Pontarlier", "Vesoul", "Guéret", "Lons", "Aubusson", "Privas", "Mende", "Foix", "Tulle", "Digne"]
SHORT = {
    "TRANSPORTS": "TRANSP", "CONSTRUCTIONS": "CONST", "SOCIETE": "STE", "ETABLISSEMENTS": "ETS", "RESTAURANT": "REST",
    "MENUISERIE": "MENUIS", "IMPRIMERIE": "IMPR", "BOULANGERIE": "BOUL", "EDITIONS": "ED",
}  # fmt: skip
_BARE = str.maketrans("ÉÈÊÔÇÏÎÂÀÛ", "EEEOCIIAAU")


def surname(dice: Random) -> str:
    """A word of two or three syllables that means nothing."""
    return "".join(dice.choices(SYLLABLES, k=dice.choice([2, 2, 3]))).capitalize()


def client_name(dice: Random) -> str:
    """A firm in one of the usual forms, a person, or a public body."""
    own, kind = surname(dice), dice.random()
    if kind < 0.15:
        return f"{dice.choice(FIRST_NAMES)} {own}"
    if kind < 0.2:
        return (
            f"{dice.choice(['Commune de', 'Mairie de', 'Centre hospitalier de'])} {dice.choice(TOWNS)}-{own}"
        )
    form, trade = dice.choice(FORMS), dice.choice(TRADES)
    ways = [
        f"{form} {trade} {own}",
        f"{trade} {own} {form}",
        f"{form} {own} & Fils",
        f"Établissements {own}-{surname(dice)}",
        f"{own} {surname(dice)}",
        f"{own} & Cie {form}",
        f"L’{trade} de {own}",
        f"Société {own}",
    ]
    return dice.choices(ways, weights=[5, 3, 2, 1, 2, 1, 1, 1])[0].strip()


def as_banks_print(dice: Random, name: str) -> str:
    """Capitals without accents, mostly; abbreviated, turned round or cut, sometimes."""
    printed = name.upper().replace("’", " ").translate(_BARE)
    way = dice.random()
    if way < 0.2:
        printed = " ".join(reversed(printed.split()))
    elif way < 0.4:
        printed = " ".join(SHORT.get(word, word) for word in printed.split()).replace("&", "ET")
    elif way < 0.5:
        words = printed.split()
        printed = " ".join(word for word in words if word not in FORMS) or printed
    elif way < 0.6:
        printed = printed.replace("-", " ").replace("&", "ET")
    return printed[: dice.choice([24, 27, 32, 35, 70])].strip()
