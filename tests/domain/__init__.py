"""The newsroom's values and rules, by themselves."""
