"""Which payment a debit line takes back."""
