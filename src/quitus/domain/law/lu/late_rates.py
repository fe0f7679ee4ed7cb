"""Luxembourg rates: the ECB's last operation before the half-year plus 8 points."""

from quitus.domain.law.ecb import ecb_plus

LATE_PAYMENT = ecb_plus("LU late_payment", 8, "loi du 18 avril 2004, modifiée en 2013")
