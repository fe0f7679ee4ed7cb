"""German rates: the base rate plus 9 points, as for debts that arose after 28 July 2014."""

from quitus.domain.law.ecb import german_base_plus

# The base rates of these half-years were read in a list.
READ = {"2023H1", "2023H2", "2024H1", "2024H2", "2025H1", "2025H2", "2026H1", "2026H2"}
LATE_PAYMENT = german_base_plus("DE late_payment", 9, "BGB § 288(2)", since="2015H1", read=READ)
