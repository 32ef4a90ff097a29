/* What every viewer does: full screen, details, neighbours, the way back, controls that fade. Each page adds its own keys. */
(function () {
  'use strict';

  var IDLE_MS = 3000;
  var details = document.getElementById('details');
  var detailsButton = document.getElementById('details-button');

  /* evenHidden: a neighbour is led to also while its button gives way to the next picture of a series. */
  function go(id, evenHidden) {
    var link = document.getElementById(id);
    if (link && (evenHidden || !link.hidden)) {
      link.click();
    }
    return Boolean(link);
  }

  function full() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else if (document.documentElement.requestFullscreen) {
      document.documentElement.requestFullscreen();
    }
  }

  function toggleDetails() {
    if (!details) {
      return;
    }
    details.hidden = !details.hidden;
    detailsButton.setAttribute('aria-expanded', String(!details.hidden));
    if (details.hidden) {
      detailsButton.focus();
    } else {
      details.querySelector('button').focus();
    }
    window.dispatchEvent(new Event('resize'));
  }

  /*
   * acts: by the name in data-view. keys: functions that take a keydown and say whether it was theirs. escapes: what Esc
   * undoes before it leads back, each saying whether there was something to undo.
   */
  var viewer = {
    acts: { full: full, details: toggleDetails },
    keys: [],
    escapes: [],
    go: go,
    /* Zoom by buttons and keys. */
    zoomable: function (zoom) {
      viewer.acts.in = zoom.zoomIn;
      viewer.acts.out = zoom.zoomOut;
      viewer.keys.push(function (event) {
        var byKey = { '+': zoom.zoomIn, '=': zoom.zoomIn, '-': zoom.zoomOut, '0': zoom.fit };
        if (!byKey[event.key]) {
          return false;
        }
        byKey[event.key]();
        return true;
      });
      viewer.escapes.push(function () {
        var zoomed = zoom.isZoomed();
        zoom.fit();
        return zoomed;
      });
    },
    /* Says in the picture's place that it did not open. */
    watch: function (picture, stage, loaded) {
      var problem = stage.querySelector('.stage-problem');
      function opened(well) {
        picture.hidden = !well;
        problem.hidden = well;
        problem.textContent = well ? '' : stage.dataset.failed;
      }
      picture.addEventListener('load', function () {
        opened(true);
        loaded();
      });
      picture.addEventListener('error', function () { opened(false); });
      if (picture.complete && picture.getAttribute('src') && !picture.naturalWidth) {
        opened(false);
      }
    }
  };
  window.mediaFilesViewer = viewer;

  document.addEventListener('click', function (event) {
    var control = event.target.closest('[data-view]');
    if (control && viewer.acts[control.dataset.view]) {
      viewer.acts[control.dataset.view]();
    }
  });

  function escape() {
    if (details && !details.hidden) {
      toggleDetails();
    } else if (!viewer.escapes.some(function (undo) { return undo(); })) {
      go('back');
    }
  }

  function common(event) {
    if (event.shiftKey && event.key === 'ArrowLeft') {
      return go('newer', true);
    }
    if (event.shiftKey && event.key === 'ArrowRight') {
      return go('older', true);
    }
    if (event.key === 'f' || event.key === 'F') {
      viewer.acts.full();
    } else if (event.key === 'd' || event.key === 'D') {
      return go('download');
    } else if (event.key === 'c' || event.key === 'C') {
      return go('compare');
    } else if (event.key === 'i' || event.key === 'I') {
      toggleDetails();
    } else if (event.key === 'Escape' && !document.fullscreenElement) {
      escape();
    } else {
      return false;
    }
    return true;
  }

  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=range]), select, textarea')
        || document.querySelector('dialog[open]')) {
      return;
    }
    if (common(event) || viewer.keys.some(function (key) { return key(event); })) {
      event.preventDefault();
    }
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
}());
