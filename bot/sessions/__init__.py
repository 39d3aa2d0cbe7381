"""Facilitated sessions: a team reflects together, and nobody learns who said what (docs/adr/0044).

A facilitator opens a session (`leading.py`), members take part in it (`taking_part.py`), and at its close
(`closing.py`) all answers become one summary (`summary.py`) or nothing. Each session has a secret of its own
(`keys.py`), which is destroyed then. This room knows nothing of Rasa or of the web.
"""
