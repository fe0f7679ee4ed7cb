"""`quitus law …`: what the law grants, for anyone; neither database nor Django. One module a command."""
