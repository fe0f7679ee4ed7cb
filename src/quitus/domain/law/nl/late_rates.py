"""Dutch rates: the ECB's plus 8 points."""

from quitus.domain.law.ecb import ecb_plus

LATE_PAYMENT = ecb_plus("NL late_payment", 8, "BW 6:119a", read={"2024H2"})
