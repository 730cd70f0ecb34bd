"""For those who write templates: what there is, which fields there are, and all that is wrong, found by trying."""
