"""What Waymark adds to Rasa's language pipeline: sentence vectors, the answer-or-command rule, and the safety screen.

Of the language parts only this package imports rasa; ``phrases`` and ``resolve`` do not, and can be read alone.
"""
