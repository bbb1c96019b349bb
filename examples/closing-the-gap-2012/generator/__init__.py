"""Makes this example: its programme, its made-up pupils, and what its people wrote down."""
