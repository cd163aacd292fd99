"""Charts as ECharts options: pure functions of tables and a language."""
