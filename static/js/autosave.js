// Keeps a form marked data-autosave="url" on the server: when something changes, and every 20 s while dirty.
// The answer brings the new version: as JSON {version, saved_at}, or as HTML with a field named version;
// HTML parts marked data-live with the same id replace those of the page. Focus never moves.
(function () {
  "use strict";
  var EVERY = 20000;
  var form = document.querySelector("form[data-autosave]");
  var line = document.querySelector("[data-autosave-status]");
  if (!form) { return; }
  // An answered form with errors is a page one cannot go back to; the draft has it all, so its address is asked.
  if (form.dataset.here && document.querySelector(".errsum")) { window.history.replaceState(null, "", form.dataset.here); }
  var dirty = false, busy = null, lastGood = line && line.dataset.time || "";

  function words(kind) { return (line.dataset[kind] || "").replace("{time}", lastGood); }
  function say(kind, wrong) {
    if (!line) { return; }
    var text = words(kind);
    line.className = wrong ? "saved saved-not" : "saved";
    line.querySelectorAll("svg").forEach(function (sign) { sign.toggleAttribute("hidden", wrong); });
    if (line.textContent.trim() !== text) { line.querySelector("span").textContent = text; }
  }
  function clockNow(at) {
    var moment = at ? new Date(at) : new Date();
    if (at && !/^\d{4}-/.test(at)) { return at; }
    return moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  }
  function setVersion(value) {
    if (value !== undefined && value !== null && form.elements.version) { form.elements.version.value = value; }
  }
  function takeHtml(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var version = page.querySelector("[name='version']");
    if (version) { setVersion(version.value); }
    page.querySelectorAll("[data-live][id]").forEach(function (fresh) {
      var old = document.getElementById(fresh.id);
      if (old) { old.replaceWith(document.importNode(fresh, true)); }
    });
  }
  function take(answer) {
    var type = answer.headers.get("Content-Type") || "";
    if (answer.status === 204) { return Promise.resolve(""); }
    if (type.indexOf("json") !== -1) {
      return answer.json().then(function (body) { setVersion(body.version); return body.saved_at || ""; });
    }
    return answer.text().then(function (text) { takeHtml(text); return answer.headers.get("X-Saved-At") || ""; });
  }
  function failed() {
    dirty = true;
    say(lastGood ? "saidUnsaved" : "saidNever", true);
  }
  function save() {
    if (busy || !dirty) { return busy || Promise.resolve(); }
    dirty = false;
    busy = fetch(form.dataset.autosave, {
      method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "error",
      headers: { "Accept": "application/json, text/html;q=0.9", "X-Requested-With": "autosave" }
    }).then(function (answer) {
      if (answer.status === 409) { dirty = true; lastGood = clockNow(answer.headers.get("X-Saved-At")); say("saidChanged", true); stopped = true; return; }
      if (!answer.ok) { throw new Error("not stored"); }
      return take(answer).then(function (at) { lastGood = clockNow(at); say("saidSaved", false); });
    }).catch(failed).finally(function () { busy = null; });
    return busy;
  }
  var stopped = false, timer = null;
  function soon() {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { if (!stopped) { save(); } }, 400);
  }
  form.addEventListener("change", soon);
  form.addEventListener("input", function () { dirty = true; });
  window.setInterval(function () { if (dirty && !stopped) { save(); } }, EVERY);

  // Sending while a save is on its way would carry an old version: wait for its answer, then send.
  form.addEventListener("submit", function (event) {
    window.clearTimeout(timer);
    if (!busy) { dirty = false; stopped = true; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    var button = event.submitter;
    busy.finally(function () { dirty = false; stopped = true; form.requestSubmit(button); });
  }, true);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && dirty && !stopped) { save(); }
  });
})();
