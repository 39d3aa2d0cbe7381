"""Makes the distress screen's model: lessons from the messages, teaching, the mean with what was taught
before, and the lines between the tiers.

`make screen` does all four, and keeps what comes out in `data/content/safety/screen/`. It takes some forty minutes of
two cores and needs PyTorch, so it is done when messages change, and not at a start.
"""
