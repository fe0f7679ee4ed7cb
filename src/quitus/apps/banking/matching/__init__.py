"""Which payment a line is: decided alone, suggested, said by a person, and what that teaches."""
