"""The county game (县域沙盘推演): teams spend a yearly purse on levers and meet the same hidden futures."""
