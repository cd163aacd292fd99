"""Maps as ECharts options: pure functions of a picture, what is chosen, and a language."""
