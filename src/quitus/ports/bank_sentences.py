"""What to say about bank files and what is made of them: merged into `ports/refusals.py`."""

BANK_SENTENCES: dict[str, tuple[str, str]] = {
    # bank files
    "bank_file_empty": (
        "Le fichier est vide. Téléchargez-le de nouveau sur le site de la banque.",
        "The file is empty. Download it again from the bank’s site.",
    ),
    "bank_file_missing": (
        "Ce fichier n’existe pas. Vérifiez son nom et son dossier.",
        "This file does not exist. Check its name and its folder.",
    ),
    "bank_file_unreadable": (
        "Le fichier ne peut pas être ouvert : {reason}. Vérifiez son chemin et vos droits.",
        "The file cannot be opened: {reason}. Check its path and your rights.",
    ),
    "bank_file_too_large": (
        "Le fichier dépasse {megabytes} Mo une fois ouvert. Demandez à la banque des périodes plus courtes.",
        "The file exceeds {megabytes} MB once opened. Ask the bank for shorter periods.",
    ),
    "bank_movements_too_many": (
        "Le fichier contient plus de {most} opérations. Demandez à la banque des périodes plus courtes.",
        "The file holds more than {most} movements. Ask the bank for shorter periods.",
    ),
    "bank_format_unknown": (
        "Ce n’est pas un relevé que Quitus sait lire. Demandez à la banque le format camt.053 (XML ISO 20022), "
        "ou vérifiez que le bon fichier a été choisi.",
        "This is not a statement that Quitus can read. Ask the bank for camt.053 (ISO 20022 XML), or check that "
        "the right file was chosen.",
    ),
    "bank_xml_broken": (
        "Le fichier est incomplet ou abîmé (ligne {line}, colonne {column} : {reason}). Rien n’en a été lu ; "
        "téléchargez-le de nouveau sans l’ouvrir dans un autre logiciel.",
        "The file is incomplete or damaged (line {line}, column {column}: {reason}). Nothing of it was read; "
        "download it again without opening it in another program.",
    ),
    "bank_xml_forbidden": (
        "Le fichier déclare un type de document (DOCTYPE), ce qu’aucun relevé ne fait : il est refusé par "
        "prudence. Vérifiez d’où il vient et téléchargez-le sur le site de la banque.",
        "The file declares a document type (DOCTYPE), which no statement does: it is refused as a precaution. "
        "Check where it comes from and download it from the bank’s site.",
    ),
    "bank_xml_abnormal": (
        "Le fichier contient une partie démesurée, ce qu’aucun relevé ne fait : il est refusé par prudence. "
        "Vérifiez d’où il vient et téléchargez-le sur le site de la banque.",
        "The file holds one part of excessive size, which no statement does: it is refused as a precaution. "
        "Check where it comes from and download it from the bank’s site.",
    ),
    "bank_statement_missing": (
        "Le fichier ne contient aucun relevé de compte. Vérifiez la période choisie sur le site de la banque.",
        "The file holds no account statement. Check the period chosen on the bank’s site.",
    ),
    "bank_zip_damaged": (
        "L’archive zip est abîmée ou incomplète. Rien n’en a été lu ; téléchargez-la de nouveau.",
        "The zip archive is damaged or incomplete. Nothing of it was read; download it again.",
    ),
    "bank_zip_encrypted": (
        "L’archive zip est protégée par un mot de passe. Ouvrez-la et donnez les fichiers qu’elle contient.",
        "The zip archive is protected by a password. Open it and give the files that it holds.",
    ),
    "bank_zip_too_many": (
        "L’archive zip contient plus de {most} fichiers. Partagez-la en plusieurs.",
        "The zip archive holds more than {most} files. Split it into several.",
    ),
    "bank_member_unknown": (
        "Dans l’archive, « {member} » n’est pas un relevé et a été laissé de côté.",
        "In the archive, “{member}” is not a statement and was left aside.",
    ),
    "bank_account_check_digits": (
        "La clé de l’IBAN {account} est fausse. Le relevé est lu tel quel ; vérifiez qu’il vient de la banque.",
        "The check digits of IBAN {account} are wrong. The statement is read as it is; check that it comes "
        "from the bank.",
    ),
    "bank_balance_unreadable": (
        "Le solde {kind} est illisible (« {text} ») : l’équilibre du relevé n’est pas vérifié. Contrôlez-le "
        "sur le site de la banque.",
        "The {kind} balance cannot be read (“{text}”): the statement’s balance is not checked. Verify it on the "
        "bank’s site.",
    ),
    "bank_amount_unreadable": (
        "Le montant « {text} » est illisible dans « {line} ». L’opération n’est pas reprise : saisissez-la à la "
        "main ou demandez à la banque un fichier correct.",
        "The amount “{text}” cannot be read in “{line}”. The movement is not taken: enter it by hand or ask the "
        "bank for a correct file.",
    ),
    "bank_direction_unreadable": (
        "« {text} » ne dit pas si c’est un crédit ou un débit dans « {line} ». L’opération n’est pas reprise : "
        "saisissez-la à la main ou demandez à la banque un fichier correct.",
        "“{text}” does not tell credit from debit in “{line}”. The movement is not taken: enter it by hand or ask "
        "the bank for a correct file.",
    ),
    "bank_status_unknown": (
        "L’état « {text} » de « {line} » est inconnu : on ne sait pas si l’argent a bougé. L’opération n’est pas "
        "reprise ; vérifiez-la sur le site de la banque.",
        "The status “{text}” of “{line}” is unknown: it does not say whether the money moved. The movement is not "
        "taken; verify it on the bank’s site.",
    ),
    "bank_date_unreadable": (
        "La date « {text} » est illisible dans « {line} ». L’opération n’est pas reprise : saisissez-la à la "
        "main ou demandez à la banque un fichier correct.",
        "The date “{text}” cannot be read in “{line}”. The movement is not taken: enter it by hand or ask the "
        "bank for a correct file.",
    ),
    "bank_date_missing": (
        "« {line} » n’a ni date d’opération ni date de valeur. L’opération n’est pas reprise : saisissez-la à la "
        "main ou demandez à la banque un fichier correct.",
        "“{line}” has neither booking date nor value date. The movement is not taken: enter it by hand or ask the "
        "bank for a correct file.",
    ),
    "bank_currency_differs": (
        "« {line} » n’est pas dans la devise du compte ({account}) : l’équilibre du relevé n’est pas vérifié. "
        "Contrôlez cette opération sur le site de la banque.",
        "“{line}” is not in the account’s currency ({account}): the statement’s balance is not checked. Verify "
        "this movement on the bank’s site.",
    ),
    # banking
    "statement_without_account": (
        "Le relevé ne dit pas de quel compte il vient. Choisissez le compte avant de l’importer.",
        "The statement does not say which account it is about. Choose the account, then import it.",
    ),
    "bank_account_unknown": (
        "Aucun compte ne correspond à {account}, ou plusieurs. Comptes connus : {known}.",
        "No account is called {account}, or several are. Known accounts: {known}.",
    ),
    "statement_account_unclear": (
        "Le relevé est d’un compte {account}, et plusieurs de vos comptes portent ce numéro. Demandez à la banque un "
        "fichier avec l’IBAN.",
        "The statement is about account {account}, and several of your accounts bear that number. Ask the bank for a "
        "file with the IBAN.",
    ),
    "statement_day_impossible": (
        "Ce relevé parle du {day}, ce qui ne peut pas être. Demandez-le de nouveau à votre banque.",
        "This statement tells of {day}, which cannot be. Ask your bank for it again.",
    ),
    "import_lines_decided": (
        "Cet import ne peut pas être annulé : {count} de ses lignes {count:est rapprochée|sont rapprochées} ou de "
        "côté, la première du {day}, {amount}, « {label} ». Annulez d’abord ces rapprochements.",
        "This import cannot be undone: {count} of its lines {count:is|are} matched or put aside, the first of {day}, "
        "{amount}, “{label}”. Undo these matches first.",
    ),
    "import_unknown": (
        "Aucun import de « {name} » n’est à annuler : indiquez le fichier lui-même, ou le nom sous lequel il a été "
        "importé.",
        "No import of “{name}” stands: name the file itself, or the name under which it was imported.",
    ),
    "no_days_missing": (
        "Il ne manque plus aucun jour sur ce compte : il n’y a rien à faire.",
        "No day is missing on this account any more: there is nothing to do.",
    ),
    "statement_in_foreign_currency": (
        "Le compte {account} est en {currency} : Quitus ne tient pour l’instant que la devise de l’entreprise.",
        "The account {account} is in {currency}: for now Quitus keeps only the firm’s own currency.",
    ),
    "match_no_longer_open": (
        "Ce rapprochement a changé entre-temps. Rechargez la page pour voir où il en est.",
        "This match has changed in the meantime. Reload the page to see where it stands.",
    ),
    "match_without_runner_up": (
        "Il n’y a pas de second choix pour cette ligne. Choisissez vous-même les échéances.",
        "There is no second choice for this line. Choose the instalments yourself.",
    ),
    "line_already_matched": (
        "Cette ligne est déjà rapprochée. Annulez d’abord le rapprochement.",
        "This line is already matched. Undo the match first.",
    ),
    "line_changed": (
        "Quelqu’un a décidé d’une partie de cette ligne entre-temps : il en reste {amount}. Regardez-la de nouveau.",
        "Somebody has decided about a part of this line in the meantime: {amount} is left. Look at it again.",
    ),
    "undo_the_rest_first": (
        "Le reste de cette ligne a été décidé ensuite. Annulez d’abord cette décision-là.",
        "The rest of this line was decided afterwards. Undo that decision first.",
    ),
    "rule_without_client": (
        "Dites pour quel client ce payeur paie.",
        "Say for which client this payer pays.",
    ),
    "line_without_payer": (
        "Cette ligne ne dit ni le compte ni le nom de qui paie : il n’y a rien à retenir.",
        "This line tells neither the account nor the name of who pays: there is nothing to remember.",
    ),
    "name_not_distinctive": (
        "« {name} » ne désigne personne en particulier. Retenez plutôt le compte.",
        "“{name}” means nobody in particular. Remember the account instead.",
    ),
    "name_fits_others": (
        "« {name} » ressemble aussi à : {clients}. Retenez plutôt le compte, ou confirmez.",
        "“{name}” also resembles: {clients}. Remember the account instead, or confirm.",
    ),
    "care_below_usual": (
        "Le score peut aller de {least} à {most} pour mille : en dessous, rien n’a été éprouvé.",
        "The score may be from {least} to {most} per mille: nothing below was tried.",
    ),
    "match_amounts_wrong": (
        "Les montants doivent être positifs, et leur somme au plus {amount}.",
        "The amounts must be positive, and their sum at most {amount}.",
    ),
    "instalment_unknown": (
        "Cette échéance n’existe pas ou plus. Rechargez la page.",
        "This instalment does not exist, or no longer does. Reload the page.",
    ),
}
