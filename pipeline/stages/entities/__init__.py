"""The third stage: who and what is named in the text, found by gazetteer and by wording."""
