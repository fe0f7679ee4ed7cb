"""SWIFT messages of the account: MT940 (statement of the day), MT942 (report in the course of it)."""
