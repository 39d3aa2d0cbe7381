"""What makes Rasa 3.6.21 run on today's dependencies, in one process, with sealed conversations.

Call `bot.runtime.compat.install()` before the first `import rasa`. docs/rasa-runtime.md lists each part and its reason.
"""
