"""Tables of other programs into the registry: read, repaired in the open, compared, and only then written."""
