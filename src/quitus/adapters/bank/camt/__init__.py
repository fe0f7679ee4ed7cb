"""ISO 20022 bank-to-customer messages: camt.052 (report), camt.053 (statement), camt.054 (notification)."""
