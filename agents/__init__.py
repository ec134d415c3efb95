"""Kafka, time, operators and wiring: the hops of an article and the command `eventwire`."""
