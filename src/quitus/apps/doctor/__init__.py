"""Recompute everything that is stored twice, and compare. No models: it reads those of all the others.

What is examined?          checks.py (the list)
What does it find?         finding.py
"""
