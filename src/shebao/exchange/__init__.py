"""The wall (6.4.4): what may be asked of the core insurance system, and how it is carried."""
