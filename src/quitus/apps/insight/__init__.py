"""What the firm should know today, gathered from all other apps; nothing is stored here."""
