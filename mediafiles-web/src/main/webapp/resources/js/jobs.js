/* The page of jobs: fetches what changed while it is looked at, and takes over only that. What somebody has focused, opened or selected stays. */
(function () {
  'use strict';

  var EVERY = 3000;
  var live = document.getElementById('live');
  if (!live || !window.fetch) {
    return;
  }

  function inHand(node) {
    var selection = window.getSelection();
    return node.contains(document.activeElement) || (!selection.isCollapsed && node.contains(selection.anchorNode));
  }

  /* The same but for what a browser or a person changed on it. */
  function isSame(one, other) {
    function plain(node) {
      var copy = node.cloneNode(true);
      copy.querySelectorAll('details').forEach(function (details) {
        details.removeAttribute('open');
      });
      return copy.innerHTML.replace(/\s+/g, ' ');
    }
    return one.className === other.className && plain(one) === plain(other);
  }

  function keepOpen(old, fresh) {
    var were = old.querySelectorAll('details');
    fresh.querySelectorAll('details').forEach(function (details, index) {
      details.open = Boolean(were[index] && were[index].open);
    });
  }

  function refocus(old, fresh) {
    // A button that is still there keeps the focus although its row is new.
    var focused = document.activeElement;
    if (!old.contains(focused)) {
      return null;
    }
    var all = Array.from(old.querySelectorAll('a, button, summary, pre'));
    return Array.from(fresh.querySelectorAll('a, button, summary, pre'))[all.indexOf(focused)] || null;
  }

  function replace(old, fresh) {
    if (isSame(old, fresh)) {
      return;
    }
    var selection = window.getSelection();
    if (!selection.isCollapsed && old.contains(selection.anchorNode)) {
      return;
    }
    keepOpen(old, fresh);
    var focus = refocus(old, fresh);
    old.replaceWith(fresh);
    if (focus) {
      focus.focus({ preventScroll: true });
    }
  }

  function takeRows(fetched) {
    var old = live.querySelector('[data-rows]');
    var fresh = fetched.querySelector('[data-rows]');
    if (!old || !fresh) {
      // From none to some or back: the whole, unless somebody has it in hand.
      if ((old || fresh) && !inHand(live)) {
        live.replaceChildren.apply(live, Array.from(fetched.childNodes));
      }
      return;
    }
    var known = {};
    Array.from(old.children).forEach(function (row) {
      known[row.dataset.row] = row;
    });
    Array.from(fresh.children).forEach(function (row, index) {
      var there = known[row.dataset.row];
      delete known[row.dataset.row];
      if (there) {
        if (old.children[index] !== there) {
          old.insertBefore(there, old.children[index] || null);
        }
        replace(there, row);
      } else {
        old.insertBefore(row, old.children[index] || null);
      }
    });
    Object.keys(known).forEach(function (id) {
      known[id].remove();
    });
  }

  function takeOver(fetched) {
    live.querySelectorAll('[data-part]').forEach(function (part) {
      var fresh = fetched.querySelector('[data-part="' + part.dataset.part + '"]');
      if (fresh) {
        replace(part, fresh.cloneNode(true));
      }
    });
    takeRows(fetched);
  }

  function look() {
    if (document.hidden || document.querySelector('dialog[open]')) {
      window.setTimeout(look, EVERY);
      return;
    }
    fetch(live.dataset.live, { credentials: 'same-origin', cache: 'no-store', headers: { 'X-Background': 'true' } }).then(function (answer) {
      if (!answer.ok || answer.redirected) {
        throw new Error(String(answer.status));
      }
      return answer.text();
    }).then(function (html) {
      var fetched = new DOMParser().parseFromString(html, 'text/html').getElementById('live');
      if (fetched) {
        takeOver(document.adoptNode(fetched));
      }
      window.setTimeout(look, EVERY);
    }).catch(function () {
      // The server may be busy, or the session may have ended: the next click finds out.
      window.setTimeout(look, EVERY * 5);
    });
  }

  window.setTimeout(look, EVERY);
}());
