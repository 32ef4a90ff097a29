/* Posters that are not made yet: asked for again, ever less often, until they are there. Nothing moves when they come. */
(function () {
  'use strict';

  var FIRST_MS = 2000;
  var LONGEST_MS = 30000;
  var AT_ONCE = 2;
  var waiting = [];
  var asking = 0;

  function next() {
    if (asking >= AT_ONCE || document.hidden || !waiting.length) {
      return;
    }
    ask(waiting.shift());
    next();
  }

  function ask(one) {
    var probe = new Image();
    asking++;
    one.tries--;
    probe.onload = function () {
      asking--;
      one.picture.src = probe.src;
      one.picture.classList.remove('tile-pending');
      next();
    };
    probe.onerror = function () {
      asking--;
      if (one.tries > 0 && one.picture.isConnected) {
        window.setTimeout(function () {
          waiting.push(one);
          next();
        }, one.wait);
        one.wait = Math.min(LONGEST_MS, one.wait * 1.5);
      }
      next();
    };
    probe.src = one.picture.dataset.poster;
  }

  function find() {
    document.querySelectorAll('img.tile-pending[data-poster]').forEach(function (picture) {
      if (!picture.dataset.known) {
        picture.dataset.known = 'true';
        waiting.push({ picture: picture, tries: Number(picture.dataset.tries), wait: FIRST_MS });
      }
    });
    next();
  }

  var days = document.getElementById('days');
  if (days) {
    new MutationObserver(find).observe(days, { childList: true, subtree: true });
  }
  document.addEventListener('visibilitychange', next);
  find();
}());
