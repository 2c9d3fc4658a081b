// Fetches the questions of a group of signs when it is first opened; without it a button brings them.
// A few lines in place of htmx: the screening must open quickly on a phone at a border post.
(function () {
  "use strict";
  function bring(group) {
    fetch(group.dataset.signs, { credentials: "same-origin", redirect: "error" }).then(function (answer) {
      if (!answer.ok) { throw new Error("not brought"); }
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".signs");
      group.querySelector(".signs").replaceWith(document.importNode(fresh, true));
    }).catch(function () {
      group.addEventListener("toggle", function () { bring(group); }, { once: true });
    });
  }
  document.querySelectorAll("details[data-signs]").forEach(function (group) {
    group.addEventListener("toggle", function () { bring(group); }, { once: true });
  });
})();
