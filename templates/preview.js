// Loads the page again when it was built anew. Part of the preview only, never of a published page.
"use strict";
const shown = document.currentScript.dataset.version;
new EventSource("/-/news").addEventListener("built", (news) => {
  if (news.data !== shown) {
    location.reload();
  }
});
