// Esc three times within two seconds does what the Leave button does. The page goes blank first.
(function () {
  "use strict";
  var presses = [];
  function go() {
    var way = document.querySelector("[data-leave]");
    if (!way) { return; }
    document.title = " ";
    document.body.hidden = true;
    if (way.tagName !== "FORM") { window.location.replace(way.href); return; }
    // The policy form-action 'self' stops a redirect to a foreign page, so the way out is taken here.
    // Half a second for the answer that ends the session; the request outlives the page in any case.
    var out = way.dataset.neutral;
    var ended = fetch(way.action, {
      method: "POST", body: new FormData(way), credentials: "same-origin", redirect: "manual", keepalive: true
    }).catch(function () { /* gone all the same */ });
    var enough = new Promise(function (done) { window.setTimeout(done, 500); });
    Promise.race([ended, enough]).then(function () { window.location.replace(out); });
  }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.repeat) { return; }
    presses = presses.filter(function (at) { return event.timeStamp - at < 2000; });
    presses.push(event.timeStamp);
    if (presses.length === 3) { go(); }
  });
  document.addEventListener("submit", function (event) {
    if (event.target.matches("form[data-leave]")) { event.preventDefault(); go(); }
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-leave]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); go(); }
  });
  // A page taken back from the browser's memory after leaving shows nothing until it is asked for again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.querySelector("form[data-leave]")) { window.location.reload(); }
  });
})();
