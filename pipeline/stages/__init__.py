"""One stage a file, each a pure function of its arguments."""
