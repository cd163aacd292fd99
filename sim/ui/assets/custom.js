// Before the first drawing: the language of the page and of Solara's own few sentences, which are English.
(function () {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("countycare-language="));
  const asked = (navigator.languages || [navigator.language]).map((one) => one.slice(0, 2).toLowerCase());
  const language = cookie ? cookie.split("=")[1] : asked.find((one) => one === "zh" || one === "en") || "zh";
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  if (language === "en") return;
  const sentences = [
    ["App is disconnected, and may not function properly. Please refresh the page.", "与服务器的连接已断开，页面可能无法正常使用，请刷新页面。"],
    ["Could not restore session. Please refresh the page.", "无法恢复会话，请刷新页面。"],
    ["Could not restore session. Please refresh.", "无法恢复会话，请刷新页面。"],
    ["Please refresh the page", "请刷新页面"],
    ["Server\n                disconnected.", "与服务器的连接已断开。"],
    ["Restoring session…", "正在恢复会话…"],
    ["Refresh now", "立即刷新"],
    ["Cancel", "取消"],
  ];
  const template = document.getElementById("vue-app-template");
  if (!template) return;
  for (const [english, chinese] of sentences) {
    template.innerHTML = template.innerHTML.split(english).join(chinese);
  }
})();
// A field that opens a list has the name of its label; Vuetify names only the box within for those who listen.
(function () {
  const name = () => {
    for (const field of document.querySelectorAll('[role="combobox"]')) {
      const box = field.querySelector("input[aria-label]"), label = field.querySelector("label");
      const words = box ? box.getAttribute("aria-label") : label ? label.textContent.trim() : "";
      if (words && field.getAttribute("aria-label") !== words) field.setAttribute("aria-label", words);
    }
  };
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; name(); });
  };
  const watched = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["aria-label"] };
  new MutationObserver(soon).observe(document, watched);
})();
// A reader may leave a page before the library of its charts has come: there is no place left to draw in, and no fault.
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason && event.reason.message === "Initialize failed: invalid dom.") event.preventDefault();
});
