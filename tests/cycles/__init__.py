"""Tests of what a cycle means."""
