"""What a county bears: the same policies with and without shocks."""
