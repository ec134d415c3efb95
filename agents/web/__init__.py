"""The operators' page: is the wire flowing, where is it stuck, since when, what to do."""
