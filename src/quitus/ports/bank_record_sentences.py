"""What to say about bank files of records (CFONB 120, CODA): merged into `ports/refusals.py`."""

BANK_RECORD_SENTENCES: dict[str, tuple[str, str]] = {
    "bank_records_cut": (
        "Le fichier s’arrête au milieu d’un relevé : l’enregistrement {record}, qui le termine, manque. Rien n’en a "
        "été lu ; téléchargez-le de nouveau sur le site de la banque.",
        "The file stops in the middle of a statement: record {record}, which ends it, is missing. Nothing of it was "
        "read; download it again from the bank’s site.",
    ),
    "bank_record_damaged": (
        "Le fichier est abîmé à {place} (« {text} »). Rien n’en a été lu ; téléchargez-le de nouveau sur le site de la "
        "banque, sans l’ouvrir dans un autre logiciel.",
        "The file is damaged at {place} (“{text}”). Nothing of it was read; download it again from the bank’s site "
        "without opening it in another program.",
    ),
    "bank_version_unknown": (
        "Ce fichier est de la version {version} de son format, et Quitus lit la version {known}. Demandez à la banque "
        "cette version.",
        "This file is of version {version} of its format, and Quitus reads version {known}. Ask the bank for that "
        "version.",
    ),
    "bank_record_unknown": (
        "L’enregistrement « {line} » est inconnu, ou n’est pas à sa place : c’est peut-être une opération, qui n’est "
        "pas reprise. Contrôlez-la sur le site de la banque.",
        "The record “{line}” is unknown, or out of place: it may be a movement, which is not taken. Verify it on the "
        "bank’s site.",
    ),
    "bank_complement_stray": (
        "« {line} » complète une opération qui n’est pas dans le fichier. Contrôlez le relevé sur le site de la "
        "banque.",
        "“{line}” is about a movement that is not in the file. Verify the statement on the bank’s site.",
    ),
    "bank_record_of_other_account": (
        "« {line} » est du compte {other}, au milieu du relevé de {account}. L’opération n’est pas reprise ; "
        "contrôlez-la sur le site de la banque.",
        "“{line}” is of account {other}, amid the statement of {account}. The movement is not taken; verify it on the "
        "bank’s site.",
    ),
    "bank_account_differs": (
        "Le relevé commence sur le compte {account} et finit sur {other}. Il est lu sous le premier ; vérifiez lequel "
        "est le bon.",
        "The statement begins with account {account} and ends with {other}. It is read under the first; check which is "
        "right.",
    ),
    "bank_opening_missing": (
        "Aucun solde d’ouverture avant « {line} » : il manque peut-être des opérations. Contrôlez le relevé sur le "
        "site de la banque.",
        "There is no opening balance before “{line}”: movements may be missing. Verify the statement on the bank’s "
        "site.",
    ),
    "bank_closing_missing": (
        "Aucun solde de clôture avant « {line} », qui commence un autre relevé : il manque peut-être des opérations. "
        "Contrôlez-les sur le site de la banque.",
        "There is no closing balance before “{line}”, which begins another statement: movements may be missing. Verify "
        "them on the bank’s site.",
    ),
    "bank_balance_missing": (
        "Il manque l’enregistrement {kind}, qui dit le solde : l’équilibre du relevé n’est pas vérifié. Contrôlez-le "
        "sur le site de la banque.",
        "Record {kind}, which tells the balance, is missing: the statement’s balance is not checked. Verify it on the "
        "bank’s site.",
    ),
    "bank_trailer_missing": (
        "Un autre relevé commence avant la fin de celui-ci : il manque peut-être des opérations. Contrôlez-les sur le "
        "site de la banque.",
        "Another statement begins before this one ends: movements may be missing. Verify them on the bank’s site.",
    ),
    "bank_balances_apart": (
        "Le {day}, un relevé du compte finit à {closing} et le suivant commence à {opening} : il manque des "
        "opérations. Contrôlez-les sur le site de la banque.",
        "On {day} one statement of the account ends at {closing} and the next begins at {opening}: movements are "
        "missing. Verify them on the bank’s site.",
    ),
    "bank_days_between": (
        "Le compte passe de {closing} le {closed} à {opening} le {day} : les relevés de ces jours ne sont pas dans le "
        "fichier. Importez-les aussi.",
        "The account goes from {closing} on {closed} to {opening} on {day}: the statements of these days are not in "
        "the file. Import them too.",
    ),
    # CODA
    "bank_count_differs": (
        "Le fichier annonce {told} enregistrements et en contient {counted} : des opérations manquent ou sont en "
        "double. Téléchargez-le de nouveau sur le site de la banque.",
        "The file announces {told} records and holds {counted}: movements are missing or doubled. Download it again "
        "from the bank’s site.",
    ),
    "bank_debits_differ": (
        "Le fichier annonce {told} de débits, et les siens font {summed}. Contrôlez-les sur le site de la banque.",
        "The file announces debits of {told}, and its own make {summed}. Verify them on the bank’s site.",
    ),
    "bank_credits_differ": (
        "Le fichier annonce {told} de crédits, et les siens font {summed}. Contrôlez-les sur le site de la banque.",
        "The file announces credits of {told}, and its own make {summed}. Verify them on the bank’s site.",
    ),
    "bank_details_differ": (
        "Le détail de « {line} » ne fait pas {amount}. L’opération est reprise en une seule ligne ; son détail est sur "
        "le site de la banque.",
        "The details of “{line}” do not make {amount}. The movement is taken as one line; its details are on the "
        "bank’s site.",
    ),
    "bank_details_apart": (
        "Ce fichier détaille des sommes que le relevé du compte donne en une ligne : ses lignes sont montrées pour "
        "information. Importez le relevé du compte.",
        "This file details sums that the account’s statement tells in one line: its lines are shown for information. "
        "Import the account’s statement.",
    ),
}
