"""What `waymark bench` measures: how costs compare, each pair in one run on one machine.

Only the ratios tell something: milliseconds are this machine's, at this moment. `turns` is about the chat, `review`
about the coordinators' app with many reflections. Databases are made for it, and thrown away.
"""
