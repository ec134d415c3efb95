"""The stages in their order: cleaning, annotate, entities, events, resolving; each is a function of its arguments."""
