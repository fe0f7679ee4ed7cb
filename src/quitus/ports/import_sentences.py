"""What to say about files of clients, invoices and their PDFs: merged into `ports/refusals.py`.

Where a finding has a line, a column and a cell, `ports/tables.py` says them first.
"""

from quitus.ports.document_sentences import DOCUMENT_SENTENCES
from quitus.ports.fec_import_sentences import FEC_IMPORT_SENTENCES

IMPORT_SENTENCES: dict[str, tuple[str, str]] = {
    # the file
    "import_file_empty": (
        "Le fichier est vide. Exportez-le à nouveau depuis votre autre logiciel.",
        "The file is empty. Export it again from your other software.",
    ),
    "import_file_too_large": (
        "Le fichier dépasse la taille permise ({size} octets, au plus {limit}). Découpez-le en plusieurs fichiers.",
        "The file is larger than allowed ({size} bytes, at most {limit}). Split it into several files.",
    ),
    "import_file_is_spreadsheet": (
        "Ce classeur (ancien Excel .xls, OpenDocument, ou protégé par un mot de passe) ne peut pas être lu. Ouvrez-le "
        "et enregistrez-le au format Excel .xlsx ou CSV, sans mot de passe.",
        "This workbook (old Excel .xls, OpenDocument, or protected by a password) cannot be read. Open it and save it "
        "as Excel .xlsx or CSV, without a password.",
    ),
    "import_file_not_text": (
        "Ce fichier n’est pas un tableau. Choisissez un export CSV ou Excel (.xlsx).",
        "This file is not a table. Choose a CSV or Excel (.xlsx) export.",
    ),
    "table_workbook_too_large": (
        "Le classeur dépasse {megabytes} Mo. Partagez-le, ou enregistrez la feuille utile au format CSV.",
        "The workbook exceeds {megabytes} MB. Split it, or save the sheet that is needed as CSV.",
    ),
    "table_workbook_damaged": (
        "Le classeur est abîmé ou incomplet. Rien n’en a été lu ; ouvrez-le dans un tableur et enregistrez-le de "
        "nouveau, ou téléchargez-le encore une fois.",
        "The workbook is damaged or incomplete. Nothing of it was read; open it in a spreadsheet program and save it "
        "again, or download it once more.",
    ),
    "table_workbook_abnormal": (
        "Le classeur contient une partie démesurée, ce qu’aucun tableur n’enregistre : il est refusé par prudence. "
        "Vérifiez d’où il vient, ou enregistrez la feuille utile au format CSV.",
        "The workbook holds a part of excessive size, which no spreadsheet program saves: it is refused as a "
        "precaution. Check where it comes from, or save the sheet that is needed as CSV.",
    ),
    "import_headers_not_found": (
        "Aucune ligne d’en-têtes n’a été trouvée. Ajoutez au-dessus des données une ligne qui nomme les colonnes.",
        "No line of headers was found. Add a line above the data that names the columns.",
    ),
    "import_too_many_rows": (
        "Le fichier a plus de {limit} lignes. Découpez-le en plusieurs fichiers.",
        "The file has more than {limit} rows. Split it into several files.",
    ),
    "import_too_many_columns": (
        "Le fichier a plus de {limit} colonnes. Gardez seulement celles qui servent.",
        "The file has more than {limit} columns. Keep only those that are needed.",
    ),
    "import_too_many_cells": (
        "Le fichier a plus de {limit} cellules. Découpez-le, ou gardez seulement les colonnes qui servent.",
        "The file has more than {limit} cells. Split it, or keep only the columns that are needed.",
    ),
    "import_line_too_long": (
        "La ligne {line} dépasse {limit} caractères. Vérifiez que c’est bien un fichier CSV.",
        "Line {line} is longer than {limit} characters. Check that this is a CSV file.",
    ),
    "import_quotes_broken_often": (
        "Trop de lignes ont des guillemets mal fermés, la dernière est la ligne {line}. Exportez le fichier à nouveau.",
        "Too many lines have quotes that are not closed, the last one is line {line}. Export the file again.",
    ),
    "import_headers_repeated": (
        "Cette ligne répète les en-têtes. Elle n’est pas comptée comme une donnée.",
        "This line repeats the headers. It is not counted as data.",
    ),
    "import_quotes_broken": (
        "Les guillemets de cette ligne ne sont pas fermés ou sont mal placés. Doublez ceux qui font partie du texte.",
        "The quotes on this line are not closed or misplaced. Double those that belong to the text.",
    ),
    "import_row_ragged": (
        "Cette ligne a {cells} cellules au lieu de {headers}. Mettez entre guillemets un texte qui contient le "
        "séparateur, ou supprimez la ligne si ce n’est pas une donnée.",
        "This line has {cells} cells instead of {headers}. Put text that contains the separator between quotes, or "
        "delete the line if it is not data.",
    ),
    "import_character_unusable": (
        "Cette cellule contient un caractère illisible. Exportez le fichier en UTF-8 ou retapez la cellule.",
        "This cell holds an unreadable character. Export the file as UTF-8 or type the cell again.",
    ),
    # columns
    "import_column_unknown": (
        "Le champ « {field} » ne peut pas être lu dans la colonne n° {place}. Choisissez une colonne du fichier.",
        "The field “{field}” cannot be read from column {place}. Choose a column of the file.",
    ),
    "import_column_missing": (
        "Aucune colonne ne donne « {field} ». Choisissez-la, ou ajoutez-la au fichier.",
        "No column gives “{field}”. Choose it, or add it to the file.",
    ),
    "import_two_columns": (
        "Deux colonnes peuvent donner « {field} » : « {first} » et « {second} ». Choisissez laquelle.",
        "Two columns may give “{field}”: “{first}” and “{second}”. Choose which one.",
    ),
    "import_due_dates_missing": (
        "Aucune colonne ne donne l’échéance. Choisissez-la, ou indiquez le délai de paiement à appliquer.",
        "No column gives the due date. Choose it, or say which payment delay applies.",
    ),
    "import_amount_taken_with_vat": (
        "Cette colonne ne dit pas si ses montants sont TTC. Ils sont lus comme TTC : vérifiez-le.",
        "This column does not say whether its amounts include VAT. They are read as including it: please check.",
    ),
    "import_amount_from_remaining": (
        "Aucune colonne ne donne le montant TTC. Le reste dû est repris comme montant de la facture : vérifiez-le.",
        "No column gives the amount including VAT. The balance due is taken as the invoice’s amount: please check.",
    ),
    "import_header_unknown": (
        "Le fichier n’a pas de colonne « {header} ». Ses colonnes sont : {known}.",
        "The file has no column “{header}”. Its columns are: {known}.",
    ),
    # what is on record
    "import_invoice_differs": (
        "Cette facture est déjà enregistrée avec une autre valeur de « {field} » : {kept} au lieu de {given}. Une "
        "facture ne change pas : corrigez ou retirez la ligne.",
        "This invoice is already on record with another value of “{field}”: {kept} instead of {given}. An invoice "
        "never changes: correct or remove the line.",
    ),
    "import_currency_not_kept": (
        "Cette facture est en {currency}, et les comptes sont tenus en {kept}. Retirez la ligne, ou convertissez-la.",
        "This invoice is in {currency}, and the books are kept in {kept}. Remove the line, or convert it.",
    ),
    "import_client_known_twice": (
        "Ce client est déjà celui de la ligne {first_line}. Ne gardez qu’une des deux lignes.",
        "This client is already the one of line {first_line}. Keep only one of the two lines.",
    ),
    # cells
    "import_value_missing": (
        "La valeur de « {field} » manque. Complétez la cellule.",
        "The value of “{field}” is missing. Fill the cell.",
    ),
    "import_text_too_long": (
        "Ce texte dépasse {limit} caractères. Raccourcissez-le.",
        "This text is longer than {limit} characters. Shorten it.",
    ),
    "import_total_row": (
        "Cette ligne ressemble à un total. Supprimez-la du fichier.",
        "This line looks like a total. Delete it from the file.",
    ),
    "import_date_unreadable": (
        "Cette date ne peut pas être lue. Écrivez par exemple 22/10/2026.",
        "This date cannot be read. Write for example 2026-10-22.",
    ),
    "import_date_ambiguous": (
        "Le jour et le mois ne peuvent pas être distingués : la colonne mêle les deux ordres. Écrivez 2026-10-22.",
        "Day and month cannot be told apart: the column mixes both orders. Write 2026-10-22.",
    ),
    "import_date_other_order": (
        "Le jour et le mois sont dans l’ordre inverse des autres dates de la colonne. Corrigez cette date.",
        "Day and month stand the other way round than in the column’s other dates. Correct this date.",
    ),
    "import_date_impossible": (
        "Cette date n’existe pas au calendrier. Corrigez-la.",
        "This date is not in the calendar. Correct it.",
    ),
    "import_date_implausible": (
        "L’année n’est pas entre {earliest} et {latest}. Corrigez la date.",
        "The year is not between {earliest} and {latest}. Correct the date.",
    ),
    "import_dates_day_first": (
        "Rien dans cette colonne ne montre l’ordre du jour et du mois. Le jour est lu en premier : vérifiez-le.",
        "Nothing in this column shows the order of day and month. The day is read first: please check.",
    ),
    "import_dates_month_first": (
        "Cette colonne écrit le mois avant le jour. Les dates sont lues ainsi.",
        "This column writes the month before the day. The dates are read that way.",
    ),
    "import_dates_excel": (
        "Cette colonne contient des numéros de jour d’Excel. Ils sont lus comme des dates : vérifiez-les.",
        "This column holds Excel’s day numbers. They are read as dates: please check.",
    ),
    "import_amount_unreadable": (
        "Ce montant ne peut pas être lu. Écrivez par exemple 1234,56.",
        "This amount cannot be read. Write for example 1234.56.",
    ),
    "import_amount_ambiguous": (
        "Ce signe peut séparer les milliers ou les décimales, et rien ne montre lequel des deux. Écrivez les "
        "centimes, par exemple 1234,00.",
        "This mark may separate thousands or decimals, and nothing shows which. Write the cents, for "
        "example 1234.00.",
    ),
    "import_amount_three_decimals": (
        "Ce montant a trois décimales. Écrivez-le au centime, sans séparateur de milliers.",
        "This amount has three decimals. Write it to the cent, without a separator of thousands.",
    ),
    "import_currency_conflict": (
        "La cellule dit {first} et la ligne dit {second}. Gardez une seule devise.",
        "The cell says {first} and the row says {second}. Keep one currency.",
    ),
    "import_email_malformed": (
        "Cette adresse e-mail n’est pas valable. Écrivez-la seule ; plusieurs adresses se séparent par un "
        "point-virgule dans un fichier de clients.",
        "This e-mail address is not valid. Write it alone; in a file of clients a semicolon separates several.",
    ),
    "import_country_unknown": (
        "Ce pays n’est pas reconnu. Écrivez son code de deux lettres, par exemple FR.",
        "This country is not known. Write its two-letter code, for example FR.",
    ),
    "import_language_unknown": (
        "Cette langue n’est pas proposée. Celle de l’entreprise sera utilisée ; écrivez « français » ou « anglais » "
        "pour la choisir.",
        "This language is not offered. The firm’s own will be used; write “French” or “English” to choose.",
    ),
    "import_class_unknown": (
        "Ce type de client n’est pas reconnu. Écrivez « professionnel », « particulier » ou « public ».",
        "This client type is not known. Write “business”, “consumer” or “public”.",
    ),
    "import_terms_unreadable": (
        "Ces conditions de paiement ne peuvent pas être lues et ne sont pas reprises. Écrivez par exemple "
        "« 30 jours fin de mois ».",
        "These payment terms cannot be read and are not taken. Write for example “30 days end of month”.",
    ),
    "import_company_number_rounded": (
        "Le tableur a arrondi ce numéro ; il n’est pas repris. Mettez la colonne au format texte et saisissez-le à "
        "nouveau.",
        "The spreadsheet has rounded this number; it is not taken. Make the column text and type it again.",
    ),
    "import_company_number_unreadable": (
        "Ce n’est ni un SIREN (9 chiffres) ni un SIRET (14 chiffres) ; il n’est pas repris. Vérifiez-le.",
        "This is neither a SIREN (9 digits) nor a SIRET (14 digits); it is not taken. Please check it.",
    ),
    "import_company_number_check": (
        "La clé de ce numéro SIREN ou SIRET n’est pas bonne. Il est repris tel quel : vérifiez-le.",
        "The check digit of this SIREN or SIRET is wrong. It is taken as it is: please check it.",
    ),
    "import_company_numbers_differ": (
        "Ce numéro ne correspond pas au SIREN {siren} de la même ligne. Vérifiez les deux.",
        "This number does not agree with the SIREN {siren} of the same row. Please check both.",
    ),
    "import_vat_number_unreadable": (
        "Ce numéro de TVA ne peut pas être lu ; il n’est pas repris. Écrivez-le avec le code du pays.",
        "This VAT number cannot be read; it is not taken. Write it with its country code.",
    ),
    "import_vat_number_check": (
        "La clé de ce numéro de TVA n’est pas bonne. Il est repris tel quel : vérifiez-le.",
        "The key of this VAT number is wrong. It is taken as it is: please check it.",
    ),
    "import_zeros_restored": (
        "Le tableur avait retiré les zéros du début. Lu comme {restored}.",
        "The spreadsheet had removed the zeros at the beginning. Read as {restored}.",
    ),
    "import_phone_unusual": (
        "Ce numéro de téléphone est inhabituel. Il est repris tel quel : vérifiez-le.",
        "This phone number is unusual. It is taken as it is: please check it.",
    ),
    # clients
    "import_client_repeated": (
        "Ce client est déjà à la ligne {first_line}, à l’identique. Il ne sera créé qu’une fois.",
        "This client is already on line {first_line}, the same. It will be made once.",
    ),
    "import_client_twice": (
        "Ce client est déjà à la ligne {first_line}, avec une autre valeur pour « {difference} ». Gardez une seule "
        "ligne ou donnez des codes différents.",
        "This client is already on line {first_line}, with another value for “{difference}”. Keep one row or give "
        "different codes.",
    ),
    "import_client_unknown": (
        "Aucun client n’a ce code, et la ligne ne donne pas son nom. Importez d’abord les clients ou ajoutez le nom.",
        "No client has this code, and the row gives no name. Import the clients first or add the name.",
    ),
    "import_client_ambiguous": (
        "{count} clients portent ce nom. Ajoutez une colonne avec leur code.",
        "{count} clients have this name. Add a column with their code.",
    ),
    "import_client_two_names": (
        "Le même code désigne « {first_name} » à la ligne {first_line}. Corrigez le code ou le nom.",
        "The same code names “{first_name}” on line {first_line}. Correct the code or the name.",
    ),
    "import_client_two_emails": (
        "Ce nouveau client a l’adresse « {first_email} » à la ligne {first_line}. Gardez-en une, ou importez d’abord "
        "les clients.",
        "This new client has the address “{first_email}” on line {first_line}. Keep one, or import the clients first.",
    ),
    "import_client_two_references": (
        "« {name} » est enregistré sans code, et le fichier lui en donne deux : {first} à la ligne {first_line}, et "
        "celui-ci. Mettez le bon sur sa fiche, puis relisez le fichier.",
        "“{name}” is on record without a code, and the file gives two: {first} on line {first_line}, and this one. Put "
        "the right one on their card, then read the file again.",
    ),
    "import_client_without_email": (
        "Ce nouveau client n’a pas d’adresse e-mail. Ajoutez-la avant la première relance.",
        "This new client has no e-mail address. Add it before the first reminder.",
    ),
    "import_client_name_differs": (
        "Ce code est déjà celui de « {known_name} ». La facture lui sera rattachée : vérifiez-le.",
        "This code is already that of “{known_name}”. The invoice will be theirs: please check.",
    ),
    # invoices
    "import_invoice_twice": (
        "Cette facture est déjà à la ligne {first_line}. Gardez une seule ligne par facture.",
        "This invoice is already on line {first_line}. Keep one row for each invoice.",
    ),
    "import_number_rounded": (
        "Le tableur a arrondi ce numéro de facture. Mettez la colonne au format texte et exportez à nouveau.",
        "The spreadsheet has rounded this invoice number. Make the column text and export again.",
    ),
    "import_due_before_issue": (
        "L’échéance est avant la date de facture ({issued_on}). Corrigez l’une des deux.",
        "The due date is before the invoice date ({issued_on}). Correct one of them.",
    ),
    "import_due_far": (
        "L’échéance est {days} jours après la date de facture. Vérifiez l’année.",
        "The due date is {days} days after the invoice date. Check the year.",
    ),
    "import_issued_in_future": (
        "La date de facture est dans le futur. Vérifiez-la.",
        "The invoice date is in the future. Please check it.",
    ),
    "import_sent_in_future": (
        "La date d’envoi est dans le futur. Corrigez-la ou laissez la cellule vide.",
        "The date of sending is in the future. Correct it or leave the cell empty.",
    ),
    "import_currencies_differ": (
        "Les montants de cette ligne sont en plusieurs devises. Gardez-en une seule.",
        "The amounts of this row are in several currencies. Keep one.",
    ),
    "import_amount_zero": (
        "Le montant est nul. Une facture à encaisser a un montant positif : corrigez-le ou supprimez la ligne.",
        "The amount is zero. An invoice to be paid has a positive amount: correct it or delete the row.",
    ),
    "import_amount_negative": (
        "Le montant est négatif. Un avoir ne s’importe pas ici : déduisez-le du reste dû de sa facture.",
        "The amount is negative. A credit note is not imported here: deduct it from its invoice’s balance.",
    ),
    "import_part_negative": (
        "Ce montant est négatif. Corrigez-le.",
        "This amount is negative. Correct it.",
    ),
    "import_part_above_amount": (
        "Ce montant dépasse celui de la facture ({amount}). Corrigez l’un des deux.",
        "This amount is more than the invoice’s ({amount}). Correct one of them.",
    ),
    "import_parts_differ": (
        "Le payé ({paid}) et le reste dû ne font pas ensemble {amount}. Corrigez l’un des trois.",
        "What is paid ({paid}) and the balance due do not make {amount}. Correct one of the three.",
    ),
    "import_status_unknown": (
        "Ce statut n’est pas reconnu ; ces factures sont lues comme ouvertes. Vérifiez-les.",
        "This status is not known; these invoices are read as open. Please check them.",
    ),
    "import_invoice_not_claimed": (
        "Ce statut dit que rien n’est réclamé (brouillon, annulée, perdue). Supprimez la ligne.",
        "This status says that nothing is claimed (draft, cancelled, lost). Delete the row.",
    ),
    "import_status_contradicts": (
        "Ce statut dit que la facture est payée, mais il reste un montant dû. Corrigez l’un des deux.",
        "This status says that the invoice is paid, but an amount is still due. Correct one of them.",
    ),
    "import_paid_part_missing": (
        "La facture est payée en partie, mais aucune colonne ne dit combien. Ajoutez le reste dû.",
        "The invoice is partly paid, but no column says how much. Add the balance due.",
    ),
    "import_not_an_invoice": (
        "Cette ligne est un avoir, un devis, une commande ou un règlement. Supprimez-la ; un avoir se déduit du reste "
        "dû de sa facture.",
        "This row is a credit note, quote, order or payment. Delete it; a credit note is deducted from its invoice’s "
        "balance.",
    ),
    "import_invoice_settled": (
        "Cette facture est déjà payée en entier. Elle ne sera pas relancée.",
        "This invoice is already paid in full. No reminder will go out for it.",
    ),
    # the invoices' PDFs
    **DOCUMENT_SENTENCES,
    # a FEC
    **FEC_IMPORT_SENTENCES,
}
