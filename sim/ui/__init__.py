"""The workbench: planners, researchers and trainers at work with the county in their browser.

A Solara application that needs no internet. `sim.ui.serve` starts the server, `sim.ui.app` lists the pages,
`sim.ui.language` says everything in Chinese or English, `sim.ui.session` holds what one browser session has.
"""
