"""What the bank says: statements, their lines, and what makes a line the same line twice."""
