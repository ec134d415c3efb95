"""The fourth stage: the events each sentence tells, with the stretches that are their arguments."""
