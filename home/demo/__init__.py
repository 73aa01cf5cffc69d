"""The demonstration mission: content in files, made into pages, rows and recordings. Safe to repeat."""
