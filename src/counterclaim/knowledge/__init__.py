"""What the reader knows, as data, and its loaders."""
