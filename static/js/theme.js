// Before the first paint: the account's choice, else the browser's own memory, else the device.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function kept() {
    try { return window.localStorage.getItem("concord-theme"); } catch (refused) { return null; }
  }
  function chosen() { return root.dataset.theme || kept() || "auto"; }
  function paint() {
    var choice = chosen();
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
  }
  paint();
  dark.addEventListener("change", paint);
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("[data-theme-form]");
    if (!form) { return; }
    form.elements.theme.value = chosen();
    if (form.getAttribute("action")) { return; }
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      try { window.localStorage.setItem("concord-theme", form.elements.theme.value); } catch (refused) { /* private window */ }
      delete root.dataset.theme;
      paint();
    });
  });
})();
