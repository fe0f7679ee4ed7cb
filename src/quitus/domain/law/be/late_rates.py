"""Belgian rates: the ECB's plus 8 points, up to the next half point."""

from quitus.domain.law.ecb import ecb_plus

LATE_PAYMENT = ecb_plus(
    "BE late_payment", 8, "loi du 2 août 2002, art. 5", read={"2026H1"}, up_to_half_points=True
)
