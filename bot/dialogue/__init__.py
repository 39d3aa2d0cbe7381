"""How a conversation goes: what Waymark hears in what somebody writes, where they stand, and what comes next.

Plain Python and plain values: nothing here knows of Rasa, so that all of it can be read and tested by itself.
"""
