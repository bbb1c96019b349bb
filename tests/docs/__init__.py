"""The documents that tell a story: every command in them is run, and every output is the real one."""
