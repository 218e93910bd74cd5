"""What Moodle's formats share: its texts, its questions, what it says by default."""
