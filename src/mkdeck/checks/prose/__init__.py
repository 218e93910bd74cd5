"""What the texts of questions say in words, and words of languages that tell something; for rules of style.

Each table of words is a file: what it holds, by the language's code. A rule keeps silent where its table has no words.
"""
