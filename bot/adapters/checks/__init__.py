"""The rules of `safertext check`, one idea a file; `rules.py` is the table of all of them."""
