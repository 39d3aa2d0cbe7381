"""The conversation itself, without Rasa: its state (`state`), what becomes of words (`words`), its stages (`stages`).

`listening` and `quoting` choose how it is said that words were heard. Everything here is a value or a function from
values to values, so that it can be read and tested alone. `actions/` speaks; `bot/nlu/` understands; both read the
state from here, and never a slot by its name.
"""
