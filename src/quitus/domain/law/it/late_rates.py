"""Italian rates: the reference rate plus 8 points."""

from quitus.domain.law.ecb import ecb_plus

LATE_PAYMENT = ecb_plus("IT late_payment", 8, "D.Lgs. 231/2002, art. 5", read={"2026H1"})
