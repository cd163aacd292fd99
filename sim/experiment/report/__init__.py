"""Reports for people: files of HTML that need nothing else, and the figures in them."""
