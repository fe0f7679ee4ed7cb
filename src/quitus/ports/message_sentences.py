"""Refusals about messages in the outbox and steps that a person carries out: (French, English)."""

MESSAGE_SENTENCES: dict[str, tuple[str, str]] = {
    "message_cannot_move": (
        "Ce message n’en est plus là : il est parti ou quelqu’un en a décidé entre-temps. Rechargez la page.",
        "This message is no longer there: it left, or somebody decided about it meanwhile. Reload the page.",
    ),
    "postponed_to_the_past": (
        "Le {until} n’est pas à venir. Choisissez un jour à partir de demain.",
        "{until} is not to come. Choose a day from tomorrow on.",
    ),
    "personal_word_too_long": (
        "Ce mot dépasse {longest} caractères. Raccourcissez-le.",
        "This word is longer than {longest} characters. Shorten it.",
    ),
    "task_settled_otherwise": (
        "Cette étape n’attend plus : elle a été réglée, ou retirée, entre-temps. Rechargez la page.",
        "This step no longer waits: it was settled, or dropped, in the meantime. Reload the page.",
    ),
}
