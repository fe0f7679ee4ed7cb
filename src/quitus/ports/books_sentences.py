"""Sentences for refusals about the books and their export: (French, English) by code."""

from quitus.ports.fec_sentences import FEC_SENTENCES

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
    "account_of_another_use": (
        "Le compte {account} est, ou a été, celui de « {label} ». Choisissez-en un qui n’a servi à rien d’autre.",
        "Account {account} is, or was, the one for “{label}”. Choose one that was used for nothing else.",
    ),
    # VAT of invoices
    "vat_rate_unknown": (
        "{rate} % n’est pas un taux de TVA que les factures françaises peuvent porter (facture {number}). Corrigez-le.",
        "{rate}% is not a VAT rate that French invoices may bear (invoice {number}). Correct it.",
    ),
    "vat_not_positive": (
        "Facture {number} : chaque taux a un montant hors taxe positif et une TVA jamais négative. Corrigez-les.",
        "Invoice {number}: each rate has a positive net amount and a VAT that is not negative. Correct them.",
    ),
    "vat_rate_twice": (
        "Facture {number} : un taux de TVA est donné deux fois. Additionnez ses montants.",
        "Invoice {number}: a VAT rate is given twice. Add up its amounts.",
    ),
    "vat_does_not_add_up": (
        "Facture {number} : hors taxe et TVA font {said}, la facture {total}. Corrigez les montants.",
        "Invoice {number}: net amounts and VAT make {said}, the invoice {total}. Correct the amounts.",
    ),
    "invoice_vat_known": (
        "La TVA de la facture {number} est déjà connue, et une facture ne change pas.",
        "The VAT of invoice {number} is known already, and an invoice does not change.",
    ),
    # financial years and closing
    "financial_year_backwards": (
        "L’exercice finirait le {last}, avant de commencer le {first}. Corrigez l’une des deux dates.",
        "The financial year would end on {last}, before it begins on {first}. Correct one of the two dates.",
    ),
    "financial_year_too_long": (
        "Du {first} au {last}, l’exercice dépasse {most} mois. Choisissez une fin plus proche.",
        "From {first} to {last} the financial year exceeds {most} months. Choose an earlier end.",
    ),
    "financial_year_closed": (
        "Les comptes sont clos jusqu’au {closed_until} : cet exercice ne peut plus finir à une autre date.",
        "The books are closed until {closed_until}: this financial year can no longer end on another day.",
    ),
    "financial_year_beside_others": (
        "Les exercices se suivent sans trou ni chevauchement : le prochain commence le {first}.",
        "Financial years follow each other without gap or overlap: the next one begins on {first}.",
    ),
    "financial_years_several": (
        "Plusieurs exercices finissent en {year} : donnez un jour de celui que vous voulez, par exemple {days}.",
        "Several financial years end in {year}: give a day of the one you want, for example {days}.",
    ),
    "books_closed": (
        "Les comptes sont clos jusqu’au {day}, sans retour. Le premier jour ouvert est le {first_open}.",
        "The books are closed until {day}, with no way back. The first open day is {first_open}.",
    ),
    "books_period_not_over": (
        "Le {day} n’est pas encore passé. Clôturez jusqu’à un jour écoulé, par exemple la fin du mois dernier.",
        "{day} is not over yet. Close until a day that has passed, for example the end of last month.",
    ),
    # the FEC's year
    "fec_siren_missing": (
        "Le nom du FEC commence par le SIREN de l’entreprise, qui manque. Renseignez-le dans Réglages.",
        "The name of the FEC begins with the firm’s SIREN, which is missing. Fill it in under Settings.",
    ),
    "fec_not_in_euros": (
        "Le FEC est en euros, ces comptes sont en {currency}. Il n’y a pas de FEC à produire pour cette entreprise.",
        "The FEC is in euros, these books are in {currency}. There is no FEC to make for this firm.",
    ),
    "fec_year_open": (
        "L’exercice est encore ouvert du {first_open} au {last}. Clôturez-le, ou demandez un FEC provisoire.",
        "The financial year is still open from {first_open} to {last}. Close it, or ask for a provisional FEC.",
    ),
    "fec_year_empty": (
        "Rien n’est écrit du {first} au {last}. Choisissez un autre exercice.",
        "Nothing is booked from {first} to {last}. Choose another financial year.",
    ),
    "file_exists_already": (
        "« {file} » existe déjà. Choisissez un autre dossier, ou ajoutez --replace pour l’écraser.",
        "“{file}” exists already. Choose another folder, or add --replace to write over it.",
    ),
    # the FEC's name
    "fec_siren_wrong": (
        "« {siren} » n’est pas un SIREN valable : le nom du FEC en a besoin. Corrigez-le dans Réglages.",
        "“{siren}” is not a valid SIREN: the name of the FEC needs one. Correct it in Settings.",
    ),
    **FEC_SENTENCES,
}
