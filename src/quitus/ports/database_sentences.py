"""What to say about the database and its embedded server: merged into `ports/refusals.py`."""

DATABASE_SENTENCES: dict[str, tuple[str, str]] = {
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
}
