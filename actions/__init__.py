"""Rasa actions, one topic a file: slots in, one call into bot/, events and an utterance's name out. No words here."""
