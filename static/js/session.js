// Says so two minutes before the session ends; never before it is seen, never as a pop-up.
(function () {
  "use strict";
  var place = document.querySelector("[data-session-seconds]");
  if (!place) { return; }
  var notice = place.querySelector(".notice");
  var seconds = Number(place.dataset.sessionSeconds);
  var timer = null;
  function warn() {
    var draft = document.querySelector("form[data-autosave]");
    place.querySelector("[data-has-draft]").hidden = !draft;
    place.querySelector("[data-no-draft]").hidden = !!draft || !document.querySelector("main form");
    notice.hidden = false;
  }
  function start() {
    window.clearTimeout(timer);
    notice.hidden = true;
    timer = window.setTimeout(warn, Math.max(0, seconds - 120) * 1000);
  }
  start();
  var link = place.querySelector("[data-stay-link]");
  if (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      fetch(place.dataset.stay, { credentials: "same-origin", redirect: "error" }).then(function (answer) {
        if (answer.ok) { start(); } else { window.location.href = link.href; }
      }).catch(function () { window.location.href = link.href; });
    });
  }
  document.addEventListener("htmx:afterRequest", function (event) { if (event.detail.successful) { start(); } });
})();
