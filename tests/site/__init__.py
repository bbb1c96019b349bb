"""What people see: tests of pages, charts and publication."""
