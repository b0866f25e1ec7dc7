"""Ways to the best timetable, each a process of its own: such as `python -m matcher.scheduling.lanes.core`.

A lane reads a pickled `Assignment` from stdin and writes JSON, a line for each finding, to stdout. It ends when it has
nothing more to find, or when its stdin closes. This package is light to import: a lane loads the one solver it uses.
"""
