"""Files as they lie on the disk and in git: found, digested, and written whole or not at all."""
