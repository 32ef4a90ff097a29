/*
 * What was typed survives signing in again: forms with data-draft are kept in this tab's own storage, sealed with a key that
 * only pages of the same person hold. They are there again after signing in or reloading, and nowhere else.
 */
(function () {
  'use strict';

  var STORE = 'mediafiles.draft';
  var AGAIN = 'mediafiles.again';
  var DELAY_MS = 250;
  var mediafiles = window.mediafiles = window.mediafiles || {};
  var storage = window.sessionStorage;
  var dialog = document.getElementById('session-dialog');

  if (!dialog) {
    // Signing in, or a page that says what went wrong: the way leads back from here.
    if (document.body.classList.contains('bare')) {
      storage.setItem(AGAIN, 'true');
    }
    return;
  }

  var subtle = window.crypto && window.crypto.subtle;
  var place = dialog.dataset.person + ' ' + window.location.pathname + window.location.search.replace(/[?&]kind=[^&]*/, '');
  var extras = {};
  var initial = {};
  var timer;
  var sealing = Promise.resolve();
  var restored = false;

  function bytes(base64) {
    return Uint8Array.from(window.atob(base64), function (one) { return one.charCodeAt(0); });
  }

  function base64(buffer) {
    return window.btoa(Array.from(new Uint8Array(buffer), function (one) { return String.fromCharCode(one); }).join(''));
  }

  function key() {
    return subtle.importKey('raw', bytes(dialog.dataset.key), 'AES-GCM', false, ['encrypt', 'decrypt']);
  }

  function fields() {
    return Array.from(document.querySelectorAll('form[data-draft] input[id], form[data-draft] textarea[id], form[data-draft] select[id]'))
      .filter(function (field) {
        return !field.closest('[data-no-draft]') && !['password', 'hidden', 'file', 'submit', 'button', 'checkbox', 'radio'].includes(field.type);
      });
  }

  function typed() {
    var values = {};
    fields().forEach(function (field) {
      var proposed = field.dataset.proposed !== undefined && field.value === field.dataset.proposed;
      if (!proposed && field.value !== (initial[field.id] || '')) {
        values[field.id] = field.value;
      }
    });
    return values;
  }

  function collect() {
    var draft = { fields: typed(), extras: {} };
    Object.keys(extras).forEach(function (name) {
      var value = extras[name].collect();
      if (value !== null) {
        draft.extras[name] = value;
      }
    });
    return draft;
  }

  function keep() {
    window.clearTimeout(timer);
    timer = null;
    if (!subtle || !restored) {
      return sealing;
    }
    var draft = collect();
    var empty = !Object.keys(draft.fields).length && !Object.keys(draft.extras).length;
    sealing = sealing.then(key).then(function (secret) {
      var nonce = window.crypto.getRandomValues(new Uint8Array(12));
      return subtle.encrypt({ name: 'AES-GCM', iv: nonce }, secret, new TextEncoder().encode(JSON.stringify(draft)))
        .then(function (sealed) {
          if (empty) {
            storage.removeItem(STORE);
          } else {
            storage.setItem(STORE, JSON.stringify({ place: place, nonce: base64(nonce), sealed: base64(sealed) }));
          }
        });
    }).catch(function () {
      storage.removeItem(STORE);
    });
    return sealing;
  }

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, DELAY_MS);
  }

  /* Opens what the field stands in. */
  function show(field) {
    for (var hidden = field.closest('[hidden]'); hidden; hidden = hidden.parentElement.closest('[hidden]')) {
      var opener = document.querySelector('[data-toggle="' + hidden.id + '"], [data-view="' + hidden.id + '"]');
      if (!opener) {
        return;
      }
      opener.click();
    }
  }

  function fill(draft) {
    var some = false;
    Object.keys(draft.fields).forEach(function (id) {
      var field = document.getElementById(id);
      if (field && field.value !== draft.fields[id]) {
        field.value = draft.fields[id];
        field.dispatchEvent(new Event('input', { bubbles: true }));
        show(field);
        some = true;
      }
    });
    Object.keys(draft.extras).forEach(function (name) {
      some = Boolean(extras[name] && extras[name].restore(draft.extras[name])) || some;
    });
    if (some) {
      document.getElementById('draft-notice').hidden = false;
    }
  }

  function isAgain() {
    var entry = window.performance.getEntriesByType('navigation')[0];
    var again = storage.getItem(AGAIN) !== null || entry && entry.type !== 'navigate';
    storage.removeItem(AGAIN);
    return again;
  }

  /* Another person's, another page's, or of a page that was left: gone. */
  function find() {
    var kept = JSON.parse(storage.getItem(STORE) || 'null');
    if (!isAgain() || !kept || kept.place !== place || !subtle) {
      storage.removeItem(STORE);
      return Promise.resolve(null);
    }
    return key().then(function (secret) {
      return subtle.decrypt({ name: 'AES-GCM', iv: bytes(kept.nonce) }, secret, bytes(kept.sealed));
    }).then(function (open) {
      return JSON.parse(new TextDecoder().decode(open));
    }).catch(function () {
      storage.removeItem(STORE);
      return null;
    });
  }

  mediafiles.drafts = {
    /* What is no field: collect() gives a value or null, restore(value) says whether that has changed something. */
    extra: function (name, collectValue, restoreValue) {
      extras[name] = { collect: collectValue, restore: restoreValue };
    },
    later: later,
    flush: keep,
    forget: function () {
      window.clearTimeout(timer);
      restored = false;
      storage.removeItem(STORE);
    }
  };

  fields().forEach(function (field) { initial[field.id] = field.value; });
  document.addEventListener('input', function (event) {
    if (event.target.closest('form[data-draft]')) {
      later();
    }
  });
  document.addEventListener('submit', function (event) {
    // Another language is the same page.
    if (event.submitter && event.submitter.id === 'frame:language') {
      storage.setItem(AGAIN, 'true');
    }
  });
  document.addEventListener('click', function (event) {
    if (event.target.closest('[id="frame:signOut"]')) {
      mediafiles.drafts.forget();
    }
    var dismiss = event.target.closest('#draft-drop');
    if (dismiss) {
      mediafiles.drafts.forget();
      window.location.reload();
    }
  });
  document.addEventListener('DOMContentLoaded', function () {
    find().then(function (draft) {
      restored = true;
      if (draft) {
        fill(draft);
      }
    });
  });
}());
