"""What to say when the rules refuse: one sentence a code, in French and English.

A sentence says what is wrong, where, and what to do next. Placeholders are the refusal's facts; `sentence` writes
its amounts and days as the reader does, for screens, the command line and files alike.
`tests/structure/test_refusals.py` proves that each code raised anywhere has its sentence, and no sentence
is left without a code.
"""

from quitus.domain.refused import Refused
from quitus.ports.bank_export_sentences import BANK_EXPORT_SENTENCES
from quitus.ports.bank_format_sentences import BANK_FORMAT_SENTENCES
from quitus.ports.bank_record_sentences import BANK_RECORD_SENTENCES
from quitus.ports.bank_sentences import BANK_SENTENCES
from quitus.ports.bank_table_sentences import BANK_TABLE_SENTENCES
from quitus.ports.books_sentences import BOOKS_SENTENCES
from quitus.ports.charge_sentences import CHARGE_SENTENCES
from quitus.ports.command_sentences import COMMAND_SENTENCES
from quitus.ports.database_sentences import DATABASE_SENTENCES
from quitus.ports.deadline_sentences import DEADLINE_SENTENCES
from quitus.ports.history_sentences import HISTORY_SENTENCES
from quitus.ports.import_sentences import IMPORT_SENTENCES
from quitus.ports.law_sentences import LAW_SENTENCES
from quitus.ports.message_sentences import MESSAGE_SENTENCES
from quitus.ports.number_sentences import NUMBER_SENTENCES
from quitus.ports.plurals import filled
from quitus.ports.policy_sentences import POLICY_SENTENCES
from quitus.ports.procedure_sentences import PROCEDURE_SENTENCES
from quitus.ports.readable import readable
from quitus.ports.record_sentences import RECORD_SENTENCES
from quitus.ports.return_refusals import RETURN_REFUSALS
from quitus.ports.settings_sentences import SETTINGS_SENTENCES
from quitus.ports.transfer_sentences import TRANSFER_SENTENCES

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
    "backup_folder_missing": (
        "Le dossier {folder} n’existe pas. Créez-le, ou choisissez-en un autre.",
        "The folder {folder} does not exist. Make it, or choose another one.",
    ),
    "backup_newer": (
        "{file} vient de Quitus {version}, plus récent que celui-ci. Mettez Quitus à jour. Rien n’a été changé.",
        "{file} comes from Quitus {version}, which is newer than this one. Update Quitus. Nothing was changed.",
    ),
    "backup_without_key": (
        "{file} ne contient pas de clé secrète. Recommencez sans --passphrase-file. Rien n’a été changé.",
        "{file} holds no secret key. Try again without --passphrase-file. Nothing was changed.",
    ),
    "passphrase_missing": (
        "Pas de phrase secrète dans {file}. Écrivez-y une ligne de texte.",
        "There is no passphrase in {file}. Write a line of text into it.",
    ),
    "restore_key_in_environment": (
        "QUITUS_SECRET_KEY impose une autre clé que celle de la sauvegarde. Retirez cette variable, puis recommencez : "
        "la clé ira dans le dossier de Quitus.",
        "QUITUS_SECRET_KEY imposes another key than the backup’s. Remove that variable, then try again: the key goes "
        "into the folder of Quitus.",
    ),
    "restore_not_allowed": (
        "{role} n’a pas les droits qu’il faut pour créer et renommer une base : {reason} Demandez à "
        "l’administrateur : ALTER ROLE {role} CREATEDB. Rien n’a été changé.",
        "{role} lacks the rights to create and rename a database: {reason} Ask the administrator for: "
        "ALTER ROLE {role} CREATEDB. Nothing was changed.",
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
    "demo_being_built": (
        "Une démonstration se construit déjà dans {home}. Attendez qu’elle soit prête, ou arrêtez-la d’abord.",
        "A demonstration is already being built in {home}. Wait until it is ready, or stop it first.",
    ),
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
    "promise_moved_too_often": (
        "{number} : vous avez déjà reporté votre paiement au {day}. Pour un autre jour, écrivez-nous.",
        "{number}: you have already put off your payment to {day}. To agree on another day, write to us.",
    ),
    "promise_moved_too_far": (
        "{number} : le {day} est trop loin du jour promis d’abord. Choisissez un jour jusqu’au {farthest}, "
        "ou écrivez-nous.",
        "{number}: {day} is too long after the day first promised. Choose a day up to {farthest}, or write to us.",
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
    "paid_claim_day_impossible": (
        "Le {day} ne peut pas être le jour du règlement. Indiquez le jour où il est parti, ou promettez une date.",
        "{day} cannot be the day of the payment. Give the day on which it left, or promise a date.",
    ),
    "paid_claim_of_nothing": (
        "Ces échéances sont déjà réglées : il n’y a rien à chercher. Rechargez la page.",
        "These instalments are paid already: there is nothing to look for. Reload the page.",
    ),
    # organisations
    "organisation_unknown": (
        "Aucune entreprise ne s’appelle « {wanted} ». Vérifiez --organisation.",
        "No firm is called “{wanted}”. Check --organisation.",
    ),
    "nobody_by_this_address": (
        "Personne n’a de compte à l’adresse « {email} ». Vérifiez-la.",
        "Nobody has an account at “{email}”. Check the address.",
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
        "Un mot de passe enregistré ne peut plus être lu : la clé secrète a changé. Saisissez-le à nouveau dans "
        "Réglages.",
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
        "Le montant {amount} est trop grand pour être vrai. Vérifiez le séparateur décimal.",
        "The amount {amount} is too large to be true. Check the decimal separator.",
    ),
    "amount_too_precise": (
        "Le montant {amount} a trop de décimales pour {currency}. Arrondissez-le au centime.",
        "The amount {amount} has too many decimals for {currency}. Round it to the cent.",
    ),
    # rooms with sentences of their own
    **BANK_EXPORT_SENTENCES,
    **BANK_FORMAT_SENTENCES,
    **BANK_RECORD_SENTENCES,
    **BANK_SENTENCES,
    **BANK_TABLE_SENTENCES,
    **BOOKS_SENTENCES,
    **CHARGE_SENTENCES,
    **COMMAND_SENTENCES,
    **DATABASE_SENTENCES,
    **DEADLINE_SENTENCES,
    **HISTORY_SENTENCES,
    **IMPORT_SENTENCES,
    **LAW_SENTENCES,
    **MESSAGE_SENTENCES,
    **NUMBER_SENTENCES,
    **POLICY_SENTENCES,
    **PROCEDURE_SENTENCES,
    **RECORD_SENTENCES,
    **RETURN_REFUSALS,
    **SETTINGS_SENTENCES,
    **TRANSFER_SENTENCES,
}


def sentence(refusal: Refused, language: str = "fr") -> str:
    """The refusal in the reader's language ("fr" or "en"); raises KeyError for a code without one."""
    french, english = SENTENCES[refusal.code]
    facts = {name: readable(value, language) for name, value in refusal.facts.items()}
    return filled(english if language.startswith("en") else french, language, facts)
