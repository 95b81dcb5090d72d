// Mends the links of 404.html: this script lies beside the start page, whatever address the page was shown under.
(() => {
  'use strict';
  const start = new URL('.', document.currentScript.src);
  for (const link of document.querySelectorAll('a')) link.href = start.href;
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = new URL('404.css', start).href;
  document.head.append(style);
})();
