"""The baseline rules once more, as plain Mesa: an agent per resident, facility and village, in scalar Python.

It is the peer the fast core is held against: the same county, the same keyed draws, the same rules, written
as one writes a Mesa model when speed is no concern. It shares with the core its data (map, people, compiled
tables) and the yearly renewal of the population, and none of the code of a day.
"""
