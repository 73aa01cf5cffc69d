"""The living page of all components, each drawn with what the mission really has. For developers: see STYLEGUIDE."""
