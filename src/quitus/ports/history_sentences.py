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
    "entry_without_party": (
        "Dites avec qui ce mouvement s’est fait.",
        "Say who this payment was with.",
    ),
    "entry_amount_wrong": (
        "{amount} n’est pas le montant d’un mouvement. Corrigez-le.",
        "{amount} is not the amount of a payment. Correct it.",
    ),
    "entry_kind_at_client": (
        "L’argent d’un client se note sur sa fiche, où il règle ce qu’il doit.",
        "A client’s money is written down on the client’s page, where it settles what they owe.",
    ),
    "joining_wrong": (
        "Cette note et cette ligne ne peuvent pas être le même argent : l’une est déjà réunie, annulée, ou d’un autre "
        "montant.",
        "This entry and this line cannot be the same money: one of them is joined already, cancelled, or of another "
        "amount.",
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
