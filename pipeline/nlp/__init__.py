"""Loading of the spaCy pipeline and the components it is made of."""
