"""Microsoft Teams, one to one: who may speak to us, what they said, and how we answer."""
