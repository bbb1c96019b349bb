"""Tests of the impact arithmetic."""
