"""Notes of Anki that people made by hand or with other programs, as well as their fields tell."""
