"""Every pair of inks that meets on a screen is readable: 4.5 for text, 3 for the edge of a control (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

from quitus.web import icons

TOKENS = (Path(icons.__file__).parent / "static" / "quitus" / "tokens.css").read_text(encoding="utf-8")
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([a-z0-9-]+):\s+light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS
    )
}
TEXT, EDGE = 4.5, 3.0

MEETINGS = [
    *((ink, paper, TEXT) for ink in ("ink", "ink-2", "ink-3") for paper in ("paper", "sheet", "sink")),
    *(
        (ink, paper, TEXT)
        for ink in ("accent", "accent-deep")
        for paper in ("paper", "sheet", "sink", "accent-soft")
    ),
    ("ink", "accent-soft", TEXT),
    ("ink-2", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-deep", TEXT),
    *((voice, f"{voice}-soft", TEXT) for voice in ("late", "wait", "paid")),
    *(("ink", f"{voice}-soft", TEXT) for voice in ("late", "wait", "paid")),
    *((voice, paper, TEXT) for voice in ("late", "wait", "paid") for paper in ("paper", "sheet")),
    ("paper", "ink", TEXT),
    *(("line-2", paper, EDGE) for paper in ("paper", "sheet")),
    ("accent", "paper", EDGE),
]


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper", "floor"), MEETINGS)
def test_a_pair_of_inks_can_be_read(ink, paper, floor, theme):
    assert contrast(PAIRS[ink][theme], PAIRS[paper][theme]) >= floor
