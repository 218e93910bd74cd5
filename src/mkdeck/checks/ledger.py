"""The release ledger can't be read, or does not know a release that git or the package at hand knows.

`mkdeck.lock` says what students have been given. A merge conflict, a lost line, or a ledger of a newer mkdeck would
make the next release cost students something, so nothing is built from it and it is never overwritten. Restore it from
git. In a merge conflict, `mkdeck release --merge` joins what both sides released.

A ledger that went back, as `git revert` of a release makes it, forgets what students have: who took that release would
keep its texts for ever. That stops a release and a frozen build; `mkdeck release --merge` brings the ledger up to all
that git has of it. Revert texts, never the ledger. Where texts stand here as another branch released them, as after
`git merge --squash`, that is a warning: git does not say whether it was merged.

A ledger can also stay behind: when a single deck file is renamed, moved or made into a folder, without its ledger. The
course would then start anew. So it is an error if a ledger has no course beside it, and a course without a ledger has
the questions of that ledger. Decks that a sparse checkout of git leaves out would look gone; that is named as well.
"""

from mkdeck.ledger.ledger import LEDGER_RULE

RULE = LEDGER_RULE  # found in ledger/history_faults.py, ledger/left_out.py, ledger/lost.py and compiler.py
