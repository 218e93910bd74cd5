-- What is sold most?
CREATE TABLE sale (id INTEGER PRIMARY KEY, answer TEXT, question TEXT);
INSERT INTO sale VALUES (1, 'A', 'B'), (2, 'C', 'D');
SELECT question, answer, COUNT(*) FROM sale GROUP BY 1, 2 ORDER BY 3 DESC;
