"""CFONB 120: the "relevé de compte sur support informatique" of French banks, brochure of July 2004 and of SEPA."""
