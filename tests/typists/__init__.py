"""People who only type, as several writers made them up: what they say at each point, and how they fare."""
