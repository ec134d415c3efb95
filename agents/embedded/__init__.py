"""The embedded Apache Kafka of `demo`, `up` and the broker tests: one real broker, one process."""
