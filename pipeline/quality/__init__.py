"""How good the events are: the flow's events of the seed articles against their gold."""
