/* Zoom and pan of one picture, or of several at once: what one shows at its middle, all show. By wheel, pinch, drag, click. */
(function () {
  'use strict';

  var LARGEST = 8;
  var CLICK_ZOOM = 2.5;
  var SWIPE_PX = 60;
  var STILL_PX = 6;

  /*
   * panes: objects with a stage and the picture in it; whoever puts another picture there calls paint.
   * options.swipe: called with -1 (to the left) or 1 when a finger wipes over a picture that is not zoomed.
   * The place is kept in parts of the picture, so that it stays when another picture of another shape takes its turn.
   */
  window.mediaFilesZoom = function (panes, options) {
    var STEP = 1.4;
    var scale = 1;
    var across = 0;
    var down = 0;

    function slack(pane) {
      return {
        x: Math.max(0, (pane.picture.offsetWidth * scale - pane.stage.clientWidth) / 2),
        y: Math.max(0, (pane.picture.offsetHeight * scale - pane.stage.clientHeight) / 2)
      };
    }

    function within(value, most) {
      return Math.min(most, Math.max(-most, value));
    }

    function shown() {
      return panes.filter(function (pane) { return pane.picture && pane.picture.offsetWidth; });
    }

    function paint() {
      shown().forEach(function (pane) {
        var room = slack(pane);
        var x = within(across * pane.picture.offsetWidth * scale, room.x);
        var y = within(down * pane.picture.offsetHeight * scale, room.y);
        pane.picture.style.transform = 'translate(' + x + 'px,' + y + 'px) scale(' + scale + ')';
      });
      panes.forEach(function (pane) { pane.stage.classList.toggle('zoomed', scale > 1); });
    }

    /* Puts the place where this pane's picture is moved to, in pixels; no further than a picture reaches. */
    function place(pane, x, y) {
      var width = pane.picture.offsetWidth * scale;
      var height = pane.picture.offsetHeight * scale;
      var room = shown().reduce(function (most, one) {
        var its = slack(one);
        return {
          across: Math.max(most.across, its.x / (one.picture.offsetWidth * scale)),
          down: Math.max(most.down, its.y / (one.picture.offsetHeight * scale))
        };
      }, { across: 0, down: 0 });
      across = within(x / width, room.across);
      down = within(y / height, room.down);
      paint();
    }

    function middle(pane) {
      return { x: across * pane.picture.offsetWidth * scale, y: down * pane.picture.offsetHeight * scale };
    }

    /* Zooms so that the point under the pointer stays where it is. */
    function zoomAt(pane, factor, clientX, clientY) {
      if (!pane || !pane.picture || !pane.picture.offsetWidth) {
        return;
      }
      var box = pane.stage.getBoundingClientRect();
      var px = (clientX === undefined ? box.left + box.width / 2 : clientX) - box.left - box.width / 2;
      var py = (clientY === undefined ? box.top + box.height / 2 : clientY) - box.top - box.height / 2;
      var at = middle(pane);
      var next = Math.min(LARGEST, Math.max(1, scale * factor));
      var grown = next / scale;
      scale = next;
      place(pane, px - (px - at.x) * grown, py - (py - at.y) * grown);
    }

    function fit() {
      scale = 1;
      across = 0;
      down = 0;
      paint();
    }

    function pan(x, y) {
      var pane = shown()[0];
      if (pane) {
        var at = middle(pane);
        place(pane, at.x + x, at.y + y);
      }
    }

    function listen(pane) {
      var stage = pane.stage;
      var pointers = new Map();
      var start = null;
      var moved = false;

      function spread() {
        var two = Array.from(pointers.values());
        return { distance: Math.hypot(two[0].x - two[1].x, two[0].y - two[1].y), x: (two[0].x + two[1].x) / 2, y: (two[0].y + two[1].y) / 2 };
      }

      function from(x, y) {
        var at = pane.picture ? middle(pane) : { x: 0, y: 0 };
        return { x: x, y: y, fromX: at.x, fromY: at.y };
      }

      stage.addEventListener('wheel', function (event) {
        event.preventDefault();
        zoomAt(pane, event.deltaY < 0 ? STEP : 1 / STEP, event.clientX, event.clientY);
      }, { passive: false });

      stage.addEventListener('pointerdown', function (event) {
        if (event.target.closest('a, button')) {
          return;
        }
        stage.setPointerCapture(event.pointerId);
        pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
        moved = pointers.size > 1;
        start = pointers.size === 2 ? spread() : from(event.clientX, event.clientY);
        panes.forEach(function (one) { one.stage.classList.add('dragging'); });
      });

      stage.addEventListener('pointermove', function (event) {
        if (!pointers.has(event.pointerId)) {
          return;
        }
        pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
        if (pointers.size === 2) {
          var now = spread();
          if (start.distance) {
            zoomAt(pane, now.distance / start.distance, now.x, now.y);
          }
          start = now;
        } else if (start && start.fromX !== undefined) {
          moved = moved || Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX;
          if (scale > 1 && pane.picture) {
            place(pane, start.fromX + event.clientX - start.x, start.fromY + event.clientY - start.y);
          }
        }
      });

      function release(event) {
        if (!pointers.delete(event.pointerId)) {
          return;
        }
        panes.forEach(function (one) { one.stage.classList.toggle('dragging', pointers.size > 0); });
        if (event.type === 'pointerup' && start && start.fromX !== undefined && pointers.size === 0) {
          var wiped = event.clientX - start.x;
          if (scale === 1 && Math.abs(wiped) > SWIPE_PX && Math.abs(wiped) > 2 * Math.abs(event.clientY - start.y)) {
            options.swipe(wiped > 0 ? 1 : -1);
          } else if (!moved && event.pointerType === 'mouse') {
            if (scale > 1) {
              fit();
            } else {
              zoomAt(pane, CLICK_ZOOM, event.clientX, event.clientY);
            }
          }
        }
        if (pointers.size === 1) {
          var left = pointers.values().next().value;
          start = from(left.x, left.y);
        }
      }
      stage.addEventListener('pointerup', release);
      stage.addEventListener('pointercancel', release);
      stage.addEventListener('dblclick', function (event) { event.preventDefault(); });
    }

    panes.forEach(listen);
    window.addEventListener('resize', paint);

    return {
      zoomIn: function () { zoomAt(shown()[0], STEP); },
      zoomOut: function () { zoomAt(shown()[0], 1 / STEP); },
      fit: fit,
      pan: pan,
      paint: paint,
      isZoomed: function () { return scale > 1; }
    };
  };
}());
