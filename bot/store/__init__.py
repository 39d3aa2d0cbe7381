"""What Waymark keeps: tables, the queries over them, sealing, audit and migrations. Knows nothing of Rasa or the web."""
