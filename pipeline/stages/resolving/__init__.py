"""The fifth stage: candidates become events with actors, places, dates and magnitudes, each told once."""
