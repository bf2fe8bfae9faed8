"""Stores beyond this host, by Arrow: how their places are called, how they are opened, and what is said of their faults."""
