"""Text in, events out: the stages of an article and the storage of what they found. No Kafka anywhere."""
