"""Sources to pages: what there is, and its bytes within bounds."""
