/* The series in the viewer: steps from picture to picture, and keeps zoom, place and address while it does. */
(function () {
  'use strict';

  var PAN_PX = 80;
  var SLOW_MS = 200;
  var viewer = window.mediaFilesViewer;
  var stage = document.getElementById('stage');
  var picture = document.getElementById('picture');
  var problem = stage.querySelector('.stage-problem');
  var frames = Array.from(document.querySelectorAll('.frame'));
  var at = Math.max(0, frames.findIndex(function (frame) { return frame.getAttribute('aria-current') === 'true'; }));
  var slow;
  var zoom = window.mediaFilesZoom([{ stage: stage, picture: picture }], { swipe: function (wiped) { step(-wiped); } });

  function each(ids, change) {
    ids.map(function (id) { return document.getElementById(id); }).filter(Boolean).forEach(change);
  }

  function preload(index) {
    var frame = frames[index];
    if (frame && frame.dataset.large) {
      new Image().src = frame.dataset.large;
    }
  }

  function loaded() {
    window.clearTimeout(slow);
    picture.classList.remove('coming');
    zoom.paint();
    preload(at + 1);
  }

  /* At either end one goes on to the neighbour on the timeline. */
  function ends() {
    document.getElementById('previous').hidden = at === 0;
    document.getElementById('next').hidden = at >= frames.length - 1;
    each(['newer'], function (link) { link.hidden = at > 0; });
    each(['older'], function (link) { link.hidden = at < frames.length - 1; });
  }

  function offer(frame) {
    each(['compare'], function (link) { link.href = frame.dataset.compare; });
    each(['download', 'download-large'], function (link) {
      link.hidden = !frame.dataset.large;
      link.href = frame.dataset.large + '?download=true';
    });
    each(['compare'], function (link) { link.hidden = !frame.dataset.large; });
    each(['original-button'], function (button) { button.hidden = !frame.dataset.original; });
    each(['original-words'], function (words) { words.textContent = frame.dataset.originalWords; });
    each(['original-position'], function (notice) { notice.hidden = frame.dataset.withPosition !== 'true'; });
    each(['original-go'], function (link) { link.href = frame.dataset.original + '?download=true'; });
    document.querySelectorAll('.picture-details').forEach(function (one) { one.hidden = one.dataset.file !== frame.dataset.file; });
    document.querySelectorAll('.shown-picture').forEach(function (input) { input.value = frame.dataset.file; });
  }

  function paint(frame) {
    frames.forEach(function (one) { one.setAttribute('aria-current', String(one === frame)); });
    document.getElementById('position').textContent = (at + 1) + ' / ' + frames.length;
    document.getElementById('picture-caption').textContent = frame.dataset.caption;
    ends();
    offer(frame);
    var strip = document.getElementById('filmstrip');
    strip.scrollLeft = frame.offsetLeft - (strip.clientWidth - frame.offsetWidth) / 2;
  }

  function missing() {
    picture.hidden = true;
    problem.textContent = stage.dataset.missing;
    problem.hidden = false;
  }

  function show(index) {
    var frame = frames[index];
    at = index;
    paint(frame);
    history.replaceState(null, '', frame.href);
    picture.alt = frame.getAttribute('aria-label');
    if (!frame.dataset.large) {
      missing();
      return;
    }
    // The one before stays until this one is there, but not as if it were this one.
    window.clearTimeout(slow);
    slow = window.setTimeout(function () { picture.classList.add('coming'); }, SLOW_MS);
    picture.src = frame.dataset.large;
  }

  function step(by) {
    var next = at + by;
    if (next < 0) {
      return viewer.go('newer');
    }
    if (next >= frames.length) {
      return viewer.go('older');
    }
    show(next);
    return true;
  }

  viewer.acts.previous = function () { step(-1); };
  viewer.acts.next = function () { step(1); };
  viewer.keys.push(function (event) {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      return step(event.key === 'ArrowLeft' ? -1 : 1);
    }
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      zoom.pan(0, event.key === 'ArrowUp' ? PAN_PX : -PAN_PX);
      return true;
    }
    if ((event.key === 'Home' || event.key === 'End') && frames.length) {
      show(event.key === 'Home' ? 0 : frames.length - 1);
      return true;
    }
    return false;
  });

  document.getElementById('filmstrip').addEventListener('click', function (event) {
    var frame = event.target.closest('.frame');
    if (frame && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      show(frames.indexOf(frame));
    }
  });

  if (picture) {
    viewer.zoomable(zoom);
    viewer.watch(picture, stage, loaded);
    paint(frames[at]);
    if (!frames[at].dataset.large) {
      missing();
    } else if (picture.complete) {
      loaded();
    }
  } else {
    ends();
  }
}());
