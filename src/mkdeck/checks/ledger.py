"""The release ledger can't be read.

`mkdeck.lock` says what students have been given. A merge conflict, a lost line, or a ledger of a newer mkdeck would
make the next release cost students something, so nothing is built from it and it is never overwritten. Restore it from
git; in a merge conflict keep the lines of both sides, once each. Found as the ledger is read, in ledger.py.
"""
