"""From nothing to a firm that can be paid: above all other apps, without rows of its own."""
