"""What the registry tells about itself: what has changed, and what that means for letters and lists."""
