"""The third stage: who and what is named in the text, found by the model, the gazetteer and role phrases."""
