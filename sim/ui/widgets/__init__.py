"""Parts that several pages show: charts, tables, downloads, numbers with exact entry, explanations."""
