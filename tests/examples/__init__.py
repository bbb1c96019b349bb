"""Examples run as they are, and say what they are said to say."""
