"""What people see: pages, charts, editions."""
