"""What to say about payments in both directions: merged into `ports/refusals.py`."""

HISTORY_SENTENCES: dict[str, tuple[str, str]] = {
    "kind_by_match": (
        "Ce mouvement règle des factures : c’est le règlement d’un client. Pour le changer, annulez d’abord le "
        "rapprochement à la banque.",
        "This payment pays invoices: it is a client’s. To change it, take the match back at the bank first.",
    ),
    "kind_without_party": (
        "Rien ne dit avec qui ce mouvement s’est fait. Corrigez-le seul, sans « toujours ».",
        "Nothing says who this payment was with. Correct it alone, without “always”.",
    ),
    "period_unknown": (
        "« {period} » n’est pas une période. Écrivez 2026, 2026-Q4, 2026-11 ou all, ou bien --from et --to.",
        "“{period}” is no period. Write 2026, 2026-Q4, 2026-11 or all, or both --from and --to.",
    ),
    "days_reversed": (
        "Le {last} précède le {first}. Échangez les deux dates.",
        "{last} comes before {first}. Exchange the two dates.",
    ),
}
