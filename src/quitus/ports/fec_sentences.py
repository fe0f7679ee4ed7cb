"""Sentences for what is wrong in a fichier des écritures comptables: merged into `ports/books_sentences.py`.

The line and the field are said beside them.
"""

FEC_SENTENCES: dict[str, tuple[str, str]] = {
    # the file
    "fec_empty": (
        "Le fichier est vide. Exportez-le de nouveau depuis le logiciel de comptabilité.",
        "The file is empty. Export it again from the accounting program.",
    ),
    "fec_no_line": (
        "Le fichier n’a que son en-tête, aucune écriture. Vérifiez l’exercice choisi lors de l’export.",
        "The file has only its header, no entry. Check which year was chosen for the export.",
    ),
    "fec_not_text": (
        "Ce n’est pas un fichier texte en UTF-8 ou ISO 8859-15 : c’est un tableur, une archive ou de l’UTF-16. "
        "Exportez un fichier texte.",
        "This is not a text file in UTF-8 or ISO 8859-15: it is a spreadsheet, an archive or UTF-16. Export text.",
    ),
    "fec_xml": (
        "C’est un fichier XML. La loi l’admet, mais Quitus contrôle les fichiers à plat : exportez-en un.",
        "This is an XML file. The law accepts it, but Quitus checks flat files: export one.",
    ),
    "fec_line_too_long": (
        "Une ligne n’a pas de fin : ce n’est pas un FEC, ou il est abîmé. Exportez-le de nouveau.",
        "A line has no end: this is no FEC, or it is damaged. Export it again.",
    ),
    "fec_too_large": (
        "Le fichier dépasse {gigabytes} Go. Contrôlez-le en plusieurs parties (article A47 A-1, XIII).",
        "The file exceeds {gigabytes} GB. Check it in several parts (article A47 A-1, XIII).",
    ),
    "fec_name_wrong": (
        "Le nom « {name} » n’est pas SIRENFECAAAAMMJJ.txt, avec le jour de clôture. Renommez le fichier.",
        "The name “{name}” is not SIRENFECYYYYMMDD.txt, with the closing day. Rename the file.",
    ),
    "fec_name_siren_wrong": (
        "Le nom du fichier contient un SIREN faux : {siren}. Corrigez-le.",
        "The name of the file holds a wrong SIREN: {siren}. Correct it.",
    ),
    "fec_name_day_wrong": (
        "Le nom du fichier contient un jour de clôture qui n’existe pas : {day}. Corrigez-le (AAAAMMJJ).",
        "The name of the file holds a closing day that does not exist: {day}. Correct it (YYYYMMDD).",
    ),
    "fec_name_other_closing": (
        "Le nom du fichier dit une clôture au {day}, vous dites {closing}. Corrigez l’un des deux.",
        "The name of the file says that the year ends on {day}, you say {closing}. Correct one of them.",
    ),
    "fec_encoding_windows": (
        "Des caractères propres à Windows (codage 1252). Exportez en UTF-8 ou en ISO 8859-15.",
        "Characters that only Windows has (code page 1252). Export in UTF-8 or ISO 8859-15.",
    ),
    "fec_encodings_mixed": (
        "Le fichier semble mélanger UTF-8 et ISO 8859-15 à partir d’ici. Exportez-le en un seul codage.",
        "The file seems to mix UTF-8 and ISO 8859-15 from here on. Look at its accents, export in one encoding.",
    ),
    "fec_control_character": (
        "Un caractère invisible (tabulation ou caractère de contrôle) dans un texte. Retirez-le du libellé.",
        "An invisible character (tab or control character) in a text. Take it out of the label.",
    ),
    "fec_pipe_in_text": (
        "Une barre « | » dans un fichier à tabulations : le testeur officiel ne démarre pas. Retirez-la du texte.",
        "A bar “|” in a file with tabs: the official tester does not start. Take it out of the text.",
    ),
    # the header and the columns
    "fec_separator_wrong": (
        "Les champs sont séparés par « {separator} ». Exportez avec la tabulation ou la barre « | » (A47 A-1, VI).",
        "Fields are separated by “{separator}”. Export with tabs or bars “|” (A47 A-1, VI).",
    ),
    "fec_quoted": (
        "Les champs sont entre guillemets, ce que le format n’admet pas. Exportez sans guillemets.",
        "Fields are in quotes, which the format does not allow. Export without quotes.",
    ),
    "fec_header_missing": (
        "La première ligne n’est pas l’en-tête. Ajoutez les noms des dix-huit champs (A47 A-1, VII-4°).",
        "The first line is not the header. Add the names of the eighteen fields (A47 A-1, VII-4°).",
    ),
    "fec_field_missing": (
        "Le champ {name} manque dans l’en-tête. Ajoutez-le : les lignes ne peuvent pas être contrôlées sans lui.",
        "The field {name} is missing from the header. Add it: lines cannot be checked without it.",
    ),
    "fec_header_order": (
        "Le champ n° {place} doit être {name}, c’est « {found} ». Remettez les champs dans l’ordre de l’arrêté.",
        "Field no. {place} must be {name}, it is “{found}”. Put the fields in the order of the decree.",
    ),
    "fec_header_spelling": (
        "L’en-tête écrit « {found} » pour {name}. Le testeur officiel l’admet ; mieux vaut le nom exact.",
        "The header writes “{found}” for {name}. The official tester accepts it; the exact name is better.",
    ),
    "fec_columns_extra": (
        "Des champs en plus : {names}. C’est permis après les dix-huit premiers ; décrivez-les dans la notice.",
        "Additional fields: {names}. They are allowed after the first eighteen; describe them in the notice.",
    ),
    "fec_column_count": (
        "Champs : {found} au lieu de {wanted}. Cherchez un séparateur ou un saut de ligne dans un texte.",
        "Fields: {found} instead of {wanted}. Look for a separator or a line break within a text.",
    ),
    "fec_empty_line": (
        "Une ligne vide. Retirez-la.",
        "An empty line. Take it out.",
    ),
    # what stands in the fields
    "fec_field_empty": (
        "{name} est vide, alors qu’il est obligatoire. Complétez-le.",
        "{name} is empty, but it is compulsory. Fill it in.",
    ),
    "fec_account_wrong": (
        "Le compte « {account} » ne commence pas par trois chiffres. Prenez un compte du plan comptable.",
        "Account “{account}” does not begin with three digits. Take an account of the French chart.",
    ),
    "fec_account_of_no_class": (
        "Le compte « {account} » n’est d’aucune classe du plan comptable (1 à 8). Retirez-le de l’export.",
        "Account “{account}” is of no class of the French chart (1 to 8). Leave it out of the export.",
    ),
    "fec_date_wrong": (
        "{name} vaut « {value} », ce n’est pas une date AAAAMMJJ. Corrigez-la.",
        "{name} is “{value}”, which is no date of the form YYYYMMDD. Correct it.",
    ),
    "fec_date_outside_year": (
        "L’écriture est datée du {day}, hors de l’exercice. Vérifiez la date ou la clôture.",
        "The entry is dated {day}, outside of the financial year. Check the date or the closing day.",
    ),
    "fec_date_over_a_year": (
        "L’écriture est datée du {day}, plus d’un an avant la clôture. Vérifiez, sauf si l’exercice est plus long.",
        "The entry is dated {day}, more than a year before the closing. Check it, unless the year is longer.",
    ),
    "fec_valid_before_entry": (
        "Validée le {day}, avant sa date du {entry_day}. Corrigez ValidDate.",
        "Made final on {day}, before its date of {entry_day}. Correct ValidDate.",
    ),
    "fec_amount_point": (
        "{name} vaut « {value} » : la loi veut une virgule, pas un point. Corrigez le format de l’export.",
        "{name} is “{value}”: the law wants a comma, not a point. Correct the format of the export.",
    ),
    "fec_amount_thousands": (
        "{name} vaut « {value} » : aucun séparateur de milliers n’est admis. Corrigez le format de l’export.",
        "{name} is “{value}”: no thousands separator is allowed. Correct the format of the export.",
    ),
    "fec_amount_decimals": (
        "{name} vaut « {value} » : c’est plus fin que le centime. Arrondissez à deux décimales.",
        "{name} is “{value}”: that is finer than a cent. Round to two decimals.",
    ),
    "fec_amount_wrong": (
        "{name} vaut « {value} », ce n’est pas un montant. Écrivez des chiffres et une virgule.",
        "{name} is “{value}”, which is no amount. Write digits and a comma.",
    ),
    "fec_two_sides": (
        "La ligne est au débit ({debit}) et au crédit ({credit}). Faites-en deux lignes.",
        "The line is a debit ({debit}) and a credit ({credit}). Make two lines of it.",
    ),
    "fec_no_side": (
        "La ligne n’a ni débit ni crédit. Retirez-la si elle ne sert à rien.",
        "The line has neither debit nor credit. Take it out if it serves nothing.",
    ),
    "fec_side_wrong": (
        "Sens vaut « {value} ». Écrivez D ou C, ou bien +1 ou -1 (A47 A-1, X).",
        "Sens is “{value}”. Write D or C, or +1 or -1 (A47 A-1, X).",
    ),
    "fec_sides_mixed": (
        "Sens vaut « {value} », mais le fichier l’écrit autrement plus haut. Gardez D et C, ou +1 et -1.",
        "Sens is “{value}”, but the file writes it differently above. Keep D and C, or +1 and -1.",
    ),
    "fec_auxiliary_incomplete": (
        "Un compte auxiliaire a un numéro et un libellé : l’un des deux manque. Complétez-le.",
        "An auxiliary account has a number and a label: one of them is missing. Fill it in.",
    ),
    "fec_lettering_without_date": (
        "Le lettrage « {lettering} » n’a pas de date. Complétez DateLet.",
        "The lettering “{lettering}” has no date. Fill in DateLet.",
    ),
    "fec_lettering_date_alone": (
        "Une date de lettrage ({day}) sans lettrage. Complétez EcritureLet, ou retirez la date.",
        "A date of lettering ({day}) without lettering. Fill in EcritureLet, or take the date out.",
    ),
    "fec_currency_incomplete": (
        "Un montant en devise et sa devise vont ensemble : l’un des deux manque. Complétez-le.",
        "An amount in another currency and that currency go together: one is missing. Fill it in.",
    ),
    "fec_currency_unknown": (
        "« {currency} » n’est pas un code de devise. Écrivez trois lettres majuscules, par exemple USD.",
        "“{currency}” is not a currency code. Write three capital letters, for example USD.",
    ),
    # entries
    "fec_entry_unbalanced": (
        "L’écriture {number} du journal {journal} n’est pas équilibrée : débit {debit}, crédit {credit}. Corrigez-la.",
        "Entry {number} of journal {journal} does not balance: debit {debit}, credit {credit}. Correct it.",
    ),
    "fec_journal_unbalanced": (
        "Le journal {journal} n’est pas équilibré : débit {debit}, crédit {credit}. Cherchez ses écritures fausses.",
        "Journal {journal} does not balance: debit {debit}, credit {credit}. Look for its wrong entries.",
    ),
    "fec_file_unbalanced": (
        "Le fichier n’est pas équilibré : débit {debit}, crédit {credit}. Il manque des lignes, ou il y en a de trop.",
        "The file does not balance: debit {debit}, credit {credit}. Lines are missing, or there are too many.",
    ),
    "fec_entry_of_two_days": (
        "L’écriture {number} porte deux dates, {first} et {other}. Donnez à chaque écriture son numéro.",
        "Entry {number} bears two dates, {first} and {other}. Give each entry a number of its own.",
    ),
    "fec_entry_scattered": (
        "L’écriture {number} a commencé à la ligne {first}. Gardez les lignes d’une écriture ensemble.",
        "Entry {number} began in line {first}. Keep the lines of an entry together.",
    ),
    "fec_entries_too_scattered": (
        "Trop d’écritures sont dispersées : leur équilibre n’est plus contrôlé. Triez le fichier par écriture.",
        "Too many entries are scattered: their balance is no longer checked. Sort the file by entry.",
    ),
    "fec_number_used_again": (
        "Le numéro {number} du journal {journal} a déjà servi à une écriture entière. Donnez-en un autre.",
        "Number {number} of journal {journal} already belongs to a complete entry. Give another one.",
    ),
    "fec_number_missing": (
        "L’écriture {number} manque avant celle-ci. Sachez l’expliquer : les numéros doivent se suivre.",
        "Entry {number} is missing before this one. Be able to explain it: numbers must be continuous.",
    ),
    "fec_numbers_missing": (
        "Les écritures {first} à {last} manquent avant celle-ci. Sachez l’expliquer : les numéros doivent se suivre.",
        "Entries {first} to {last} are missing before this one. Be able to explain it: numbers must be continuous.",
    ),
    "fec_number_not_increasing": (
        "Le numéro {number} vient après {before}. Rangez les écritures dans l’ordre de leurs numéros.",
        "Number {number} comes after {before}. Put the entries in the order of their numbers.",
    ),
    "fec_number_without_sequence": (
        "Le numéro « {number} » ne suit aucune séquence : sa continuité ne peut pas être contrôlée. Finissez-le par "
        "un nombre.",
        "Number “{number}” is part of no sequence: its continuity cannot be checked. End it with a number.",
    ),
    "fec_opening_not_first": (
        "Le journal {journal} reprend des soldes, mais d’autres écritures le précèdent. Mettez les à-nouveaux d’abord.",
        "Journal {journal} holds opening balances, but other entries come before it. Put opening balances first.",
    ),
    "fec_not_by_validation": (
        "Validée le {day}, après une écriture validée le {before}. Rangez les écritures par date de validation.",
        "Made final on {day}, after an entry made final on {before}. Put the entries in the order of ValidDate.",
    ),
    "fec_profit_accounts_closed": (
        "L’écriture {number} solde des charges ou des produits dans le résultat. Retirez-la de l’export (VII).",
        "Entry {number} closes charges or income into the result. Leave it out of the export (VII).",
    ),
    # open claims
}
