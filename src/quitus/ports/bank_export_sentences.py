"""What to say about OFX and QIF, which banks export for programs at home: merged into `ports/refusals.py`."""

BANK_EXPORT_SENTENCES: dict[str, tuple[str, str]] = {
    "bank_answer_failed": (
        "Ce fichier n’est pas un relevé mais une erreur de la banque : « {message} » (code {bank_code}). "
        "Recommencez le téléchargement, ou demandez-lui ce que cela veut dire.",
        "This file is no statement but an error of the bank: “{message}” (code {bank_code}). Download it again, or "
        "ask the bank what this means.",
    ),
    "bank_answer_warns": (
        "La banque avertit : « {message} » (code {bank_code}). Le relevé est peut-être incomplet ; contrôlez-le sur "
        "son site.",
        "The bank warns: “{message}” (code {bank_code}). The statement may be incomplete; verify it on the bank’s "
        "site.",
    ),
    "bank_investments_only": (
        "Le fichier ne parle que de placements ou de prêts. Téléchargez le relevé d’un compte bancaire ou d’une carte.",
        "The file is only about investments or loans. Download the statement of a bank account or a card.",
    ),
    "bank_investments_left_aside": (
        "Le fichier contient aussi un compte de placement ou un prêt, que Quitus ne lit pas : il a été laissé de côté.",
        "The file also holds an investment account or a loan, which Quitus does not read: it was left aside.",
    ),
    "bank_currency_untold": (
        "Le fichier ne dit pas la devise du compte : les montants sont lus en {currency}. Vérifiez que c’est la bonne.",
        "The file does not say the account’s currency: the amounts are read as {currency}. Check that it is right.",
    ),
    "bank_movement_twofold": (
        "« {line} » semble être deux opérations en une. Elle n’est pas reprise : saisissez-les à la main ou demandez à "
        "la banque un fichier correct.",
        "“{line}” seems to be two movements in one. It is not taken: enter them by hand or ask the bank for a correct "
        "file.",
    ),
    "bank_movement_corrects": (
        "« {line} » corrige ou supprime une opération que la banque a déjà donnée. Elle n’est pas reprise : faites la "
        "correction à la main.",
        "“{line}” corrects or deletes a movement that the bank told before. It is not taken: make the correction by "
        "hand.",
    ),
    "bank_movement_stray": (
        "Le montant « {text} » n’appartient à aucune opération : le fichier est abîmé à cet endroit. Contrôlez le "
        "relevé sur le site de la banque.",
        "The amount “{text}” belongs to no movement: the file is damaged there. Verify the statement on the bank’s "
        "site.",
    ),
    "bank_record_unfinished": (
        "L’opération « {line} » n’est pas terminée (il manque ^) : le fichier est peut-être coupé. Elle n’est pas "
        "reprise ; téléchargez-le de nouveau.",
        "The movement “{line}” is not finished (^ is missing): the file may be cut short. It is not taken; download "
        "the file again.",
    ),
    "bank_section_unknown": (
        "La partie « {title} » est inconnue : elle contient peut-être des opérations, qui ne sont pas reprises. "
        "Contrôlez-les sur le site de la banque.",
        "The section “{title}” is unknown: it may hold movements, which are not taken. Verify them on the bank’s site.",
    ),
    "bank_sections_left_aside": (
        "Le fichier contient aussi des listes qui ne sont pas des opérations de compte ({kinds}) : elles ont été "
        "laissées de côté.",
        "The file also holds lists that are no movements of an account ({kinds}): they were left aside.",
    ),
    "bank_dates_ambiguous": (
        "Le fichier ne dit pas si le jour ou le mois vient d’abord : ses dates sont lues jour/mois. Vérifiez-en une.",
        "The file does not tell whether day or month comes first: its dates are read day/month. Check one of them.",
    ),
    "bank_split_differs": (
        "Les parts de « {line} » font {text}, pas le montant de l’opération. L’opération est reprise telle quelle ; "
        "contrôlez-la sur le site de la banque.",
        "The shares of “{line}” make {text}, not the movement’s amount. The movement is taken as it is; verify it on "
        "the bank’s site.",
    ),
}
