"""One label from the two texts that some formats give: a name or description, and a memo."""


def joined(name: str, memo: str, *, cut: int = 0) -> str:
    """Both texts as one, without saying twice what one of them says whole.

    `cut`: the length at which the format cuts names. One of that length goes on in the memo, within a word.
    """
    if not name or _says(memo, name):
        return memo
    if not memo or _says(name, memo):
        return name
    return name + ("" if len(name) == cut else " ") + memo


def _says(text: str, part: str) -> bool:
    """Whether a text says a part of it too: as its beginning, which may be cut within a word, or as its end."""
    return text.startswith(part) or text.endswith((f" {part}", f";{part}"))
