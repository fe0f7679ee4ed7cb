"""The VAT rates that a French invoice may bear: BR-FR-16 (XP Z12-012; `domain/france.md` §3.3), in percent.

All of them, also of Corsica, overseas and former years: an invoice bears the rate of its own day.
"""

from decimal import Decimal

_SAID = "0 0.9 1.05 1.75 2.1 5.5 7 8.5 9.2 9.6 10 13 19.6 20 20.6"
RATES = tuple(Decimal(rate) for rate in _SAID.split())
