"""What people do in the register: one function each, in one transaction."""
