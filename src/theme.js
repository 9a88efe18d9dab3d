// Stands in the head of every page, so that the theme a reader chose is there before anything is drawn.
{
  const themes = {system: "as the system says", light: "light", dark: "dark"};
  const names = Object.keys(themes);
  const root = document.documentElement;

  const choose = (name) => {
    const chosen = name in themes ? name : "system";
    const next = names[(names.indexOf(chosen) + 1) % names.length];
    root.dataset.theme = chosen;
    const button = document.querySelector("#theme-switch");
    if (!button) return;
    button.hidden = false;
    button.title = `Theme: ${themes[chosen]}. Press for ${themes[next]}.`;
    button.setAttribute("aria-label", button.title);
    button.onclick = () => {
      keep(next);
      choose(next);
    };
  };

  // a browser may keep nothing, and says so by throwing
  const keep = (name) => {
    try {
      localStorage.setItem("weir-theme", name);
    } catch {}
  };
  const kept = () => {
    try {
      return localStorage.getItem("weir-theme") ?? "system";
    } catch {
      return "system";
    }
  };

  choose(kept());
  addEventListener("DOMContentLoaded", () => choose(root.dataset.theme));
  addEventListener("storage", ({key, newValue}) => key === "weir-theme" && choose(newValue ?? "system"));
}
