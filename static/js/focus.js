// Where the reader stands: the error summary on load, the new heading after an answered button.
(function () {
  "use strict";
  function stand(place) {
    var mark = place.querySelector(".errsum, [data-focus], h1[tabindex='-1'], h2[tabindex='-1'], h3[tabindex='-1']");
    if (place.matches(".errsum, [data-focus]")) { mark = place; }
    if (mark) { mark.focus(); }
  }
  document.addEventListener("DOMContentLoaded", function () {
    var wrong = document.querySelector(".errsum");
    if (wrong) { wrong.focus(); }
    document.querySelectorAll("[data-toast]").forEach(fade);
  });
  function fade(toast) { window.setTimeout(function () { toast.remove(); }, 8000); }

  // After autosave or polling focus stays where it is: only a pressed button or link moves it.
  document.addEventListener("htmx:afterSettle", function (event) {
    var config = event.detail.requestConfig;
    var cause = config && config.triggeringEvent;
    if (!cause || (cause.type !== "submit" && cause.type !== "click")) { return; }
    var target = event.detail.target;
    var place = (target.id && document.getElementById(target.id)) || target;
    if (place.isConnected) { stand(place); }
    document.querySelectorAll("[data-toast]").forEach(fade);
  });
})();
