"""A picture, sound or video of more than 5 MB.

Students download it again with every new deck, often on a phone. Scale a picture down to the width of a screen, cut a
sound or a video to the part that the question is about. Found as the text is rendered, in notes/texts.py.
"""
