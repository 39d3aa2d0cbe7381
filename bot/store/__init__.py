"""What Waymark keeps: tables, queries, sealing, audit and migrations. Knows nothing of Rasa or the web."""
