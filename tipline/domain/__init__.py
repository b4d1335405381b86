"""Values and rules of a newsroom's tips: pure, standard library only, no clock and no database."""
