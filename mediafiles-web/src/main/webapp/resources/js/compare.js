/* Two pictures side by side, zoomed and moved as one. Another picture takes a side without the zoom being lost. */
(function () {
  'use strict';

  var PAN_PX = 80;
  var viewer = window.mediaFilesViewer;
  var dialog = document.getElementById('choose-dialog');
  var sides = document.getElementById('sides');
  var state = document.getElementById('choices-state');
  var more = document.getElementById('choices-more');
  var active = 'right';
  var changing = 'right';
  var asked = false;
  var cursor = '';
  var panes = Array.from(document.querySelectorAll('.side')).map(function (side) {
    return { side: side, stage: side.querySelector('.stage'), picture: side.querySelector('.picture') };
  });
  var zoom = window.mediaFilesZoom(panes, { swipe: function (wiped) { step(-wiped); } });

  function watch(pane) {
    if (!pane.picture) {
      return;
    }
    viewer.watch(pane.picture, pane.stage, zoom.paint);
    if (!pane.picture.getAttribute('src')) {
      pane.picture.hidden = true;
    }
  }

  function chosen(name) {
    active = name;
    panes.forEach(function (pane) { pane.side.classList.toggle('active', pane.side.dataset.side === name); });
  }

  /* The picture that stands there stays as it is, so that nothing flickers. */
  function takeOver(pane, fetched) {
    var other = fetched.querySelector('.side[data-side="' + pane.side.dataset.side + '"]');
    var picture = other.querySelector('.picture');
    pane.side.querySelector('.side-words').replaceWith(other.querySelector('.side-words'));
    if (picture && (!pane.picture || pane.picture.getAttribute('src') !== picture.getAttribute('src'))) {
      if (pane.picture) {
        pane.picture.remove();
      }
      pane.picture = picture;
      pane.stage.prepend(picture);
      watch(pane);
      zoom.paint();
    }
  }

  function open(address) {
    fetch(address, { credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok || answer.redirected) {
        throw new Error(String(answer.status));
      }
      return answer.text();
    }).then(function (html) {
      var fetched = new DOMParser().parseFromString(html, 'text/html');
      panes.forEach(function (pane) { takeOver(pane, fetched); });
      ['interval', 'back'].forEach(function (id) { document.getElementById(id).replaceWith(fetched.getElementById(id)); });
      var swap = fetched.getElementById('swap');
      var standing = document.getElementById('swap');
      if (standing && swap) {
        standing.replaceWith(swap);
      } else if (swap) {
        document.querySelector('.viewer-tools').append(swap);
      }
      history.replaceState(null, '', address);
    }).catch(function () { window.location.assign(address); });
  }

  function step(by) {
    var link = document.querySelector('.side[data-side="' + active + '"] .side-step[data-step="' + by + '"]');
    if (link) {
      link.click();
    }
    return Boolean(link);
  }

  function load() {
    state.hidden = false;
    more.hidden = true;
    fetch(sides.dataset.choices + (cursor ? '&cursor=' + encodeURIComponent(cursor) : ''), { credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok || answer.redirected) {
        throw new Error(String(answer.status));
      }
      return answer.text();
    }).then(function (html) {
      var offered = new DOMParser().parseFromString(html, 'text/html').getElementById('offered');
      cursor = offered.dataset.next || '';
      offered.removeAttribute('id');
      document.getElementById('choices').append(offered);
      state.hidden = true;
      more.hidden = !cursor;
    }).catch(function () {
      state.textContent = sides.dataset.failed;
      more.hidden = false;
    });
  }

  function choose(side) {
    changing = side;
    dialog.showModal();
    if (!asked) {
      asked = true;
      load();
    }
  }

  function withPicture(id) {
    var address = new URL(window.location.href);
    address.searchParams.set(changing, id);
    return address.pathname + address.search;
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest('.side-step, #swap');
    var chooser = event.target.closest('[data-choose-side]');
    var picked = event.target.closest('[data-choose]');
    var side = event.target.closest('.side');
    if (side) {
      chosen(side.dataset.side);
    }
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open(link.href);
    } else if (chooser) {
      choose(chooser.dataset.chooseSide);
    } else if (picked) {
      dialog.close();
      chosen(changing);
      open(withPicture(picked.dataset.choose));
    }
  });
  more.addEventListener('click', load);

  viewer.keys.push(function (event) {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      return step(event.key === 'ArrowLeft' ? -1 : 1);
    }
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      zoom.pan(0, event.key === 'ArrowUp' ? PAN_PX : -PAN_PX);
      return true;
    }
    return (event.key === 'x' || event.key === 'X') && viewer.go('swap');
  });
  viewer.zoomable(zoom);
  panes.forEach(watch);
  chosen(active);
  if (!panes[1].picture) {
    choose('right');
  }
}());
