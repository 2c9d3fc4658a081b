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
    var place = document.querySelector("[data-theme-choice]");
    if (!place) { return; }
    function mark() {
      place.querySelectorAll("button").forEach(function (button) {
        if (button.value === chosen()) { button.setAttribute("aria-current", "true"); } else { button.removeAttribute("aria-current"); }
      });
    }
    mark();
    if (place.querySelector("form[action]")) { return; }
    place.hidden = false;
    place.addEventListener("submit", function (event) {
      event.preventDefault();
      try { window.localStorage.setItem("concord-theme", event.submitter.value); } catch (refused) { /* private window */ }
      delete root.dataset.theme;
      paint();
      mark();
    });
  });
})();
