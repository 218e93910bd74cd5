"""What holds for the process of the tests and for all that it starts, from before mkdeck is imported."""

import os
import signal
import sys

# What is compiled is kept, whatever the variable says: a short run of mkdeck would mostly compile itself.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell switches these off for what it starts in the background, and processes inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
