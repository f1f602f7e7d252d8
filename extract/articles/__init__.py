"""A page to its articles: the body, several articles told apart, metadata."""
