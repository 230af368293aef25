"""Road times of a server that the operator runs: asked beforehand, kept, and read without waiting.

``servers`` ask OSRM or Valhalla. ``travel`` reads what is kept, and guesses where nothing is. Nobody in a
quote or a booking asks a server: a task does, when an address becomes known.
"""
