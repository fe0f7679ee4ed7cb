"""What to say about policies of reminders: merged into `ports/refusals.py`."""

POLICY_SENTENCES: dict[str, tuple[str, str]] = {
    "policy_template_unknown": (
        "Aucun message ne s’appelle « {template} ». Choisissez parmi : {known}.",
        "No message is called “{template}”. Choose among: {known}.",
    ),
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
        "Le scénario contient {count} {count:erreur. Corrigez-la|erreurs. Corrigez chacune}, puis enregistrez à "
        "nouveau.",
        "The policy has {count} {count:mistake. Mend it|mistakes. Mend each of them}, then save again.",
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
        "L’étape « {step} » vient {days} {days:jour|jours} après « {previous} » ; il en faut {needed} "
        "(écart minimum, ou nouveau délai accordé). Éloignez-la, ou réduisez cet écart.",
        "The step “{step}” comes {days} {days:day|days} after “{previous}”; {needed} {needed:is|are} needed "
        "(minimum gap, or new deadline given). Move it away, or reduce that gap.",
    ),
}
