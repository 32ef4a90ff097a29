/*
 * The session: asks before it ends, keeps it alive while somebody types, and leaves the page when it is over, so that
 * no patient stays on the screen of a ward's PC. How much time is left is the server's to say.
 */
(function () {
  'use strict';

  var PING_MS = 60000;
  var LOOK_MS = 10000;
  var dialog = document.getElementById('session-dialog');
  if (!dialog || !window.fetch) {
    return;
  }
  var mediafiles = window.mediafiles = window.mediafiles || {};
  var clock = document.getElementById('session-clock');
  var warn = Number(dialog.dataset.warn);
  var end = Date.now() + Number(dialog.dataset.left) * 1000;
  var asked = Date.now();
  var leaving = false;
  var timer;
  var others = window.BroadcastChannel ? new BroadcastChannel('mediafiles.session') : null;

  function seconds() {
    return Math.ceil((end - Date.now()) / 1000);
  }

  function wait(milliseconds, act) {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  }

  function leave(why) {
    if (leaving) {
      return;
    }
    leaving = true;
    var here = window.location.pathname.slice(dialog.dataset.root.length) + window.location.search;
    var kept = mediafiles.drafts ? mediafiles.drafts.flush() : Promise.resolve();
    kept.finally(function () {
      window.location.replace(dialog.dataset.root + 'signin.xhtml?to=' + encodeURIComponent(here) + '&ended=' + why);
    });
  }

  function know(left) {
    end = Date.now() + left * 1000;
    if (left > warn && dialog.open) {
      dialog.close();
    }
    plan();
  }

  /* by itself: the page asks, which keeps nothing alive; else its person does. */
  function ask(byItself) {
    asked = Date.now();
    return fetch(dialog.dataset.ask, {
      credentials: 'same-origin', cache: 'no-store', headers: byItself ? { 'X-Background': 'true' } : {}
    }).then(function (answer) {
      var left = answer.headers.get('X-Session-Left');
      if (answer.status === 401) {
        leave(seconds() <= 1 ? 'idle' : 'ended');
      } else if (left !== null) {
        know(Number(left));
        if (others) {
          others.postMessage({ left: Number(left) });
        }
      }
    }).catch(function () {
      // Nobody answers: what is known holds, and at the end the page is left all the same.
      if (seconds() <= 0) {
        leave('idle');
      }
    });
  }

  function tick() {
    var left = seconds();
    if (left > warn || leaving) {
      plan();
      return;
    }
    if (!dialog.open) {
      dialog.showModal();
    }
    clock.textContent = Math.floor(Math.max(0, left) / 60) + ':' + String(Math.max(0, left) % 60).padStart(2, '0');
    if (left <= 0 || Date.now() - asked > LOOK_MS) {
      ask(true);
    }
    wait(1000, tick);
  }

  function plan() {
    var untilWarning = (seconds() - warn) * 1000;
    if (leaving) {
      return;
    }
    if (untilWarning > 0) {
      // Requests that this script knows nothing of may have prolonged it: the server is asked before anybody else is.
      wait(Math.min(untilWarning, 3600000), function () { ask(true); });
    } else {
      wait(0, tick);
    }
  }

  function stay() {
    ask(false);
  }

  document.getElementById('session-stay').addEventListener('click', stay);
  dialog.addEventListener('cancel', stay);
  ['keydown', 'pointerdown', 'input'].forEach(function (kind) {
    document.addEventListener(kind, function () {
      if (!dialog.open && Date.now() - asked > PING_MS) {
        ask(false);
      }
    }, true);
  });
  document.addEventListener('visibilitychange', function () {
    if (!document.hidden) {
      ask(true);
    }
  });
  // First of all that hear it: nobody is there to answer a page that asks whether to leave.
  window.addEventListener('beforeunload', function (event) {
    if (leaving) {
      event.stopImmediatePropagation();
    }
  }, true);
  if (others) {
    others.addEventListener('message', function (event) {
      know(Number(event.data.left));
    });
  }
  plan();
}());
