"""The fichier des écritures comptables: the books as the tax office reads them (LPF L47 A I and A47 A-1)."""
