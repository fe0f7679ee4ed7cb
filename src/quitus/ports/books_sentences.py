"""Sentences for refusals about the books and their export: (French, English) by code."""

BOOKS_SENTENCES: dict[str, tuple[str, str]] = {
    # accounts
    "account_use_unknown": (
        "« {use} » n’est pas un usage de compte. Prenez-en un de la liste.",
        "“{use}” is not a use of an account. Take one from the list.",
    ),
    "account_malformed": (
        "« {account} » n’est pas un numéro de compte. Écrivez de {fewest} à {most} chiffres, sans espace.",
        "“{account}” is not an account number. Write {fewest} to {most} digits, without spaces.",
    ),
    "account_of_other_class": (
        "Le compte {account} ne convient pas à « {label} » : il doit commencer par {wanted} (plan comptable général).",
        "Account {account} does not suit “{label}”: it must begin with {wanted} (the French chart of accounts).",
    ),
    "account_used_twice": (
        "Le compte {account} sert à la TVA collectée et à la TVA en attente. Donnez à chacune le sien.",
        "Account {account} is used for VAT collected and for VAT on hold. Give each its own.",
    ),
    "account_digits_out_of_range": (
        "Les comptes ont de {fewest} à {most} chiffres, pas {digits}. Choisissez une longueur entre les deux.",
        "Accounts have {fewest} to {most} digits, not {digits}. Choose a length between the two.",
    ),
    "account_shortened": (
        "Le compte {account} ne tient pas en {digits} chiffres. Choisissez une plus grande longueur.",
        "Account {account} does not fit into {digits} digits. Choose a greater length.",
    ),
    # the FEC's name
    "fec_siren_wrong": (
        "« {siren} » n’est pas un SIREN valable : le nom du FEC en a besoin. Corrigez-le dans Réglages.",
        "“{siren}” is not a valid SIREN: the name of the FEC needs one. Correct it in Settings.",
    ),
}
