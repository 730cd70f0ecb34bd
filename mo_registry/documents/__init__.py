"""Letters, lists and minutes: a text in Markdown becomes blocks, and blocks become every format."""
