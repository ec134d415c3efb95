"""The first stage: markup, feeds' debris and encodings become plain text of a known language."""
