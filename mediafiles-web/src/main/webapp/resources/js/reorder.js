/* Puts the entries of a list in another order: dragged by mouse or finger, or a step at a time by buttons. */
(function () {
  'use strict';

  var EDGE = 72;
  var STEP = 12;
  var mediafiles = window.mediafiles = window.mediafiles || {};

  /*
   * list: the <ul>; options.grip: selector of what is dragged by finger; options.face: selector of what a mouse may take as
   * well; options.enabled(): whether there is an order at all; options.ordered(entry): it stands in another place.
   */
  mediafiles.reorder = function (list, options) {
    var dragged = null;
    var pointer = null;
    var last = null;
    var crossed = null;
    var before = [];

    function entries() {
      return Array.from(list.children);
    }

    /*
     * The entry that lies under the pointer takes the dragged one before or behind it, whichever makes it move. One that was
     * crossed is left before it is crossed again: entries of unequal height would change places without end.
     */
    function follow() {
      if (!dragged) {
        return;
      }
      var below = document.elementFromPoint(last.x, last.y);
      var over = below && below.closest('li');
      if (over === dragged) {
        crossed = null;
      } else if (over && over !== crossed && over.parentNode === list) {
        crossed = over;
        var all = entries();
        if (all.indexOf(over) > all.indexOf(dragged)) {
          over.after(dragged);
        } else {
          over.before(dragged);
        }
      }
    }

    /* Near the edge of the screen the page goes on below the finger. */
    function roll() {
      if (!dragged) {
        return;
      }
      if (last.y < EDGE + 64) {
        window.scrollBy(0, -STEP);
        follow();
      } else if (last.y > window.innerHeight - EDGE - 64) {
        window.scrollBy(0, STEP);
        follow();
      }
      window.requestAnimationFrame(roll);
    }

    function end(keep) {
      if (!dragged) {
        return;
      }
      var moved = dragged;
      dragged.classList.remove('dragged');
      list.classList.remove('dragging');
      dragged = null;
      if (!keep) {
        before.forEach(function (entry) { list.append(entry); });
      }
      options.ordered(moved);
    }

    list.addEventListener('pointerdown', function (event) {
      var grip = event.target.closest(options.grip) || (event.pointerType === 'mouse' && event.target.closest(options.face));
      var entry = grip && grip.closest('li');
      if (!entry || entry.parentNode !== list || event.button !== 0 || !options.enabled()) {
        return;
      }
      event.preventDefault();
      dragged = entry;
      pointer = event.pointerId;
      last = { x: event.clientX, y: event.clientY };
      crossed = null;
      before = entries();
      dragged.classList.add('dragged');
      list.classList.add('dragging');
      window.requestAnimationFrame(roll);
    });
    document.addEventListener('pointermove', function (event) {
      if (dragged && event.pointerId === pointer) {
        last = { x: event.clientX, y: event.clientY };
        follow();
      }
    });
    document.addEventListener('pointerup', function (event) {
      if (event.pointerId === pointer) {
        end(true);
      }
    });
    document.addEventListener('pointercancel', function (event) {
      if (event.pointerId === pointer) {
        end(false);
      }
    });
    document.addEventListener('keydown', function (event) {
      if (event.key === 'Escape' && dragged) {
        event.preventDefault();
        end(false);
      }
    });
    list.addEventListener('dragstart', function (event) {
      event.preventDefault();
    });

    return {
      /* by: -1 earlier, 1 later. Returns whether there was room to move. */
      step: function (entry, by) {
        var other = by < 0 ? entry.previousElementSibling : entry.nextElementSibling;
        while (other && other.hidden) {
          other = by < 0 ? other.previousElementSibling : other.nextElementSibling;
        }
        if (!other) {
          return false;
        }
        if (by < 0) {
          other.before(entry);
        } else {
          other.after(entry);
        }
        options.ordered(entry);
        return true;
      }
    };
  };
}());
