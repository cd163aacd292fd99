"""Words of the workshop that several of its parts say."""

from __future__ import annotations

from sim.errors import Text

PHASES = {
    "brief": Text("Brief", "背景"),
    "predict": Text("Predict", "预测"),
    "run": Text("Run", "模拟"),
    "reveal": Text("Reveal", "揭晓"),
    "debrief": Text("Debrief", "讨论"),
}
"""Steps of a lesson, in order."""
GAME_PHASES = {
    "brief": Text("Brief", "背景"),
    "orders": Text("Decide", "决策"),
    "run": Text("Run", "模拟"),
    "results": Text("Results", "结果"),
    "debrief": Text("Debrief", "复盘"),
}
"""Steps of a game; the three in the middle once a year."""
MINUTES = Text("minutes", "分钟")
BACK = Text("Leave this room", "离开课堂")
CLOSED = Text("This room is closed.", "该课堂已关闭。")
RUNNING = Text("The model is running", "正在模拟")
WAIT = Text("Look at the screen; it goes on in a moment.", "请看大屏，稍候继续。")
ASSUMED = Text("assumption", "假设")
OFFICIAL = Text("official", "官方")
YUAN = Text("yuan", "元")
