"""What to say about bank files of single formats: merged into `ports/refusals.py`."""

BANK_FORMAT_SENTENCES: dict[str, tuple[str, str]] = {
    # text files
    "bank_file_cut_short": (
        "Le fichier est incomplet : il y manque {missing}. Rien n’en a été lu ; téléchargez-le de nouveau sur le "
        "site de la banque.",
        "The file is incomplete: {missing} is missing. Nothing of it was read; download it again from the bank’s "
        "site.",
    ),
    "bank_line_abnormal": (
        "La ligne {number} du fichier est démesurée, ce qu’aucun relevé ne fait : il est refusé par prudence. "
        "Vérifiez d’où il vient et téléchargez-le sur le site de la banque.",
        "Line {number} of the file is of excessive size, which no statement does: it is refused as a precaution. "
        "Check where it comes from and download it from the bank’s site.",
    ),
    "bank_file_garbled": (
        "Plus de {most} endroits du fichier sont illisibles. Rien n’en a été lu ; demandez à la banque un fichier "
        "correct.",
        "More than {most} places of the file cannot be read. Nothing of it was read; ask the bank for a correct file.",
    ),
    "bank_line_not_understood": (
        "« {line} » ressemble à une opération mais n’est pas à sa place : elle n’est pas reprise. Contrôlez-la sur "
        "le site de la banque.",
        "“{line}” looks like a movement but is out of place: it is not taken. Verify it on the bank’s site.",
    ),
    # MT940 and MT942
    "bank_movement_unreadable": (
        "L’opération « {line} » est illisible. Elle n’est pas reprise : saisissez-la à la main ou demandez à la "
        "banque un fichier correct.",
        "The movement “{line}” cannot be read. It is not taken: enter it by hand or ask the bank for a correct file.",
    ),
    "bank_currency_missing": (
        "Rien ne dit la devise de « {line} ». L’opération n’est pas reprise : saisissez-la à la main ou demandez à la "
        "banque un fichier correct.",
        "Nothing tells the currency of “{line}”. The movement is not taken: enter it by hand or ask the bank for a "
        "correct file.",
    ),
    "bank_value_date_unreadable": (
        "La date de valeur « {text} » de « {line} » n’existe pas (certaines banques comptent des mois de 30 jours). "
        "L’opération est reprise à sa date d’opération.",
        "The value date “{text}” of “{line}” does not exist (some banks count months of 30 days). The movement is "
        "taken on its booking date.",
    ),
    "bank_balance_day_unreadable": (
        "La date « {text} » du solde {kind} n’existe pas. Le solde est repris sans date.",
        "The date “{text}” of the {kind} balance does not exist. The balance is taken without a date.",
    ),
    "bank_tag_missing": (
        "Il manque {tag} dans ce relevé : il est peut-être incomplet. Contrôlez-le sur le site de la banque.",
        "{tag} is missing in this statement: it may be incomplete. Verify it on the bank’s site.",
    ),
    "bank_tag_misplaced": (
        "{tag} n’est pas à sa place (« {line} ») : il manque peut-être des opérations. Contrôlez le relevé sur le "
        "site de la banque.",
        "{tag} is out of place (“{line}”): movements may be missing. Verify the statement on the bank’s site.",
    ),
    "bank_pages_missing": (
        "Ce relevé a d’autres pages, qui ne sont pas dans le fichier. Téléchargez le relevé entier.",
        "This statement has other pages, which the file does not hold. Download the whole statement.",
    ),
    "bank_pages_apart": (
        "Une page finit à {before}, la suivante commence à {after} : il manque des opérations. Téléchargez de "
        "nouveau le relevé entier.",
        "A page ends at {before}, the next one begins at {after}: movements are missing. Download the whole statement "
        "again.",
    ),
    "bank_page_unbalanced": (
        "Les opérations de cette page ne mènent pas de son premier solde à son dernier. Contrôlez-la sur le site de "
        "la banque.",
        "The movements of this page do not lead from its first balance to its last. Verify it on the bank’s site.",
    ),
    "bank_totals_differ": (
        "La banque annonce {told}, ce que les opérations ne donnent pas : il en manque peut-être. Contrôlez-les sur "
        "son site.",
        "The bank announces {told}, which the movements do not make: some may be missing. Verify them on its site.",
    ),
    "bank_floor_limit": (
        "Les opérations de moins de {amount} ne sont pas dans ce fichier. Demandez à la banque d’ôter ce seuil.",
        "Movements below {amount} are not in this file. Ask the bank to remove this limit.",
    ),
    "bank_end_not_told": (
        "Rien ne dit que ce relevé est complet : sa fin manque. Téléchargez-le de nouveau sur le site de la banque.",
        "Nothing tells that this statement is complete: its end is missing. Download it again from the bank’s site.",
    ),
    "bank_message_other": (
        "Le fichier contient aussi des messages {kind}, qui ne sont pas des relevés. Ils ont été laissés de côté.",
        "The file also holds {kind} messages, which are no statements. They were left aside.",
    ),
}
