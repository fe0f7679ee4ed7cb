"""What to say about the PDFs that come with imported invoices: merged into `ports/import_sentences.py`."""

DOCUMENT_SENTENCES: dict[str, tuple[str, str]] = {
    "document_source_missing": (
        "« {path} » n’est ni un dossier ni un fichier zip. Vérifiez le chemin.",
        "“{path}” is neither a folder nor a zip file. Check the path.",
    ),
    "document_archive_unreadable": (
        "Cette archive ne peut pas être lue. Recréez le fichier zip.",
        "This archive cannot be read. Make the zip file again.",
    ),
    "documents_too_many": (
        "Il y a plus de {limit} fichiers. Importez-les en plusieurs fois.",
        "There are more than {limit} files. Import them in several parts.",
    ),
    "documents_too_large": (
        "Les fichiers dépassent ensemble {limit} octets. Importez-les en plusieurs fois.",
        "Together the files are larger than {limit} bytes. Import them in several parts.",
    ),
    "document_too_large": (
        "Ce fichier dépasse {limit} octets. Réduisez le PDF.",
        "This file is larger than {limit} bytes. Make the PDF smaller.",
    ),
    "document_too_deep": (
        "Ce dossier est sous plus de {limit} autres ; ses fichiers ne sont pas lus. Rapprochez-les.",
        "This folder lies under more than {limit} others; its files are not read. Move them up.",
    ),
    "document_not_pdf": (
        "Ce fichier n’est pas un PDF. Enregistrez la facture au format PDF.",
        "This file is not a PDF. Save the invoice as PDF.",
    ),
    "document_unreadable": (
        "Ce fichier ne peut pas être lu. Vérifiez-le et recommencez.",
        "This file cannot be read. Check it and try again.",
    ),
    "document_is_link": (
        "C’est un lien vers un autre endroit ; il n’est pas suivi. Copiez le fichier lui-même.",
        "This is a link to somewhere else; it is not followed. Copy the file itself.",
    ),
    "document_name_unsafe": (
        "Ce nom mène hors de l’archive ; le fichier n’est pas lu. Recréez le fichier zip.",
        "This name leads out of the archive; the file is not read. Make the zip file again.",
    ),
    "document_name_twice": (
        "L’archive contient deux fichiers de ce nom ; le second n’est pas lu. Renommez l’un des deux.",
        "The archive holds two files of this name; the second is not read. Rename one of them.",
    ),
    "document_encrypted": (
        "Ce fichier est protégé par un mot de passe. Recréez le zip sans mot de passe.",
        "This file is protected by a password. Make the zip without a password.",
    ),
    "document_compression_unknown": (
        "La compression de ce fichier n’est pas connue. Recréez un fichier zip ordinaire.",
        "This file’s compression is not known. Make an ordinary zip file.",
    ),
    "document_swells": (
        "Ce fichier grossirait hors de toute mesure ; il n’est pas lu. Recréez le fichier zip.",
        "This file would swell beyond measure; it is not read. Make the zip file again.",
    ),
    "document_without_invoice": (
        "Aucune facture importée n’a son numéro dans ce nom. Renommez le fichier avec le numéro exact.",
        "No imported invoice has its number in this name. Rename the file with the exact number.",
    ),
    "document_ambiguous": (
        "Ce nom convient à plusieurs factures ({numbers}). Renommez le fichier avec un seul numéro.",
        "This name fits several invoices ({numbers}). Rename the file with one number.",
    ),
    "document_twice": (
        "{count} fichiers différents portent le numéro {number}. Gardez le bon.",
        "{count} different files bear the number {number}. Keep the right one.",
    ),
}
