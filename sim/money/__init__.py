"""Money in integer fen: prices, bills and who pays."""
