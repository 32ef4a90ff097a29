/* Loads on as one scrolls: fetches the next page's address and takes its days over. Without this the link does it. */
(function () {
  'use strict';

  var more = document.getElementById('more');
  var days = document.getElementById('days');
  var state = document.getElementById('more-state');
  var loading = false;
  var failed = false;
  if (!more || !days || !window.fetch) {
    return;
  }

  function takeOver(fetched) {
    fetched.querySelectorAll('#days > .day').forEach(function (day) {
      var last = days.lastElementChild;
      if (last && last.dataset.day === day.dataset.day) {
        day.querySelectorAll('.tile-item').forEach(function (tile) {
          last.querySelector('.tiles').appendChild(tile);
        });
      } else {
        days.appendChild(day);
      }
    });
    var next = fetched.getElementById('next');
    var current = document.getElementById('next');
    if (next) {
      current.href = next.href;
    } else {
      current.remove();
      watcher.disconnect();
    }
  }

  function skeletons() {
    var row = document.createElement('div');
    row.className = 'tiles';
    row.setAttribute('aria-hidden', 'true');
    for (var i = 0; i < 4; i++) {
      var one = document.createElement('div');
      one.className = 'skeleton';
      row.appendChild(one);
    }
    return row;
  }

  function load() {
    var next = document.getElementById('next');
    if (loading || !next) {
      return;
    }
    loading = true;
    failed = false;
    state.textContent = more.dataset.loading;
    state.classList.add('visually-hidden');
    var placeholder = skeletons();
    days.after(placeholder);
    fetch(next.href + '&part=true', { credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok || answer.redirected) {
        throw new Error(String(answer.status));
      }
      return answer.text();
    }).then(function (html) {
      takeOver(new DOMParser().parseFromString(html, 'text/html'));
      state.textContent = '';
    }).catch(function () {
      failed = true;
      state.textContent = more.dataset.failed;
      state.classList.remove('visually-hidden');
    }).finally(function () {
      placeholder.remove();
      loading = false;
    });
  }

  more.addEventListener('click', function (event) {
    if (event.target.closest('#next')) {
      event.preventDefault();
      load();
    }
  });
  var watcher = new IntersectionObserver(function (entries) {
    if (entries.some(function (entry) { return entry.isIntersecting; }) && !failed) {
      load();
    }
  }, { rootMargin: '600px' });
  watcher.observe(more);
}());
