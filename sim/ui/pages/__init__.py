"""The pages of the workbench; each module gives TITLE, ICON and the component Page."""
