"""What a file holds before anybody asks for questions: text, archives, XML, tables, media."""
