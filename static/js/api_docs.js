// The API's documentation, drawn from its schema. Reading can be tried out with one's own session.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var place = document.getElementById("api-docs");
    if (!place || !window.SwaggerUIBundle) { return; }
    window.SwaggerUIBundle({
      domNode: place,
      url: place.dataset.schema,
      deepLinking: true,
      docExpansion: "list",
      defaultModelsExpandDepth: 0,
      supportedSubmitMethods: ["get"],
      validatorUrl: null,
      presets: [window.SwaggerUIBundle.presets.apis],
      layout: "BaseLayout"
    });
  });
})();
