"""A rate as the form sends it."""

RATE = {"half": "2027-01-01 FR late_payment", "percent": "12,15", "source": "BCE, 10 décembre 2026"}
