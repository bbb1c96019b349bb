"""What this example is made from."""
