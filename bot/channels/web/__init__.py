"""The web door: host page, widget and chat API."""
