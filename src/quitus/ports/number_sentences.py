"""Why a number is wrong: (French, English) by code, merged into `ports/refusals.py`."""

NUMBER_SENTENCES: dict[str, tuple[str, str]] = {
    "number_empty": (
        "Aucun numéro n’est donné. Recopiez-le du document.",
        "No number is given. Copy it from the document.",
    ),
    "number_characters": (
        "Ce numéro contient autre chose que des lettres sans accent et des chiffres, ou il est bien trop long. "
        "Recopiez-le.",
        "This number holds something else than plain letters and digits, or is far too long. Copy it again.",
    ),
    "number_not_digits": (
        "Ce numéro n’a que des chiffres : {expected}. Recopiez-le.",
        "This number has digits only: {expected}. Copy it again.",
    ),
    "number_length_wrong": (
        "Ce numéro doit compter {expected} caractères ; en voici {found}. Vérifiez qu’il n’en manque pas.",
        "This number should have {expected} characters; here are {found}. Check that none is missing.",
    ),
    "number_check_wrong": (
        "La clé de contrôle est fausse : il y a une faute de frappe. Comparez chaque caractère.",
        "The check digits are wrong: there is a typing error. Compare every character.",
    ),
    "iban_country_unknown": (
        "« {country} » n’ouvre aucun IBAN. Vérifiez les deux premières lettres (FR pour la France et l’outre-mer).",
        "No IBAN begins with “{country}”. Check the first two letters (FR for France and its overseas territories).",
    ),
    "iban_shape_wrong": (
        "Un IBAN de ce pays ({country}) n’a pas de lettres et de chiffres à ces places. Comparez chaque caractère.",
        "An IBAN of this country ({country}) has no letters and digits in these places. Compare every character.",
    ),
    "siret_siren_wrong": (
        "Les neuf premiers chiffres, {siren}, ne sont pas un SIREN : il y a une faute de frappe. Vérifiez-les.",
        "The first nine digits, {siren}, are no SIREN: there is a typing error. Check them.",
    ),
    "siret_la_poste_wrong": (
        "Un établissement de La Poste a un SIRET dont la somme des chiffres est un multiple de cinq : celui-ci est "
        "faux. Vérifiez les cinq derniers chiffres.",
        "The digits of a SIRET of La Poste add up to a multiple of five: this one does not. Check the last five.",
    ),
    "vat_country_unknown": (
        "« {country} » n’ouvre aucun numéro de TVA de l’Union européenne. Commencez par les lettres du pays (EL pour "
        "la Grèce).",
        "No VAT number of the European Union begins with “{country}”. Begin with those of the country (EL for Greece).",
    ),
    "vat_shape_wrong": (
        "Un numéro de TVA de ce pays ({country}) n’a pas cette forme. Recopiez-le de la facture.",
        "A VAT number of this country ({country}) does not look like this. Copy it from the invoice.",
    ),
    "vat_siren_wrong": (
        "Les neuf derniers chiffres, {siren}, ne sont pas un SIREN : il y a une faute de frappe. Vérifiez-les.",
        "The last nine digits, {siren}, are no SIREN: there is a typing error. Check them.",
    ),
    "ics_shape_wrong": (
        "Un ICS commence par deux lettres de pays et deux chiffres, puis trois caractères (souvent ZZZ) et un numéro "
        "national. Recopiez-le du mandat.",
        "An ICS begins with two letters of a country and two digits, then three characters (often ZZZ) and a national "
        "number. Copy it from the mandate.",
    ),
    "rf_shape_wrong": (
        "Une référence commence par RF et deux chiffres, puis compte un à vingt et un caractères. Recopiez-la de la "
        "facture.",
        "A reference begins with RF and two digits, then has one to twenty-one characters. Copy it from the invoice.",
    ),
}
