"""Realistic exports of one programme of twelve schools, made from a seed, and faults planted in them."""
