"""When may a message leave, to whom, and what if the server says "later"?

May it leave now?            hours.py
Is this the right person?    recipient.py
When is it tried again?      retry.py
"""
