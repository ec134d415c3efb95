"""The recipe of the language model: convert, train, export, evaluate, package."""
