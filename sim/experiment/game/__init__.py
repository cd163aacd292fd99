"""The county game (县域模拟赛): teams spend a yearly purse on levers and meet the same hidden futures."""
