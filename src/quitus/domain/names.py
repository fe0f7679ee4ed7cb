"""French names as lists sort them and as banks print them: no accents, no legal form, cut, turned round."""

import re
from functools import lru_cache

from quitus.domain.importing.text import plain


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for lists that are read more easily without quotes and commas."""
    return frozenset(text.split())


FRENCH_FORMS = word_set(
    "sarl sas sasu eurl ei eirl sa sci snc scp scop scic scea earl gaec selarl selas selurl scm sep gie"
    " scs sca spfpl"
)
# "spa" and "as" may begin a French name; they are legal forms only at its end.
FOREIGN_FORMS = word_set(
    "gmbh mbh co ag kg ohg ug ek se ltd limited llp plc inc corp llc bv nv srl spa sprl bvba sl slu oy ab aps"
    " as lda kft sro"
)
CIVILITIES = word_set("m mr mme mlle mm monsieur madame mademoiselle me maitre dr docteur")
# Written or left out at will; they never tell two firms apart.
PARTICLES = word_set("de du des d la le les l et ou en au aux a the and of und")
OPTIONAL = word_set("societe entreprise etablissements groupe compagnie maison ets ste cie")
# What many clients share: it must agree, but finds nobody by itself.
_TRADES = word_set(
    "transports garages boulangerie boucherie librairie papeterie hotels restaurants cafe pharmacie cabinets"
    " ateliers studio agence bureau conseils consulting services ingenierie informatique digital design"
    " communication editions imprimerie menuiserie plomberie maconnerie electricite peinture couverture"
    " charpente batiments constructions renovation immobilier immobiliere architecture architectes avocats"
    " notaires association federation syndicat institut ecoles lycee college universite clinique assurances"
    " copropriete coproprietaires communaute carrosserie chauffage developpement electronique automobiles ambulances"
    " taxis optique paysages serrurerie quincaillerie negoce"
    " distribution production industries technologies technique nettoyage securite formations gestion finances"
)
_PLACES_AND_KIN = word_set(
    "mairie commune ville departement region centre hospitalier tresorerie principale france paris lyon nord"
    " sud est ouest saint sainte freres frere fils fille filles pere associes international europe group holding"
)
COMMON = _TRADES | {word.removesuffix("s") for word in _TRADES} | _PLACES_AND_KIN
ABBREVIATIONS = {
    "st": "saint",
    "assoc": "association",
    "asso": "association",
    "imm": "immobilier",
    "constr": "construction",
    "frs": "freres",
    "frere": "freres",
    "intl": "international",
    "ass": "assurances",
    "dept": "departement",
    "univ": "universite",
    "rest": "restaurant",
    "ing": "ingenierie",
    "inge": "ingenierie",
    "tps": "transport",
    "cte": "communaute",
    "elec": "electricite",
    "copro": "copropriete",
    "synd": "syndicat",
    "sdc": "syndicat",
    "dist": "distribution",
    "distrib": "distribution",
    "dev": "developpement",
    "serv": "services",
    "sces": "services",
    "cne": "commune",
    "ent": "entreprise",
    "cab": "cabinet",
    "bat": "batiment",
    "gge": "garage",
}

_WORD = re.compile(r"[a-z0-9]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){1,}[a-z]\b\.?")
_SHORTEST_KEY = 3
CUT_AFTER = (16, 21)  # letters that are left when a bank cuts at 24 or 30 characters, form and blanks off
_BEFORE = FRENCH_FORMS | CIVILITIES
_BETWEEN = word_set("ou et")  # "M. ou Mme Leblanc"
_BEHIND = FRENCH_FORMS | FOREIGN_FORMS | CIVILITIES
_NEVER_TELLING = PARTICLES | CIVILITIES


def sort_name(name: str) -> str:
    """The name for lists: no accents, no legal form or civility at its ends, lower case.

    "SARL L’Étoile & Fils" gives "l etoile fils". A name that is nothing else ("SAS") stays as it is.
    """
    return " ".join(_without_forms(_plain_words(name)))


@lru_cache(maxsize=100_000)
def name_words(name: str) -> frozenset[str]:
    """The words that must agree for two names to be one: no form, civility, particle or "société"."""
    return frozenset(words_in_order(name))


def words_in_order(name: str) -> tuple[str, ...]:
    """The same words as they follow each other."""
    words = _without_forms(_plain_words(name))
    telling = [word for word in words if word not in _NEVER_TELLING]
    needed = [word for word in telling if word not in OPTIONAL]
    return tuple(map(same_word, needed or telling or words))


@lru_cache(maxsize=100_000)
def squeezed(name: str) -> str:
    """The whole name in one word, without its legal form: "De La Tour SARL" and "DELATOUR" are one."""
    return "".join(_without_forms(_plain_words(name)))


@lru_cache(maxsize=100_000)
def legal_forms(name: str) -> frozenset[str]:
    """The legal forms at the ends of a name: what tells SARL Durand from SAS Durand."""
    words = _plain_words(name)
    kept = _without_forms(words)
    return frozenset(word for word in words if word not in kept and word not in CIVILITIES)


@lru_cache(maxsize=100_000)
def distinctive(words: frozenset[str]) -> frozenset[str]:
    """The words that few other clients share."""
    return frozenset(word for word in words if len(word) >= _SHORTEST_KEY and word not in COMMON)


@lru_cache(maxsize=100_000)
def name_keys(name: str) -> frozenset[str]:
    """What is stored, and looked up by equality: each distinctive word, and the whole name as one word.

    The whole stands there three times: as it is written, as far as a bank prints it before it cuts, and with its words
    in the order of the alphabet.
    """
    words = name_words(name)
    whole = squeezed(name)
    wholes = {whole, *(whole[:length] for length in CUT_AFTER), "".join(sorted(words))}
    return distinctive(words) | {whole_key(whole) for whole in wholes if len(whole) >= _SHORTEST_KEY}


def whole_key(whole: str) -> str:
    """The key of a whole name, which is another one than that of a word: many have a Millet in their name."""
    return f"={whole}"


@lru_cache(maxsize=100_000)
def raw_words(name: str) -> tuple[str, ...]:
    """The words as written, particles and all, without legal form and civility at the ends."""
    return tuple(_without_forms(_plain_words(name)))


def _plain_words(name: str) -> list[str]:
    joined = _DOTTED.sub(lambda form: form.group().replace(".", "") + " ", plain(name))  # "S.A.R.L."
    return _WORD.findall(joined)


def same_word(word: str) -> str:
    """One spelling for an abbreviation and what it stands for, for "transport" and "transports"."""
    whole = ABBREVIATIONS.get(word, word)
    return whole.removesuffix("s") if whole in _TRADES else whole


def _without_forms(words: list[str]) -> list[str]:
    """Drop legal forms and civilities from both ends, but never the whole name."""
    start, end = 0, len(words)
    while start < end and (words[start] in _BEFORE or (start and words[start] in _BETWEEN)):
        start += 1
    while end > start and words[end - 1] in _BEHIND:
        end -= 1
    return words[start:end] or words
