"""The scenarios by name, for a parent process that loads nothing of the product."""

SCENARIO_NAMES = ("plan", "idle-night", "send", "match", "aged", "charges", "fec", "bank-read", "bank-match")
