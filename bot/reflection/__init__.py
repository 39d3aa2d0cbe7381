"""A reflection, whatever the channel: its questions and answers, its return code, saving and withdrawing it."""
