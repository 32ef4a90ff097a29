/* The part of the trail's page that verifies: shows how far it is. */
(function () {
  'use strict';

  var EVERY = 1000;
  var task = document.querySelector('[data-verify]');

  function show(state) {
    if (state.total > 0) {
      var sentence = document.getElementById('verify-sentence');
      var language = document.documentElement.lang;
      task.querySelector('progress').value = 100 * state.checked / state.total;
      sentence.textContent = sentence.dataset.running.replace('{0}', state.checked.toLocaleString(language))
        .replace('{1}', state.total.toLocaleString(language));
    }
  }

  function look() {
    fetch(task.dataset.verify, {
      headers: { Accept: 'application/json', 'X-Background': 'true' }, cache: 'no-store'
    }).then(function (answer) {
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return answer.json();
    }).then(function (state) {
      if (state.running) {
        show(state);
        window.setTimeout(look, EVERY);
      } else {
        window.location.reload();
      }
    }).catch(function () {
      // The server may be busy, or the session may have ended: the page itself finds out.
      window.setTimeout(look, EVERY * 5);
    });
  }

  if (task) {
    window.setTimeout(look, EVERY);
  }
}());
