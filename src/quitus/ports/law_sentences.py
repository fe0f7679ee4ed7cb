"""Sentences for refusals about the law of late payment: (French, English) by code."""

LAW_SENTENCES: dict[str, tuple[str, str]] = {
    "rate_missing": (
        "Aucun taux connu pour le {day} ({table}). Ajoutez le taux du semestre avec sa source, ou donnez un taux "
        "de contrat.",
        "No rate is known for {day} ({table}). Add the half-year’s rate with its source, or give a contract rate.",
    ),
}
