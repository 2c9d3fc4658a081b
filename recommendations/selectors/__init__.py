"""Reading the register, narrowed to what the actor may see. The actor comes first."""
