"""QTI, the exchange format of learning platforms: its packages, and the items of its two generations."""
