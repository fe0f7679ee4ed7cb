"""When Quitus asks for money, and above all when it does not.

What is a policy?               policy.py        (its text: policy_text.py, its checks: policy_checks.py)
When is a reminder due?         due.py
Why does nothing leave?         holds.py
What happens to all, today?     plan.py
What does one debtor receive?   group.py
What will leave, which day?     ahead.py
Where does an imported one start?   resume.py

Everything is a pure function of (policy, facts, date). The unit of work is the instalment, the unit of
message the debtor.
"""
