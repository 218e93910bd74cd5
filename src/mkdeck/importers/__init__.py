"""Questions of other formats, turned into mkdeck's own: `pipeline.py` is the way from a file to a deck."""
