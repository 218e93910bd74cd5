"""A picture, sound or video of more than 5 MB.

Students download it again with every new deck, often on a phone. Scale a picture down to the width of a screen, cut a
sound or a video to the part that the question is about.
"""

from mkdeck.notes.media import MEDIA_SIZE_RULE

RULE = MEDIA_SIZE_RULE  # found in notes/texts.py
