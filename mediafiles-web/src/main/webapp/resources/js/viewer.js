/* The viewer: zoom by keys, wheel, buttons and pinch; drag; neighbours by keys and swipe; full screen; details. */
(function () {
  'use strict';

  var LARGEST = 8;
  var STEP = 1.4;
  var SWIPE_PX = 60;
  var IDLE_MS = 3000;
  var stage = document.getElementById('stage');
  var picture = document.getElementById('picture');
  var details = document.getElementById('details');
  var scale = 1;
  var x = 0;
  var y = 0;
  var pointers = new Map();
  var start = null;
  var moved = false;

  function paint() {
    var slackX = Math.max(0, (picture.offsetWidth * scale - stage.clientWidth) / 2);
    var slackY = Math.max(0, (picture.offsetHeight * scale - stage.clientHeight) / 2);
    x = Math.min(slackX, Math.max(-slackX, x));
    y = Math.min(slackY, Math.max(-slackY, y));
    picture.style.transform = 'translate(' + x + 'px,' + y + 'px) scale(' + scale + ')';
    stage.classList.toggle('zoomed', scale > 1);
  }

  /* Zooms so that the point under the pointer stays where it is. */
  function zoom(factor, clientX, clientY) {
    var box = stage.getBoundingClientRect();
    var px = (clientX === undefined ? box.left + box.width / 2 : clientX) - box.left - box.width / 2;
    var py = (clientY === undefined ? box.top + box.height / 2 : clientY) - box.top - box.height / 2;
    var next = Math.min(LARGEST, Math.max(1, scale * factor));
    x = px - (px - x) * next / scale;
    y = py - (py - y) * next / scale;
    scale = next;
    paint();
  }

  function fit() {
    scale = 1;
    x = 0;
    y = 0;
    paint();
  }

  function go(id) {
    var link = document.getElementById(id);
    if (link) {
      link.click();
    }
  }

  function full() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else if (document.documentElement.requestFullscreen) {
      document.documentElement.requestFullscreen();
    }
  }

  function toggleDetails() {
    details.hidden = !details.hidden;
    document.getElementById('details-button').setAttribute('aria-expanded', String(!details.hidden));
    if (!details.hidden) {
      details.querySelector('button').focus();
    } else {
      document.getElementById('details-button').focus();
    }
    if (picture) {
      paint();
    }
  }

  var acts = { in: function () { zoom(STEP); }, out: function () { zoom(1 / STEP); }, full: full, details: toggleDetails };

  document.addEventListener('click', function (event) {
    var control = event.target.closest('[data-view]');
    if (control && (picture || control.dataset.view === 'details')) {
      acts[control.dataset.view]();
    }
  });

  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea, dialog[open]')
        || document.querySelector('dialog[open]')) {
      return;
    }
    var byKey = { '+': acts.in, '=': acts.in, '-': acts.out, '0': fit };
    if (byKey[event.key] && picture) {
      byKey[event.key]();
    } else if (event.key === 'ArrowLeft' && scale === 1) {
      go('newer');
    } else if (event.key === 'ArrowRight' && scale === 1) {
      go('older');
    } else if (event.key.indexOf('Arrow') === 0 && picture) {
      x += event.key === 'ArrowLeft' ? 80 : event.key === 'ArrowRight' ? -80 : 0;
      y += event.key === 'ArrowUp' ? 80 : event.key === 'ArrowDown' ? -80 : 0;
      paint();
    } else if (event.key === 'f' || event.key === 'F') {
      full();
    } else if (event.key === 'd' || event.key === 'D') {
      go('download');
    } else if (event.key === 'i' || event.key === 'I') {
      toggleDetails();
    } else if (event.key === 'Escape' && !document.fullscreenElement) {
      if (!details.hidden) {
        toggleDetails();
      } else if (scale > 1) {
        fit();
      } else {
        go('back');
      }
    } else {
      return;
    }
    event.preventDefault();
  });

  var idle;
  function awake() {
    document.body.classList.remove('idle');
    window.clearTimeout(idle);
    idle = window.setTimeout(function () { document.body.classList.add('idle'); }, IDLE_MS);
  }
  ['pointermove', 'pointerdown', 'keydown', 'focusin'].forEach(function (kind) {
    document.addEventListener(kind, awake);
  });
  awake();

  if (!picture) {
    return;
  }

  function failed() {
    var problem = document.getElementById('stage-problem');
    problem.textContent = stage.dataset.failed;
    problem.hidden = false;
    picture.hidden = true;
  }
  picture.addEventListener('error', failed);
  if (picture.complete && !picture.naturalWidth) {
    failed();
  }

  stage.addEventListener('wheel', function (event) {
    event.preventDefault();
    zoom(event.deltaY < 0 ? STEP : 1 / STEP, event.clientX, event.clientY);
  }, { passive: false });

  function spread() {
    var two = Array.from(pointers.values());
    return { distance: Math.hypot(two[0].x - two[1].x, two[0].y - two[1].y), x: (two[0].x + two[1].x) / 2, y: (two[0].y + two[1].y) / 2 };
  }

  stage.addEventListener('pointerdown', function (event) {
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    moved = pointers.size > 1;
    start = pointers.size === 2 ? spread() : { x: event.clientX, y: event.clientY, fromX: x, fromY: y };
    stage.classList.add('dragging');
  });

  stage.addEventListener('pointermove', function (event) {
    if (!pointers.has(event.pointerId)) {
      return;
    }
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 2) {
      var now = spread();
      if (start.distance) {
        zoom(now.distance / start.distance, now.x, now.y);
      }
      start = now;
    } else if (start && start.fromX !== undefined) {
      moved = moved || Math.hypot(event.clientX - start.x, event.clientY - start.y) > 6;
      if (scale > 1) {
        x = start.fromX + event.clientX - start.x;
        y = start.fromY + event.clientY - start.y;
        paint();
      }
    }
  });

  function release(event) {
    if (!pointers.delete(event.pointerId)) {
      return;
    }
    stage.classList.toggle('dragging', pointers.size > 0);
    if (event.type === 'pointerup' && start && start.fromX !== undefined && pointers.size === 0) {
      var across = event.clientX - start.x;
      if (scale === 1 && Math.abs(across) > SWIPE_PX && Math.abs(across) > 2 * Math.abs(event.clientY - start.y)) {
        go(across > 0 ? 'newer' : 'older');
      } else if (!moved && event.pointerType === 'mouse') {
        if (scale > 1) {
          fit();
        } else {
          zoom(2.5, event.clientX, event.clientY);
        }
      }
    }
    if (pointers.size === 1) {
      var left = pointers.values().next().value;
      start = { x: left.x, y: left.y, fromX: x, fromY: y };
    }
  }
  stage.addEventListener('pointerup', release);
  stage.addEventListener('pointercancel', release);
  stage.addEventListener('dblclick', function (event) { event.preventDefault(); });
  window.addEventListener('resize', paint);
}());
