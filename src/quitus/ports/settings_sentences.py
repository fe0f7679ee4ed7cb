"""What to say about the firm's settings, its mailbox and the first visit: merged into `ports/refusals.py`."""

SETTINGS_SENTENCES: dict[str, tuple[str, str]] = {
    # bank files sent from a page
    "bank_upload_too_large": (
        "Ce fichier dépasse {megabytes} Mo. Importez-le par la ligne de commande : quitus bank import.",
        "This file exceeds {megabytes} MB. Import it on the command line: quitus bank import.",
    ),
    "bank_uploads_too_many": (
        "Au plus {most} fichiers à la fois. Envoyez les autres ensuite.",
        "At most {most} files at a time. Send the others afterwards.",
    ),
    # the firm
    "iban_change_unconfirmed": (
        "L’IBAN passe de {old} à {new}. Relisez-le sur votre RIB, puis confirmez.",
        "The IBAN changes from {old} to {new}. Read it again on your bank details, then confirm.",
    ),
    "member_email_malformed": (
        "« {email} » n’est pas une adresse e-mail. Saisissez une seule adresse, comme nom@exemple.fr.",
        "“{email}” is not an e-mail address. Enter one single address, such as name@example.com.",
    ),
    "member_known": (
        "{email} fait déjà partie de l’entreprise. Changez son rôle dans la liste.",
        "{email} is a member of the firm already. Change the role in the list.",
    ),
    # the mailbox
    "mail_host_missing": (
        "Il manque le serveur d’envoi. Votre fournisseur de messagerie l’appelle « serveur SMTP ».",
        "The outgoing server is missing. Your mail provider calls it “SMTP server”.",
    ),
    "mail_port_impossible": (
        "Le port {port} n’existe pas. C’est presque toujours 587 (STARTTLS) ou 465 (TLS).",
        "There is no port {port}. It is nearly always 587 (STARTTLS) or 465 (TLS).",
    ),
    "mail_address_unreadable": (
        "Tous les serveurs ne savent pas lire l’adresse « {address} » : écrivez-la sans accents avant le @.",
        "Not every server can read the address “{address}”: write it without accents before the @.",
    ),
    "mail_unsafe_text": (
        "Le champ « {field} » contient un retour à la ligne ou un caractère de commande. Retapez-le.",
        "The field “{field}” holds a line break or a control character. Type it again.",
    ),
    "mail_needs_encryption": (
        "Sans chiffrement, le mot de passe partirait en clair vers {host}. Choisissez STARTTLS ou TLS.",
        "Without encryption the password would go to {host} in clear. Choose STARTTLS or TLS.",
    ),
    "mail_password_again": (
        "Le serveur ou l’identifiant change : retapez le mot de passe.",
        "The server or the user name changes: type the password again.",
    ),
    "mail_stays_here": (
        "Cette entreprise est une démonstration : ses messages restent ici, rien ne part.",
        "This firm is a demonstration: its messages stay here, nothing leaves.",
    ),
    "mail_account_missing": (
        "Il n’y a pas encore de messagerie à essayer. Renseignez-la d’abord.",
        "There is no mailbox to try yet. Fill it in first.",
    ),
    # the first visit
    "firm_opened_already": (
        "Quelqu’un a déjà ouvert une entreprise ici. Connectez-vous, ou demandez-lui de vous inviter.",
        "Somebody has opened a firm here already. Sign in, or ask them to invite you.",
    ),
}
