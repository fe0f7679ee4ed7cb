"""How sure a suggestion is, in words."""

import pytest

from quitus.domain.matching.sureness import Sureness, how_sure

CASES = [
    # score, margin, whether the second is another client
    (950, 600, True, Sureness.SURE),
    (800, 150, True, Sureness.SURE),
    (800, 150, False, Sureness.SURE),
    (799, 799, False, Sureness.PERHAPS),
    (1000, 149, True, Sureness.PERHAPS),
    (300, 300, False, Sureness.PERHAPS),
    (300, 10, True, Sureness.PERHAPS),
    (300, 0, True, Sureness.EITHER),
    (1000, 0, True, Sureness.EITHER),
    (1000, 0, False, Sureness.PERHAPS),
]


@pytest.mark.parametrize(("score", "margin", "rival", "sure"), CASES)
def test_words_are_in_proportion(score, margin, rival, sure):
    assert how_sure(score, margin, rival=rival) is sure
