"""The way of an article through the stages: clean ▸ annotate ▸ entities ▸ events ▸ resolve. Pure: text in, events out."""
