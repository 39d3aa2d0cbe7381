"""What can go wrong at start. Each message is one line: what, and how to mend it."""


class CannotStart(Exception):
    """A door cannot start."""


class TrainingFailed(Exception):
    """The model could not be trained."""
