"""Bulletins out of documents of word processors: opened safely, read into one neutral structure, made into blocks."""
