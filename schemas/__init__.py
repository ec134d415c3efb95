"""What travels: articles, extractions, events and dead letters, with their codec, ids and topics."""
