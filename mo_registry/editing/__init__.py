"""Changing the registry's files: what is written is valid, tidy, and there as a whole or not at all."""
