"""Charges: what lateness costs, a claim of its own beside the invoice, never inside it.

What has accrued on a late instalment?     accrued.py
What holds between firm and client?        late_terms.py
"""
