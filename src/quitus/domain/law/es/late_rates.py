"""Spanish rates: the ECB's last operation before the half-year plus 8 points."""

from quitus.domain.law.ecb import ecb_plus

LATE_PAYMENT = ecb_plus("ES late_payment", 8, "Ley 3/2004, art. 7")
