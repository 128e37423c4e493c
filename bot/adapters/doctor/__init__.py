"""`safertext doctor`: the whole set-up like a traffic light, each light with one sentence on what to do.

A check is one small function from a `Visit` to a `Verdict`; `table.py` is the list of them.
"""
