"""What to say when a command cannot go on for a cause outside our rules: merged into `ports/refusals.py`."""

COMMAND_SENTENCES: dict[str, tuple[str, str]] = {
    "not_a_file": (
        "« {file} » n’est pas un fichier ordinaire, mais un dossier, un tube ou un périphérique. Donnez le nom "
        "d’un fichier enregistré sur le disque.",
        "“{file}” is not an ordinary file but a folder, a pipe or a device. Give the name of a file that is "
        "stored on the disk.",
    ),
    "folder_not_usable": (
        "Le dossier {folder} n’est pas utilisable ({reason}). Donnez-vous le droit d’y écrire, ou choisissez-en un "
        "autre.",
        "The folder {folder} cannot be used ({reason}). Give yourself the right to write there, or choose another one.",
    ),
    "day_out_of_reach": (
        "Le {day} est hors de portée. Choisissez un jour entre le {first} et le {last}.",
        "{day} is out of reach. Choose a day between {first} and {last}.",
    ),
    "output_closed": (
        "La sortie de la commande est fermée : ce qu’elle dit serait perdu. Rien n’a été fait. Relancez sans « >&- », "
        "ou avec « > /dev/null ».",
        "The output of the command is closed: what it says would be lost. Nothing was done. Run it again without "
        "“>&-”, or with “> /dev/null”.",
    ),
    "output_not_written": (
        "La sortie de la commande ne peut pas être écrite ({reason}). Dirigez-la vers un autre fichier ou libérez de "
        "la place, puis relancez. Ce que la commande avait déjà enregistré l’est toujours.",
        "The output of the command cannot be written ({reason}). Send it to another file or free some space, then run "
        "it again. What the command had already recorded still is.",
    ),
    "file_trouble": (
        "« {file} » ne peut être ni lu ni écrit comme il faudrait ({reason}). Vérifiez son chemin, vos droits et le "
        "disque, puis relancez.",
        "“{file}” cannot be read or written as needed ({reason}). Check its path, your rights and the disk, then run "
        "the command again.",
    ),
    "system_trouble": (
        "Le système n’a pas fait ce qu’il fallait ({reason}). Vérifiez le disque, la mémoire et le réseau de cette "
        "machine, puis relancez.",
        "The system did not do what was needed ({reason}). Check this machine’s disk, memory and network, then run "
        "the command again.",
    ),
    "memory_short": (
        "La mémoire de cette machine ne suffit pas. Fermez d’autres programmes, ou donnez des fichiers plus petits, "
        "puis relancez.",
        "This machine has too little memory. Close other programs, or give smaller files, then run the command again.",
    ),
    "database_lost": (
        "La base de données ne répond plus ({reason}). Ce qui était enregistré l’est toujours ; vérifiez qu’elle est "
        "en marche, puis relancez.",
        "The database answers no more ({reason}). What was recorded still is; check that it is running, then run the "
        "command again.",
    ),
    "database_trouble": (
        "La base de données a refusé une opération ({reason}), qui n’a pas été enregistrée. Relancez ; si cela "
        "recommence, lancez « quitus doctor », puis signalez-le avec ce qu’affiche QUITUS_DEBUG=1.",
        "The database refused an operation ({reason}), which was not recorded. Run the command again; if it stays so, "
        "run “quitus doctor”, then report it with what QUITUS_DEBUG=1 shows.",
    ),
    "unexpected_fault": (
        "Une erreur imprévue a arrêté la commande ({reason}). Relancez ; si cela recommence, signalez-le avec ce "
        "qu’affiche la même commande précédée de QUITUS_DEBUG=1.",
        "An unexpected error stopped the command ({reason}). Run it again; if it stays so, report it with what the "
        "same command shows with QUITUS_DEBUG=1 in front.",
    ),
    # quitus bank match
    "match_file_not_json": (
        "{file}, ligne {line} : ce n’est pas du JSON lisible ({reason}). Donnez à --lines ce qu’écrit « quitus bank "
        "read --json », et à --open une liste JSON.",
        "{file}, line {line}: this is no readable JSON ({reason}). Give --lines what “quitus bank read --json” writes, "
        "and --open a JSON list.",
    ),
    "match_not_an_object": (
        "{where} : « {value} » n’est pas un objet JSON. Donnez une opération ou une échéance par objet.",
        "{where}: “{value}” is no JSON object. Give one line or one open item as each object.",
    ),
    "match_field_wrong": (
        "{where} : le champ « {field} » manque ou n’a pas la bonne forme (« {value} »). Corrigez-le : les dates "
        's’écrivent 2026-11-30, les montants "1234.50", les listes entre crochets.',
        "{where}: the field “{field}” is missing or malformed (“{value}”). Correct it: days are written 2026-11-30, "
        'amounts "1234.50", lists in brackets.',
    ),
    "match_id_twice": (
        "{where} : l’identifiant « {id} » est donné deux fois. Chaque échéance doit avoir le sien.",
        "{where}: the id “{id}” is given twice. Each open item needs its own.",
    ),
}
