"""The words and the rules of SaferText: pure values and functions, but for `adapters/` and `cli.py`."""
