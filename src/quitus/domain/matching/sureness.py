"""How sure a suggestion is, for the words that tell it: "no doubt", "perhaps", or one of two."""

from enum import StrEnum

SURE_SCORE = 800
SURE_MARGIN = 150


class Sureness(StrEnum):
    """In proportion to what speaks for it."""

    SURE = "sure"
    PERHAPS = "perhaps"
    EITHER = "either"  # another client is as likely


def how_sure(score: int, margin: int, *, rival: bool) -> Sureness:
    """Per mille. `rival`: the second best is about another client."""
    if score >= SURE_SCORE and margin >= SURE_MARGIN:
        return Sureness.SURE
    return Sureness.EITHER if rival and not margin else Sureness.PERHAPS
