"""The rules of the house (docs/develop/house.md), each a function from a tree's root to the faults it finds there."""
