"""What to say when the rules refuse: one sentence a code, in French and English.

A sentence says what is wrong, where, and what to do next. Placeholders are the refusal's facts.
`tests/structure/test_refusals.py` proves that each code raised anywhere has its sentence, and no sentence
is left without a code.
"""

from quitus.domain.refused import Refused

SENTENCES: dict[str, tuple[str, str]] = {
    # organisations
    "organisation_unknown": (
        "Aucune entreprise ne s’appelle « {wanted} ». Vérifiez --organisation.",
        "No firm is called “{wanted}”. Check --organisation.",
    ),
    "organisation_missing": (
        "Il n’y a pas encore d’entreprise. Ouvrez le site (quitus serve) et suivez l’assistant.",
        "There is no firm yet. Open the site (quitus serve) and follow the assistant.",
    ),
    "organisation_ambiguous": (
        "Plusieurs entreprises : {names}. Dites laquelle avec --organisation.",
        "Several firms: {names}. Say which one with --organisation.",
    ),
    "secret_unreadable": (
        "Un mot de passe enregistré ne peut plus être lu : la clé secrète a changé. Saisissez-le à nouveau dans Réglages.",
        "A stored password can no longer be read: the secret key has changed. Enter it again in Settings.",
    ),
    # money
    "currency_unknown": (
        "« {currency} » n’est pas un code de devise. Écrivez trois lettres majuscules, par exemple EUR.",
        "“{currency}” is not a currency code. Write three capital letters, for example EUR.",
    ),
    "currencies_differ": (
        "On ne peut pas additionner {first} et {second}. Traitez chaque devise à part.",
        "{first} and {second} cannot be added. Handle each currency by itself.",
    ),
    "amount_too_large": (
        "Le montant {amount} est trop grand pour être vrai. Vérifiez la colonne et le séparateur décimal.",
        "The amount {amount} is too large to be true. Check the column and the decimal separator.",
    ),
    "amount_too_precise": (
        "Le montant {amount} a trop de décimales pour {currency}. Arrondissez-le au centime.",
        "The amount {amount} has too many decimals for {currency}. Round it to the cent.",
    ),
}


def sentence(refusal: Refused, language: str = "fr") -> str:
    """The refusal in the reader's language ("fr" or "en"); raises KeyError for a code without one."""
    french, english = SENTENCES[refusal.code]
    return (english if language.startswith("en") else french).format(**refusal.facts)
