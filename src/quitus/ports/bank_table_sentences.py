"""What to say about banks' tables, CSV and Excel, and about the meaning of their columns: merged into `refusals.py`."""

BANK_TABLE_SENTENCES: dict[str, tuple[str, str]] = {
    "bank_table_columns_unsure": (
        "C’est un tableau, mais le sens de ses colonnes n’est pas sûr ({columns}). Dites à Quitus ce que donne "
        "chaque colonne, ou demandez à la banque le format camt.053.",
        "This is a table, but the meaning of its columns is not sure ({columns}). Tell Quitus what each column "
        "gives, or ask the bank for camt.053.",
    ),
    "bank_table_doubtful": (
        "Quitus comprend ce tableau, mais quelque chose n’y est pas sûr ({columns}). Confirmez le sens de ses "
        "colonnes.",
        "Quitus understands this table, but something in it is not sure ({columns}). Confirm what its columns mean.",
    ),
    "bank_table_misread": (
        "Lu ainsi, le tableau donne {lines} {lines:opération|opérations}, et {count} {count:ligne reste "
        "illisible|lignes restent illisibles}. Choisissez autrement le sens des colonnes.",
        "Read like this the table gives {lines} {lines:movement|movements}, and {count} {count:row stays|rows stay} "
        "unreadable. Choose the meaning of the columns otherwise.",
    ),
    "bank_day_order_needed": (
        "Rien dans ces dates ne montre si le jour ou le mois vient d’abord. Choisissez-le.",
        "Nothing in these dates shows whether the day or the month comes first. Choose which.",
    ),
    "bank_waiting_too_many": (
        "{most} fichiers attendent déjà le sens de leurs colonnes. Terminez-en un, ou abandonnez-le.",
        "{most} files are waiting already for what their columns mean. Finish one of them, or give it up.",
    ),
    "bank_account_name_unusable": (
        "« {name} » n’est pas un IBAN juste, ni un nom de compte utilisable. Écrivez l’IBAN, ou un nom de 3 à 34 "
        "caractères.",
        "“{name}” is no valid IBAN, nor a name that an account can bear. Write the IBAN, or a name of 3 to 34 "
        "characters.",
    ),
    # as the command line is told
    "bank_columns_unreadable": (
        "« {text} » ne dit pas le sens d’une colonne. Écrivez par exemple : booked=Date, label=Libellé, "
        "amount=Montant.",
        "“{text}” does not tell what a column means. Write for example: booked=Date, label=Details, amount=Amount.",
    ),
    "bank_columns_word_unknown": (
        "« {word} » n’est pas un sens de colonne. Choisissez parmi : {known}.",
        "“{word}” is no meaning of a column. Choose among: {known}.",
    ),
    "bank_columns_not_there": (
        "Aucun tableau du fichier n’a de colonne « {column} ». Colonnes : {known}.",
        "No table of the file has a column “{column}”. Columns: {known}.",
    ),
    "bank_columns_no_table": (
        "Ce fichier n’est pas un tableau que Quitus reconnaît : il faut une ligne d’en-têtes, puis une ligne pour "
        "chaque opération, avec sa date et son montant. Si c’est un relevé d’un autre format, relancez sans --columns.",
        "This file is no table that Quitus recognises: it takes a line of headers, then one line for each movement, "
        "with its day and its amount. If it is a statement in another format, run again without --columns.",
    ),
    # what is not sure
    "bank_headers_missing": (
        "Le tableau n’a pas de ligne d’en-têtes. Confirmez le sens de chaque colonne.",
        "The table has no line of headers. Confirm the meaning of each column.",
    ),
    "bank_column_date_missing": (
        "Aucune colonne ne donne sûrement la date des opérations. Choisissez-la.",
        "No column surely gives the date of the movements. Choose it.",
    ),
    "bank_column_amount_missing": (
        "Aucune colonne ne donne sûrement le montant des opérations. Choisissez-la, ou celles du débit et du "
        "crédit.",
        "No column surely gives the amount of the movements. Choose it, or those of the debit and the credit.",
    ),
    "bank_column_words_missing": (
        "Aucune colonne ne donne sûrement le libellé des opérations. Choisissez-la.",
        "No column surely gives the label of the movements. Choose it.",
    ),
    "bank_column_twice": (
        "Deux colonnes peuvent être la bonne : « {first} » et « {second} ». Choisissez laquelle.",
        "Two columns may be the right one: “{first}” and “{second}”. Choose which one.",
    ),
    "bank_column_currency_whose": (
        "Cette devise peut être celle du compte, ou celle d’un autre montant de la ligne. Choisissez la colonne "
        "des montants et sa devise.",
        "This currency may be the account’s, or that of another amount of the row. Choose the column of the "
        "amounts and its currency.",
    ),
    "bank_column_sign": (
        "Tous les montants sont positifs, et les mots de cette colonne disent peut-être si l’argent entre ou sort. "
        "Choisissez la colonne du sens, ou confirmez que tout entre.",
        "All amounts are positive, and the words of this column may tell whether money comes in or goes out. "
        "Choose the column of the direction, or confirm that all of it comes in.",
    ),
    "bank_column_state": (
        "Cette colonne dit sans doute si l’argent a bougé, mais le sens de ses mots ({words}) est inconnu. Elle n’est "
        "donc pas lue : toutes les lignes comptent. Confirmez le sens des autres colonnes, ou retirez d’abord du "
        "fichier les lignes où rien n’a bougé.",
        "This column probably tells whether money moved, but the meaning of its words ({words}) is not known. So it "
        "is not read: all rows count. Confirm what the other columns mean, or first take the rows where nothing moved "
        "out of the file.",
    ),
    "bank_column_fees": (
        "Rien ne montre si ces frais sont compris dans le montant ou s’ajoutent à lui. Choisissez-le.",
        "Nothing shows whether these fees are part of the amount or come on top of it. Choose which.",
    ),
    "bank_column_account": (
        "Cette colonne nomme plus de comptes qu’une banque n’en met dans un fichier. Choisissez celle du compte.",
        "This column names more accounts than a bank puts into one file. Choose that of the account.",
    ),
    "bank_mapping_column_unknown": (
        "La colonne n° {place} n’existe pas dans ce tableau. Choisissez de nouveau le sens des colonnes.",
        "There is no column {place} in this table. Choose the meaning of the columns again.",
    ),
    "bank_mapping_two_columns": (
        "Deux colonnes sont choisies pour un sens qui n’en admet qu’une. Choisissez laquelle.",
        "Two columns are chosen for a meaning that takes only one. Choose which one.",
    ),
    "bank_mapping_column_missing": (
        "Il manque une colonne. Choisissez au moins la date, le montant et le libellé.",
        "A column is missing. Choose at least the date, the amount and the label.",
    ),
    "bank_mapping_unreadable": (
        "Le sens des colonnes qui avait été retenu est illisible. Choisissez-le de nouveau.",
        "The meaning of the columns that was remembered cannot be read. Choose it again.",
    ),
    # rows
    "bank_row_broken": (
        "Les guillemets de « {line} » sont mal fermés. L’opération n’est pas reprise : saisissez-la à la main ou "
        "téléchargez de nouveau le fichier.",
        "The quotes of “{line}” are not closed. The movement is not taken: enter it by hand or download the file "
        "again.",
    ),
    "bank_row_ragged": (
        "« {line} » a {cells} cellules au lieu de {headers}. L’opération n’est pas reprise : saisissez-la à la "
        "main ou téléchargez de nouveau le fichier.",
        "“{line}” has {cells} cells instead of {headers}. The movement is not taken: enter it by hand or download "
        "the file again.",
    ),
    "bank_row_cut": (
        "Le fichier s’arrête au milieu de « {line} » : il est incomplet. Téléchargez-le de nouveau.",
        "The file ends in the middle of “{line}”: it is incomplete. Download it again.",
    ),
    "bank_row_remark": (
        "« {line} » n’a ni date ni montant et n’est pas une opération. Rien n’en est repris.",
        "“{line}” has neither date nor amount and is no movement. Nothing of it is taken.",
    ),
    "bank_amount_missing": (
        "« {line} » n’a pas de montant. L’opération n’est pas reprise : vérifiez-la sur le site de la banque.",
        "“{line}” has no amount. The movement is not taken: verify it on the bank’s site.",
    ),
    "bank_amount_on_both_sides": (
        "« {line} » a un débit et un crédit à la fois. L’opération n’est pas reprise : vérifiez-la sur le site de "
        "la banque.",
        "“{line}” has both a debit and a credit. The movement is not taken: verify it on the bank’s site.",
    ),
    # the table as a whole
    "bank_balance_breaks": (
        "Le solde de cette ligne devrait être {expected}, et le fichier dit {told} : il manque des opérations, ou "
        "une est en trop. Téléchargez le fichier de nouveau.",
        "The balance of this row should be {expected}, and the file says {told}: movements are missing, or there "
        "is one too many. Download the file again.",
    ),
    "bank_balance_not_running": (
        "Les soldes de la colonne ne suivent pas les opérations : rien ne prouve qu’elles sont toutes là. "
        "Téléchargez le fichier sans filtre ni tri.",
        "The balances of the column do not follow the movements: nothing proves that all of them are there. "
        "Download the file without filter or sorting.",
    ),
    "bank_balance_constant": (
        "La colonne des soldes répète le même partout : ce n’est pas le solde après chaque opération, elle n’est "
        "pas utilisée.",
        "The column of balances repeats the same everywhere: it is not the balance after each movement, and is not "
        "used.",
    ),
    "bank_all_credits": (
        "Tous les montants sont positifs : ils sont lus comme de l’argent qui entre. Vérifiez-en un.",
        "All amounts are positive: they are read as money that comes in. Check one of them.",
    ),
    "bank_rows_not_moved": (
        "{count} {count:ligne refusée, annulée ou sans effet sur le solde est laissée|lignes refusées, annulées ou "
        "sans effet sur le solde sont laissées} de côté (la première : {first}).",
        "{count} {count:row that was|rows that were} declined, cancelled or without effect on the balance "
        "{count:is|are} left aside (the first one: {first}).",
    ),
    "bank_too_many_tables": (
        "Le fichier contient plus de {most} tableaux. Téléchargez les comptes séparément.",
        "The file holds more than {most} tables. Download the accounts one by one.",
    ),
    "bank_sheet_hidden": (
        "La feuille masquée « {sheet} » n’a pas été lue. Affichez-la dans un tableur si elle contient des "
        "opérations.",
        "The hidden sheet “{sheet}” was not read. Show it in a spreadsheet program if it holds movements.",
    ),
    "bank_sheet_no_table": (
        "La feuille « {sheet} » n’est pas un tableau d’opérations et a été laissée de côté.",
        "The sheet “{sheet}” is no table of movements and was left aside.",
    ),
}
