"""The registry as tables: organisations, events, venues, networks, terms."""
