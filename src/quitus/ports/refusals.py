"""What to say when the rules refuse: one sentence a code, in French and English.

A sentence says what is wrong, where, and what to do next. Placeholders are the refusal's facts.
`tests/structure/test_refusals.py` proves that each code raised anywhere has its sentence, and no sentence
is left without a code.
"""

from quitus.domain.refused import Refused
from quitus.ports.import_sentences import IMPORT_SENTENCES
from quitus.ports.record_sentences import RECORD_SENTENCES

SENTENCES: dict[str, tuple[str, str]] = {
    # backup
    "client_program_missing": (
        "{program} manque pour PostgreSQL {version}. Installez le paquet Debian postgresql-client.",
        "{program} is missing for PostgreSQL {version}. Install Debian’s package postgresql-client.",
    ),
    "backup_exists": (
        "{file} existe déjà. Choisissez un autre nom : une sauvegarde n’en écrase jamais une autre.",
        "{file} exists already. Choose another name: a backup never overwrites another.",
    ),
    "backup_failed": (
        "{program} a échoué : {reason} Rien n’a été changé.",
        "{program} failed: {reason} Nothing was changed.",
    ),
    "backup_unreadable": (
        "{file} n’est pas une sauvegarde de Quitus, ou elle est incomplète. Prenez une autre copie.",
        "{file} is not a backup of Quitus, or it is incomplete. Take another copy.",
    ),
    "backup_damaged": (
        "{file} est abîmée : ce qui en sort n’est pas ce qui y est entré. Prenez une autre copie. Rien n’a été changé.",
        "{file} is damaged: what comes out is not what went in. Take another copy. Nothing was changed.",
    ),
    "backup_passphrase_wrong": (
        "La phrase secrète n’ouvre pas cette sauvegarde. Vérifiez le fichier donné. Rien n’a été changé.",
        "The passphrase does not open this backup. Check the file given. Nothing was changed.",
    ),
    "restore_over_data": (
        "Il y a déjà une entreprise ici. Ajoutez --replace pour la remplacer ; elle sera gardée de côté.",
        "There is a firm here already. Add --replace to replace it; it is kept aside.",
    ),
    "restore_in_use": (
        "Quitus travaille encore sur cette base. Arrêtez quitus serve et les workers, puis recommencez.",
        "Quitus still works on this database. Stop quitus serve and the workers, then try again.",
    ),
    # processes
    "demo_home_in_use": (
        "Le dossier {home} contient déjà une vraie entreprise. Choisissez un autre QUITUS_HOME pour la démonstration.",
        "The folder {home} already holds a real firm. Choose another QUITUS_HOME for the demonstration.",
    ),
    "port_taken": (
        "Un autre programme écoute déjà sur {host}:{port} ({reason}). Fermez-le ou choisissez --port.",
        "Another program already listens on {host}:{port} ({reason}). Close it or choose --port.",
    ),
    # answers
    "promise_in_the_past": (
        "Le {day} est déjà passé. Choisissez aujourd’hui ou un jour à venir.",
        "{day} is already past. Choose today or a later day.",
    ),
    "promise_too_far": (
        "Le {day} est trop lointain. Choisissez un jour jusqu’au {farthest}, ou demandez un échéancier.",
        "{day} is too far away. Choose a day up to {farthest}, or ask for a payment plan.",
    ),
    "promise_of_nothing": (
        "Rien n’est à promettre : aucune échéance n’est ouverte.",
        "There is nothing to promise: nothing is open.",
    ),
    "promise_amount_not_owed": (
        "Le montant promis dépasse ce qui reste dû. Promettez au plus le reste dû.",
        "The promised amount is more than what is owed. Promise at most what remains.",
    ),
    "instalment_not_of_client": (
        "Cette échéance n’appartient pas à ce client. Rechargez la page et recommencez.",
        "This instalment does not belong to this client. Reload the page and try again.",
    ),
    "dispute_amount_not_owed": (
        "Le montant contesté dépasse ce qui reste dû. Contestez au plus le reste dû.",
        "The contested amount is more than what is owed. Contest at most what remains.",
    ),
    "dispute_already_open": (
        "Cette échéance est déjà contestée. Attendez la réponse, ou écrivez à votre interlocuteur.",
        "This instalment is already contested. Wait for the answer, or write to your contact.",
    ),
    "paid_claim_in_the_future": (
        "Le {day} n’est pas encore passé. Indiquez le jour où le règlement est parti, ou promettez une date.",
        "{day} has not come yet. Give the day on which the payment left, or promise a date.",
    ),
    # banking
    "bank_file_not_a_statement": (
        "Ce fichier ({format}) annonce des mouvements que le relevé répétera. Importez le relevé camt.053.",
        "This file ({format}) announces movements that the statement will repeat. Import the camt.053 statement.",
    ),
    "statement_without_account": (
        "Le relevé ne dit pas de quel compte il vient. Demandez à la banque un fichier avec l’IBAN.",
        "The statement does not say which account it is about. Ask the bank for a file with the IBAN.",
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
    "match_amounts_wrong": (
        "Les montants doivent être positifs, et leur somme au plus {amount}.",
        "The amounts must be positive, and their sum at most {amount}.",
    ),
    "instalment_unknown": (
        "Cette échéance n’existe pas ou plus. Rechargez la page.",
        "This instalment does not exist, or no longer does. Reload the page.",
    ),
    # organisations
    "organisation_unknown": (
        "Aucune entreprise ne s’appelle « {wanted} ». Vérifiez --organisation.",
        "No firm is called “{wanted}”. Check --organisation.",
    ),
    "organisation_missing": (
        "Il n’y a pas encore d’entreprise. Ouvrez le site (quitus serve) et suivez l’assistant.",
        "There is no firm yet. Open the site (quitus serve) and follow the assistant.",
    ),
    "organisation_ambiguous": (
        "Plusieurs entreprises : {names}. Dites laquelle avec --organisation.",
        "Several firms: {names}. Say which one with --organisation.",
    ),
    "firm_without_name": (
        "L’entreprise n’a pas de nom. Écrivez celui qui figure sur vos factures.",
        "The firm has no name. Write the one that stands on your invoices.",
    ),
    "last_owner": (
        "C’est le dernier propriétaire. Nommez-en d’abord un autre.",
        "This is the last owner. Name another one first.",
    ),
    "iban_malformed": (
        "« {iban} » n’a pas la forme d’un IBAN. Recopiez-le de votre RIB : deux lettres, puis des chiffres.",
        "“{iban}” does not look like an IBAN. Copy it from your bank details: two letters, then digits.",
    ),
    "iban_check_wrong": (
        "« {iban} » contient une faute de frappe : la clé de contrôle est fausse. Recopiez l’IBAN de votre RIB.",
        "“{iban}” has a typing error: its check digits are wrong. Copy the IBAN from your bank details.",
    ),
    "bic_malformed": (
        "« {bic} » n’est pas un BIC : il a 8 ou 11 caractères. Laissez vide si vous ne le savez pas.",
        "“{bic}” is not a BIC: it has 8 or 11 characters. Leave it empty if you do not know it.",
    ),
    "siren_malformed": (
        "« {siren} » n’est pas un SIREN : il a neuf chiffres. Il figure sur votre extrait Kbis ou avis Insee.",
        "“{siren}” is not a SIREN: it has nine digits. It stands on your Kbis or Insee notice.",
    ),
    "siren_check_wrong": (
        "« {siren} » contient une faute de frappe : la clé de contrôle est fausse. Vérifiez les neuf chiffres.",
        "“{siren}” has a typing error: its check digit is wrong. Check the nine digits.",
    ),
    "holder_too_long": (
        "Le nom du titulaire dépasse {most} caractères. Écrivez-le comme sur votre RIB.",
        "The account holder’s name exceeds {most} characters. Write it as on your bank details.",
    ),
    "secret_unreadable": (
        "Un mot de passe enregistré ne peut plus être lu : la clé secrète a changé. Saisissez-le à nouveau dans Réglages.",
        "A stored password can no longer be read: the secret key has changed. Enter it again in Settings.",
    ),
    # money
    "currency_unknown": (
        "« {currency} » n’est pas un code de devise. Écrivez trois lettres majuscules, par exemple EUR.",
        "“{currency}” is not a currency code. Write three capital letters, for example EUR.",
    ),
    "currencies_differ": (
        "On ne peut pas additionner {first} et {second}. Traitez chaque devise à part.",
        "{first} and {second} cannot be added. Handle each currency by itself.",
    ),
    "amount_too_large": (
        "Le montant {amount} est trop grand pour être vrai. Vérifiez la colonne et le séparateur décimal.",
        "The amount {amount} is too large to be true. Check the column and the decimal separator.",
    ),
    "amount_too_precise": (
        "Le montant {amount} a trop de décimales pour {currency}. Arrondissez-le au centime.",
        "The amount {amount} has too many decimals for {currency}. Round it to the cent.",
    ),
    # the database and its embedded server
    "database_url_missing": (
        "DATABASE_OWNER_URL est donnée sans DATABASE_URL, l’adresse du rôle cloisonné du programme. Faites "
        "exécuter ceci par l’administrateur avec psql, puis donnez l’adresse du rôle créé :\n\n{sql}",
        "DATABASE_OWNER_URL is set without DATABASE_URL, the address of the program’s walled role. Have "
        "the administrator run this with psql, then set the new role’s address:\n\n{sql}",
    ),
    "database_owner_url_missing": (
        "DATABASE_URL est donnée sans DATABASE_OWNER_URL, l’adresse du propriétaire des tables. Faites "
        "exécuter ceci par l’administrateur avec psql, puis donnez l’adresse du rôle créé :\n\n{sql}",
        "DATABASE_URL is set without DATABASE_OWNER_URL, the address of the tables’ owner. Have the "
        "administrator run this with psql, then set the new role’s address:\n\n{sql}",
    ),
    "database_url_unreadable": (
        "{variable} n’est pas une adresse de base de données. Écrivez "
        "postgresql://rôle:mot-de-passe@machine:5432/base.",
        "{variable} is not a database address. Write postgresql://role:password@machine:5432/database.",
    ),
    "database_unreachable": (
        "La base de données de DATABASE_URL ne répond pas : {reason}. Vérifiez l’adresse, le mot de passe "
        "et que le serveur est en marche.",
        "The database of DATABASE_URL does not answer: {reason}. Check the address, the password and that "
        "the server is running.",
    ),
    "postgres_too_old": (
        "Le serveur de DATABASE_URL est PostgreSQL {version} ; il faut la version {oldest} ou une plus récente.",
        "The server of DATABASE_URL is PostgreSQL {version}; version {oldest} or newer is needed.",
    ),
    "database_role_not_walled": (
        "Le rôle « {role} » de DATABASE_URL passerait à travers le cloisonnement entre entreprises. Prenez "
        "un rôle qui n’est ni superutilisateur, ni BYPASSRLS, ni « {owner} », ni l’un de ses membres.",
        "The role “{role}” of DATABASE_URL would pass through the wall between firms. Use one that is no "
        "superuser, has no BYPASSRLS and is neither “{owner}” nor a member of it.",
    ),
    "home_not_usable": (
        "Le dossier de Quitus {folder} n’est pas utilisable ({reason}). Donnez-vous le droit d’y écrire ou "
        "choisissez un autre dossier avec QUITUS_HOME.",
        "Quitus’s folder {folder} cannot be used ({reason}). Give yourself the right to write there, or "
        "choose another folder with QUITUS_HOME.",
    ),
    "home_of_another_user": (
        "Le dossier {folder} appartient à l’utilisateur « {user} ». Lancez Quitus sous ce nom "
        "ou choisissez un autre dossier avec QUITUS_HOME.",
        "The folder {folder} belongs to the user “{user}”. Start Quitus under that name, "
        "or choose another folder with QUITUS_HOME.",
    ),
    "home_closed_to_server": (
        "L’utilisateur « {user} », qui fait tourner la base de données pour root, ne peut pas traverser "
        "{folder}. Choisissez avec QUITUS_HOME un autre dossier que {home}, par exemple /var/lib/quitus.",
        "The user “{user}”, who runs the database for root, may not pass through {folder}. Choose another "
        "folder than {home} with QUITUS_HOME, for example /var/lib/quitus.",
    ),
    "disk_full": (
        "Le disque de {folder} est plein. Libérez de la place, puis relancez ; ce qui était enregistré "
        "l’est toujours.",
        "The disk of {folder} is full. Free some space, then start again; what was recorded still is.",
    ),
    "server_user_missing": (
        "L’utilisateur « {user} » n’existe pas sur cette machine, et PostgreSQL refuse de tourner en root. "
        "Lancez Quitus sous un utilisateur ordinaire ou donnez DATABASE_URL.",
        "There is no user “{user}” on this machine, and PostgreSQL refuses to run as root. Start Quitus as "
        "an ordinary user, or set DATABASE_URL.",
    ),
    "program_not_started": (
        "Impossible de lancer {program} sous l’utilisateur « {user} » : {reason}. Lancez Quitus sous un "
        "utilisateur ordinaire ou donnez DATABASE_URL.",
        "{program} cannot be started as the user “{user}”: {reason}. Start Quitus as an ordinary user, or "
        "set DATABASE_URL.",
    ),
    "postgres_missing": (
        "Aucun PostgreSQL {oldest} ou plus récent sur cette machine. Installez-en un (Debian : apt install "
        "postgresql) ou donnez DATABASE_URL.",
        "There is no PostgreSQL {oldest} or newer on this machine. Install one (Debian: apt install "
        "postgresql) or set DATABASE_URL.",
    ),
    "postgres_bin_unusable": (
        "QUITUS_POSTGRES_BIN désigne {folder}, où il n’y a pas de PostgreSQL {oldest} ou plus récent en "
        "état de marche. Donnez le dossier qui contient postgres et initdb.",
        "QUITUS_POSTGRES_BIN names {folder}, where there is no working PostgreSQL {oldest} or newer. Name "
        "the folder that holds postgres and initdb.",
    ),
    "postgres_closed_to_server": (
        "L’utilisateur « {user} », qui fait tourner la base de données pour root, ne peut pas lancer le "
        "PostgreSQL de {folder}. Installez PostgreSQL dans un dossier ouvert à tous et donnez-le par "
        "QUITUS_POSTGRES_BIN.",
        "The user “{user}”, who runs the database for root, cannot run the PostgreSQL in {folder}. Install "
        "PostgreSQL in a folder open to all and name it with QUITUS_POSTGRES_BIN.",
    ),
    "cluster_other_version": (
        "La base de {folder} a été créée par PostgreSQL {cluster}, mais on ne trouve ici que PostgreSQL "
        "{programs}. Installez PostgreSQL {cluster} et donnez son dossier bin par QUITUS_POSTGRES_BIN ; "
        "pour changer de version, faites-y « quitus backup », déplacez {folder}, puis « quitus restore » "
        "sans cette variable.",
        "The database in {folder} was made by PostgreSQL {cluster}, but only PostgreSQL {programs} is "
        "found here. Install PostgreSQL {cluster} and name its bin folder with QUITUS_POSTGRES_BIN; to "
        "change version, run “quitus backup” with it, move {folder} away, then “quitus restore” without "
        "that variable.",
    ),
    "cluster_not_whole": (
        "{folder} n’est pas une base PostgreSQL entière, et Quitus ne l’a pas créé ainsi. Déplacez ce "
        "dossier, ou remettez-y une copie complète.",
        "{folder} is not a whole PostgreSQL database, and Quitus did not make it so. Move the folder away, "
        "or put a complete copy back.",
    ),
    "cluster_not_made": (
        "La base de données de {folder} n’a pas pu être préparée : {reason}. Corrigez la cause, puis "
        "relancez ; rien n’est resté à moitié fait.",
        "The database in {folder} could not be prepared: {reason}. Mend the cause, then start again; "
        "nothing was left half made.",
    ),
    "cluster_served_by_another": (
        "Un autre serveur PostgreSQL (processus {process}) travaille déjà sur {folder}. Arrêtez-le avant "
        "de lancer Quitus.",
        "Another PostgreSQL server (process {process}) already works on {folder}. Stop it before starting Quitus.",
    ),
    "database_passwords_missing": (
        "Le fichier des mots de passe {file} a disparu pendant que la base tournait. Arrêtez tous les "
        "programmes de Quitus, puis relancez : il sera refait.",
        "The password file {file} has gone while the database was running. Stop all of Quitus’s programs, "
        "then start again: it will be made anew.",
    ),
    "database_not_answering": (
        "La base de données tourne mais ne répond pas depuis {seconds} secondes. Regardez le journal dans "
        "{log}, puis relancez.",
        "The database runs but has not answered for {seconds} seconds. Look at the log in {log}, then start again.",
    ),
    "database_not_started": (
        "La base de données ne démarre pas : {reason}. Le journal complet est dans {log}.",
        "The database does not start: {reason}. The whole log is in {log}.",
    ),
    "database_not_stopped": (
        "La base de données ne s’est pas arrêtée en {seconds} secondes ; elle finit peut-être d’écrire. "
        "Regardez le journal dans {log} avant d’éteindre la machine.",
        "The database has not stopped within {seconds} seconds; it may still be writing. Look at the log "
        "in {log} before turning the machine off.",
    ),
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
    # importing, clients, invoices, payments: too many for this file
    **IMPORT_SENTENCES,
    **RECORD_SENTENCES,
    # policies of reminders
    "policy_text_too_long": (
        "Le texte du scénario dépasse {longest} caractères. Raccourcissez-le.",
        "The policy's text is longer than {longest} characters. Shorten it.",
    ),
    "policy_text_unreadable": (
        "Le texte du scénario n’est pas du TOML lisible, ligne {line}, colonne {column}. "
        "Corrigez cette ligne : une valeur par ligne, les textes entre guillemets.",
        "The policy's text is not readable TOML at line {line}, column {column}. "
        "Mend that line: one value a line, texts between quotes.",
    ),
    "policy_wrong": (
        "Le scénario contient {count} erreur(s). Corrigez chacune, puis enregistrez à nouveau.",
        "The policy has {count} mistake(s). Mend each of them, then save again.",
    ),
    "policy_value_missing": (
        "{place} manque. Ajoutez cette ligne.",
        "{place} is missing. Add that line.",
    ),
    "policy_field_unknown": (
        "{place} n’existe pas dans un scénario. Corrigez l’orthographe ou supprimez la ligne.",
        "{place} does not exist in a policy. Mend the spelling or remove the line.",
    ),
    "policy_text_wanted": (
        "{place} doit être un texte entre guillemets, d’une ligne et de {longest} caractères au plus.",
        "{place} must be a text between quotes, on one line, of {longest} characters at most.",
    ),
    "policy_name_wanted": (
        "{place} vaut « {value} ». Écrivez un nom en minuscules sans accent, chiffres et _ permis, "
        "de 40 caractères au plus.",
        "{place} is “{value}”. Write a name in lower-case letters, digits and _, of 40 characters at most.",
    ),
    "policy_number_wanted": (
        "{place} vaut « {value} ». Écrivez un nombre entier de {least} à {most}.",
        "{place} is “{value}”. Write a whole number from {least} to {most}.",
    ),
    "policy_yes_no_wanted": (
        "{place} vaut « {value} ». Écrivez true (oui) ou false (non), sans guillemets.",
        "{place} is “{value}”. Write true or false, without quotes.",
    ),
    "policy_word_unknown": (
        "{place} vaut « {value} ». Choisissez parmi : {choices}.",
        "{place} is “{value}”. Choose one of: {choices}.",
    ),
    "policy_table_wanted": (
        "{place} doit être une section : écrivez [{place}] seul sur sa ligne, puis ses valeurs.",
        "{place} must be a section: write [{place}] alone on its line, then its values.",
    ),
    "policy_steps_wanted": (
        "{place} doit contenir de 1 à {most} étapes, chacune sous une ligne [[steps]].",
        "{place} must hold 1 to {most} steps, each below a line [[steps]].",
    ),
    "policy_arrival_before_sending": (
        "{place} vaut {days} : une étape comptée depuis l’envoi vient au moins un jour après. "
        "Écrivez un nombre positif.",
        "{place} is {days}: a step counted from sending comes at least one day after it. "
        "Write a positive number.",
    ),
    "policy_arrival_check_not_soft": (
        "L’étape « {step} », comptée depuis l’envoi, doit être souple : écrivez soft = true.",
        "The step “{step}”, counted from sending, must be soft: write soft = true.",
    ),
    "policy_late_step_before_due": (
        "{place} vaut {days} : cette étape de retard tomberait avant l’échéance. Retirez le signe moins ; "
        "si c’est un simple rappel avant l’échéance, donnez-lui un ton aimable et soft = true.",
        "{place} is {days}: this step for late payers would fall before the due date. Remove the minus sign; "
        "if it only announces the due date, give it a mild tone and soft = true.",
    ),
    "policy_soft_step_after_due": (
        "{place} vaut {days} : une étape souple tombe au plus tard le jour de l’échéance. "
        "Ajoutez le signe moins, ou retirez soft.",
        "{place} is {days}: a soft step falls on the due date at the latest. "
        "Add the minus sign, or remove soft.",
    ),
    "policy_expiry_of_hard_step": (
        "{place} n’a de sens que pour une étape souple : les autres ne sont jamais sautées. "
        "Supprimez la ligne.",
        "{place} makes sense for a soft step only: the others are never skipped. Remove the line.",
    ),
    "policy_deadline_before_due": (
        "{place} donnerait un nouveau délai avant que le premier soit passé. Supprimez la ligne.",
        "{place} would give a new deadline before the first one has passed. Remove the line.",
    ),
    "policy_person_must_approve": (
        '{place} : une mise en demeure ou une tâche n’est jamais automatique. Écrivez approval = "person".',
        '{place}: a formal notice or a task is never automatic. Write approval = "person".',
    ),
    "policy_step_twice": (
        "Deux étapes s’appellent « {step} ». Donnez à chacune son propre nom.",
        "Two steps are called “{step}”. Give each its own name.",
    ),
    "policy_arrival_check_not_first": (
        "L’étape « {step} » compte depuis l’envoi : une seule le peut, la première. "
        "Placez-la en tête, ou comptez-la depuis l’échéance.",
        "The step “{step}” counts from sending: only one can, the first. "
        "Put it at the head, or count it from the due date.",
    ),
    "policy_steps_not_increasing": (
        "L’étape « {step} » ne vient pas après « {previous} ». Rangez les étapes par jour.",
        "The step “{step}” does not come after “{previous}”. Order the steps by day.",
    ),
    "policy_steps_too_close": (
        "L’étape « {step} » vient {days} jour(s) après « {previous} » ; il en faut {needed} "
        "(écart minimum, ou nouveau délai accordé). Éloignez-la, ou réduisez cet écart.",
        "The step “{step}” comes {days} day(s) after “{previous}”; {needed} are needed "
        "(minimum gap, or new deadline given). Move it away, or reduce that gap.",
    ),
    # payments and references
    "rf_reference_impossible": (
        "« {number} » ne peut pas devenir une référence de virement : il faut de 1 à {longest} chiffres ou "
        "lettres sans accent. Changez le numéro.",
        "“{number}” cannot become a transfer reference: it takes 1 to {longest} digits or unaccented letters. "
        "Change the number.",
    ),
    "payment_not_positive": (
        "Un règlement de {amount} ne peut rien solder. Saisissez un montant positif ; pour rendre de l’argent, "
        "annulez le règlement d’origine.",
        "A payment of {amount} can settle nothing. Enter a positive amount; to give money back, reverse the "
        "original payment.",
    ),
    "chosen_item_not_open": (
        "L’échéance {item} n’a plus rien à payer. Choisissez une échéance encore ouverte.",
        "Instalment {item} has nothing left to pay. Choose one that is still open.",
    ),
}


def sentence(refusal: Refused, language: str = "fr") -> str:
    """The refusal in the reader's language ("fr" or "en"); raises KeyError for a code without one."""
    french, english = SENTENCES[refusal.code]
    return (english if language.startswith("en") else french).format(**refusal.facts)
