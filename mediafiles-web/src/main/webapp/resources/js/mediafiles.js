/* What every page does: menus that close, dialogs, fields that know their messages, and dates that are typed as digits. */
(function () {
  'use strict';

  function describeFields(root) {
    root.querySelectorAll('.field').forEach(function (field) {
      var input = field.querySelector('input:not([type=hidden]), select, textarea');
      if (!input) {
        return;
      }
      var problem = field.querySelector('.field-problem');
      var hint = field.querySelector('.field-hint:not(.field-count)');
      var ids = [hint, problem].filter(Boolean).map(function (node, index) {
        node.id = node.id || input.id + '-about-' + index;
        return node.id;
      });
      if (ids.length) {
        input.setAttribute('aria-describedby', ids.join(' '));
      }
      field.classList.toggle('has-problem', Boolean(problem));
      if (problem) {
        problem.setAttribute('role', 'alert');
        input.setAttribute('aria-invalid', 'true');
      } else {
        input.removeAttribute('aria-invalid');
      }
    });
    root.querySelectorAll('input[data-max]').forEach(count);
    root.querySelectorAll('.messages').forEach(function (messages) {
      messages.setAttribute('role', messages.querySelector('.message-problem') ? 'alert' : 'status');
    });
  }

  function digitsToDate(input) {
    var digits = input.value;
    if (!/^\d{8}(\d{4})?$/.test(digits)) {
      return;
    }
    var date = digits.slice(0, 2) + '/' + digits.slice(2, 4) + '/' + digits.slice(4, 8);
    input.value = digits.length === 12 ? date + ' ' + digits.slice(8, 10) + ':' + digits.slice(10) : date;
  }

  document.addEventListener('click', function (event) {
    document.querySelectorAll('details.menu[open]').forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
    var control = event.target.closest('[data-open], [data-close], [data-toggle], [data-submit]');
    if (!control) {
      return;
    }
    if (control.dataset.open) {
      document.getElementById(control.dataset.open).showModal();
    } else if (control.dataset.close) {
      document.getElementById(control.dataset.close).close();
    } else if (control.dataset.toggle) {
      var part = document.getElementById(control.dataset.toggle);
      part.hidden = !part.hidden;
      document.querySelectorAll('[aria-controls="' + part.id + '"]').forEach(function (opener) {
        opener.setAttribute('aria-expanded', String(!part.hidden));
      });
      var first = part.querySelector('input:not([type=hidden])');
      if (!part.hidden && first) {
        first.focus();
      }
    } else {
      document.getElementById(control.dataset.into).value = control.dataset.value;
      document.getElementById(control.dataset.submit).click();
    }
  });

  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') {
      document.querySelectorAll('details.menu[open]').forEach(function (menu) {
        menu.open = false;
        menu.querySelector('summary').focus();
      });
    }
  });

  /* Counts from four fifths on: nobody is bothered before it matters. Code points, as the server counts. */
  function count(input) {
    var field = input.closest('.field');
    var most = Number(input.dataset.max);
    var length = Array.from(input.value.trim()).length;
    var line = field.querySelector('.field-count');
    if (!line) {
      line = document.createElement('p');
      line.className = 'field-count field-hint';
      line.setAttribute('aria-live', 'polite');
      input.after(line);
    }
    line.hidden = length < most * 0.8;
    line.classList.toggle('too-long', length > most);
    line.textContent = (length > most ? input.dataset.tooLong : input.dataset.count).replace('{0}', length).replace('{1}', most);
  }

  document.addEventListener('input', function (event) {
    if (event.target.matches('[data-max]')) {
      count(event.target);
    }
  });

  document.addEventListener('change', function (event) {
    if (event.target.matches('[data-date]')) {
      digitsToDate(event.target);
    }
  });

  function focusFirstProblem() {
    var problem = document.querySelector('.has-problem input');
    if (problem && !problem.closest('[hidden], dialog:not([open])')) {
      problem.focus();
    }
  }

  describeFields(document);
  focusFirstProblem();
  if (window.jQuery) {
    window.jQuery(document).on('pfAjaxComplete', function () {
      describeFields(document);
      focusFirstProblem();
    });
  }

  // A page that the browser kept from before sign-out is asked for again, and then is not given.
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) {
      window.location.reload();
    }
  });

  var waiting = document.querySelector('[data-reload-every]');
  if (waiting) {
    window.setTimeout(function () {
      window.location.replace(waiting.href);
    }, Number(waiting.dataset.reloadEvery) * 1000);
  }
}());
