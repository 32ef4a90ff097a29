/* The clip in the viewer: shows how far it is until it plays, then plays it by keys, at any speed, frame by frame. */
(function () {
  'use strict';

  var FIRST_MS = 1500;
  var LONGEST_MS = 10000;
  var GIVE_UP_MS = 30 * 60 * 1000;
  var SEEK_S = 5;
  var viewer = window.mediaFilesViewer;
  var stage = document.getElementById('stage');
  var clip = document.getElementById('clip');
  var speed = document.getElementById('speed');
  var speeds = Array.from(speed.options).map(function (option) { return Number(option.value); });
  var since = Date.now();

  function show(id, shown) {
    document.getElementById(id).hidden = !shown;
  }

  function paint(status) {
    stage.dataset.status = status;
    document.querySelectorAll('.when-ready').forEach(function (one) { one.hidden = status !== 'ready'; });
    if (!clip) {
      return;
    }
    show('preparing', status === 'processing');
    show('clip-failed', status === 'failed');
    if (status === 'ready' && clip.hidden) {
      clip.poster = clip.dataset.poster;
      clip.src = clip.dataset.src;
      clip.hidden = false;
      show('poster', false);
    }
  }

  function tell(state) {
    var part = state.dataset.progress;
    var bar = document.getElementById('preparing-progress');
    if (part) {
      bar.value = Number(part);
      document.getElementById('preparing-words').textContent = stage.dataset.part.replace('{0}', part);
    }
  }

  /* Asks until it plays or has failed; a lost connection is only a later answer. */
  function ask(wait) {
    if (Date.now() - since > GIVE_UP_MS) {
      document.getElementById('preparing-words').textContent = stage.dataset.long;
      return;
    }
    window.setTimeout(function () {
      if (document.hidden) {
        ask(wait);
        return;
      }
      fetch(stage.dataset.state, { credentials: 'same-origin', headers: { 'X-Background': 'true' } }).then(function (answer) {
        if (!answer.ok || answer.redirected) {
          throw new Error(String(answer.status));
        }
        return answer.text();
      }).then(function (html) {
        var state = new DOMParser().parseFromString(html, 'text/html').getElementById('clip-state');
        if (state.dataset.status === 'processing') {
          tell(state);
          ask(Math.min(LONGEST_MS, wait * 1.2));
        } else {
          paint(state.dataset.status);
        }
      }).catch(function () { ask(LONGEST_MS); });
    }, wait);
  }

  function toggle() {
    if (clip.paused) {
      clip.play();
    } else {
      clip.pause();
    }
  }

  function seek(by) {
    clip.currentTime = Math.max(0, Math.min(clip.duration || 0, clip.currentTime + by));
  }

  function frame(by) {
    clip.pause();
    seek(by * Number(clip.dataset.frame));
  }

  function full() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else if (clip.requestFullscreen) {
      clip.requestFullscreen();
    } else if (clip.webkitEnterFullscreen) {
      clip.webkitEnterFullscreen();
    }
  }

  function faster(by) {
    var at = Math.min(speeds.length - 1, Math.max(0, speeds.indexOf(clip.playbackRate) + by));
    speed.selectedIndex = at;
    clip.playbackRate = speeds[at];
  }

  function keys(event) {
    if (stage.dataset.status !== 'ready') {
      return false;
    }
    var control = event.target.closest('a, button');
    var byKey = {
      k: toggle, j: function () { seek(-SEEK_S); }, l: function () { seek(SEEK_S); },
      arrowleft: function () { seek(-SEEK_S); }, arrowright: function () { seek(SEEK_S); },
      ',': function () { frame(-1); }, '.': function () { frame(1); }, '<': function () { faster(-1); },
      '>': function () { faster(1); }, m: function () { clip.muted = !clip.muted; }, home: function () { clip.currentTime = 0; }
    };
    var act = event.key === ' ' && !control ? toggle : byKey[event.key.toLowerCase()];
    if (act) {
      act();
    }
    return Boolean(act);
  }

  paint(stage.dataset.status);
  if (!clip) {
    return;
  }
  speed.value = '1';
  speed.addEventListener('change', function () { clip.playbackRate = Number(speed.value); });
  clip.addEventListener('error', function () { show('clip-broken', true); });
  clip.addEventListener('loadeddata', function () {
    show('clip-broken', false);
    // A source that comes anew starts at the usual speed.
    clip.playbackRate = Number(speed.value);
  });
  viewer.acts.full = full;
  viewer.acts.frameBack = function () { frame(-1); };
  viewer.acts.frameOn = function () { frame(1); };
  viewer.keys.push(keys);
  if (stage.dataset.status === 'processing') {
    ask(FIRST_MS);
  }
}());
