"""The coordinators' door: reading what staff chose to share, without ever unmasking anyone. See docs/review.md."""
