"""A small transformer that reads what the linear models leave in doubt."""
