/* The page of migrations: shows how far an operation is, and that a look takes its time. */
(function () {
  'use strict';

  var EVERY = 1000;
  var task = document.querySelector('[data-task]');

  function show(lines) {
    var list = task.querySelector('.task-lines');
    var atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 8;
    list.replaceChildren.apply(list, lines.map(function (line) {
      var item = document.createElement('li');
      item.textContent = line;
      return item;
    }));
    if (atEnd) {
      list.scrollTop = list.scrollHeight;
    }
  }

  function look() {
    fetch(task.dataset.task, { headers: { Accept: 'application/json', 'X-Background': 'true' }, cache: 'no-store' }).then(function (answer) {
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return answer.json();
    }).then(function (state) {
      show(state.lines);
      if (state.running) {
        window.setTimeout(look, EVERY);
      } else {
        // The end changes all of the page: what stands, what is pending, what it came to.
        window.location.replace(window.location.pathname + '?show=' + state.operation);
      }
    }).catch(function () {
      // The server may be busy, or the session may have ended: the page itself finds out.
      window.setTimeout(look, EVERY * 5);
    });
  }

  if (task) {
    window.setTimeout(look, EVERY);
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest('a[data-busy]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      link.setAttribute('aria-busy', 'true');
      link.textContent = link.dataset.busy;
    }
  });
}());
