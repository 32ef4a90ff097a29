/* Sends each file when it is chosen, shows how far it is and what is wrong with it; saving hands over what was received. */
(function () {
  'use strict';

  var root = document.getElementById('uploader');
  if (!root) {
    return;
  }
  var words = JSON.parse(root.dataset.words);
  var problems = JSON.parse(root.dataset.problems);
  var waiting = JSON.parse(root.dataset.waiting);
  var store = 'mediafiles.uploads.' + root.dataset.patient;
  var list = document.getElementById('chosen');
  var status = document.getElementById('upload-state');
  var source = document.getElementById('time-source');
  var files = [];
  var sending = 0;
  var MOST_AT_ONCE = 2;
  var saving = false;

  function byId(id) {
    return document.getElementById('photo:' + id);
  }

  function element(tag, className, text) {
    var node = document.createElement(tag);
    node.className = className || '';
    if (text !== undefined) {
      node.textContent = text;
    }
    return node;
  }

  function size(bytes) {
    var units = ['B', 'kB', 'MB', 'GB'];
    var unit = 0;
    while (bytes >= 1000 && unit < units.length - 1) {
      bytes /= 1000;
      unit++;
    }
    var digits = unit > 0 && bytes < 10 ? 1 : 0;
    return new Intl.NumberFormat(root.dataset.language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(bytes)
      + '\u00a0' + units[unit];
  }

  /* As the page writes it, in the hospital's time zone: 23/11/2026 14:05, or 23 Nov 2026, 14:05. */
  function dateTime(iso) {
    var english = root.dataset.language === 'en';
    var parts = {};
    new Intl.DateTimeFormat('en-GB', {
      timeZone: root.dataset.zone, year: 'numeric', month: english ? 'short' : '2-digit', day: english ? 'numeric' : '2-digit',
      hour: '2-digit', minute: '2-digit', hourCycle: 'h23'
    }).formatToParts(new Date(iso)).forEach(function (part) {
      parts[part.type] = part.value;
    });
    var time = parts.hour + ':' + parts.minute;
    return english ? parts.day + ' ' + parts.month.slice(0, 3) + ' ' + parts.year + ', ' + time
      : parts.day + '/' + parts.month + '/' + parts.year + ' ' + time;
  }

  function button(text, icon, act) {
    var node = element('button', 'button', undefined);
    node.type = 'button';
    var symbol = element('i', 'pi ' + icon);
    symbol.setAttribute('aria-hidden', 'true');
    node.append(symbol, ' ' + text);
    node.addEventListener('click', act);
    return node;
  }

  function row(file) {
    var item = element('li', 'chosen-file');
    if (file.blob) {
      var image = element('img', 'chosen-picture');
      image.alt = '';
      image.addEventListener('error', function () {
        image.replaceWith(element('span', 'chosen-picture', words.noPreview));
      });
      image.src = URL.createObjectURL(file.blob);
      item.append(image);
    } else {
      item.append(element('span', 'chosen-picture', words.noPreview));
    }
    var about = element('div', 'chosen-words');
    file.progress = element('progress');
    file.progress.max = 100;
    file.progress.setAttribute('aria-label', file.name);
    file.state = element('span', 'chosen-state');
    file.problem = element('p', 'upload-problem');
    file.problem.setAttribute('role', 'alert');
    file.acts = element('div', 'chosen-acts');
    about.append(element('span', 'chosen-name', file.name), file.state, file.progress, file.problem, file.acts);
    item.append(about);
    file.item = item;
    list.append(item);
  }

  function paint(file) {
    var states = {
      waiting: words.sending, sending: words.sending + ' ' + file.percent + '\u00a0%', checking: words.checking,
      ready: words.ready, failed: words.failed, duplicate: ''
    };
    file.state.textContent = size(file.size) + (states[file.status] ? ' · ' + states[file.status] : '');
    file.state.classList.toggle('good', file.status === 'ready');
    file.item.classList.toggle('refused', file.status === 'failed' || file.status === 'duplicate');
    file.progress.hidden = !['waiting', 'sending', 'checking'].includes(file.status);
    if (file.status === 'checking') {
      file.progress.removeAttribute('value');
    } else {
      file.progress.value = file.percent;
    }
    file.problem.textContent = file.message || '';
    file.problem.hidden = !file.message;
    file.acts.replaceChildren();
    if (file.status === 'failed' && file.blob && file.again) {
      file.acts.append(button(words.retry, 'pi-refresh', function () { queue(file); }));
    }
    if (file.status === 'duplicate') {
      if (file.duplicateHref) {
        var link = element('a', 'button', words.openDuplicate);
        link.href = file.duplicateHref;
        link.target = '_blank';
        link.rel = 'noopener';
        file.acts.append(link);
      }
      file.acts.append(button(words.saveAnyway, 'pi-check', function () {
        file.anyway = true;
        file.status = 'ready';
        file.message = words.willSaveAnyway;
        changed(file);
      }));
    }
    file.acts.append(button(words.remove, 'pi-times', function () { remove(file); }));
  }

  /* Writes down what the form will carry, and what a reloaded page finds again. */
  function changed(file) {
    if (file) {
      paint(file);
    }
    var ready = files.filter(function (one) { return one.status === 'ready'; });
    byId('uploads').value = ready.map(function (one) { return one.uploadId; }).join(',');
    byId('duplicatesAllowed').value = ready.filter(function (one) { return one.anyway; })
      .map(function (one) { return one.uploadId; }).join(',');
    var received = files.filter(function (one) { return one.uploadId; }).map(function (one) { return one.uploadId; });
    window.sessionStorage.setItem(store, JSON.stringify(received));
    proposeTime(ready);
  }

  function proposeTime(ready) {
    var field = byId('eventDatetime');
    var times = ready.map(function (one) { return one.captureTime; }).filter(Boolean);
    var typed = field.value !== '' && field.value !== field.dataset.proposed;
    if (!typed) {
      var one = ready.length === 1 && times.length === 1 ? dateTime(times[0]) : '';
      field.dataset.proposed = one;
      field.value = one;
    }
    source.textContent = typed ? words.timeTyped
      : field.value ? words.timeFromCamera : times.length ? words.timeFromCameras : words.timeNow;
    source.hidden = false;
    var place = field.closest('.field');
    if (!place.contains(source)) {
      place.append(source);
    }
    field.setAttribute('aria-describedby', 'time-source');
  }

  function fail(file, message, again) {
    file.status = 'failed';
    file.message = message;
    file.again = again;
    status.textContent = file.name + ': ' + message;
    changed(file);
  }

  function queue(file) {
    file.status = 'waiting';
    file.percent = 0;
    file.message = '';
    changed(file);
    next();
  }

  function next() {
    var file = files.find(function (one) { return one.status === 'waiting'; });
    if (file && sending < MOST_AT_ONCE) {
      send(file);
      next();
    }
  }

  function send(file) {
    var form = new FormData();
    form.append('file', file.blob, file.name);
    var request = new XMLHttpRequest();
    file.request = request;
    file.status = 'sending';
    sending++;
    paint(file);
    request.open('POST', root.dataset.url);
    request.setRequestHeader('X-CSRF-Token', root.dataset.token);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.addEventListener('progress', function (event) {
      if (event.lengthComputable && file.status === 'sending') {
        file.percent = Math.floor(100 * event.loaded / event.total);
        file.progress.value = file.percent;
        file.state.textContent = size(file.size) + ' · ' + words.sending + ' ' + file.percent + '\u00a0%';
      }
    });
    request.upload.addEventListener('load', function () {
      if (file.status === 'sending') {
        file.status = 'checking';
        paint(file);
      }
    });
    request.addEventListener('load', function () { answered(file, request); });
    request.addEventListener('error', function () { fail(file, words.connection, true); });
    request.addEventListener('loadend', function () {
      sending--;
      next();
    });
    request.send(form);
  }

  function answered(file, request) {
    var answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch (e) {
      answer = {};
    }
    if (request.status === 201 && answer.uploadId) {
      file.uploadId = answer.uploadId;
      file.captureTime = answer.captureTime;
      file.status = 'ready';
      status.textContent = file.name + ': ' + words.ready;
      changed(file);
    } else {
      var again = request.status >= 500 || request.status === 0 || request.status === 429;
      fail(file, problems[answer.code] || problems['internal-error'], again);
    }
  }

  function remove(file) {
    if (file.request) {
      file.request.abort();
    }
    files.splice(files.indexOf(file), 1);
    file.item.remove();
    changed();
  }

  function add(chosen) {
    Array.from(chosen).forEach(function (blob) {
      var file = { blob: blob, name: blob.name, size: blob.size, percent: 0, status: 'waiting', message: '' };
      files.push(file);
      row(file);
      paint(file);
      if (blob.size > Number(root.dataset.maxBytes)) {
        fail(file, problems['upload-too-large'], false);
      }
    });
    next();
  }

  ['files', 'camera'].forEach(function (id) {
    var input = document.getElementById(id);
    input.addEventListener('change', function () {
      add(input.files);
      input.value = '';
    });
  });

  var drop = document.getElementById('drop');
  ['dragenter', 'dragover'].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      if (event.dataTransfer && Array.from(event.dataTransfer.types).includes('Files')) {
        event.preventDefault();
        drop.classList.add('over');
      }
    });
  });
  ['dragleave', 'drop'].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      if (kind === 'drop' || !event.relatedTarget) {
        drop.classList.remove('over');
      }
    });
  });
  document.addEventListener('drop', function (event) {
    if (event.dataTransfer && event.dataTransfer.files.length) {
      event.preventDefault();
      add(event.dataTransfer.files);
    }
  });
  document.addEventListener('paste', function (event) {
    if (event.clipboardData && event.clipboardData.files.length) {
      add(event.clipboardData.files);
    }
  });

  document.addEventListener('input', function (event) {
    if (event.target === byId('eventDatetime')) {
      changed();
    }
  });

  /* Not yet: something is still on its way, or was refused and would silently be left out. */
  document.addEventListener('click', function (event) {
    if (!event.target.closest('[id="photo:save"]')) {
      return;
    }
    var busy = files.some(function (one) { return ['waiting', 'sending', 'checking'].includes(one.status); });
    var refused = files.some(function (one) { return one.status === 'failed' || one.status === 'duplicate'; });
    if (busy || refused) {
      event.preventDefault();
      event.stopImmediatePropagation();
      say(busy ? words.waitUntilSent : words.stillProblems);
    } else {
      saving = true;
    }
  }, true);

  function say(text) {
    var messages = document.getElementById('messages');
    var line = element('li', 'message-problem', text);
    var box = element('ul', 'messages');
    box.id = 'messages';
    box.setAttribute('role', 'alert');
    box.append(line);
    if (messages) {
      messages.replaceWith(box);
    } else {
      document.getElementById('content').prepend(box);
    }
    box.scrollIntoView({ block: 'nearest' });
  }

  window.jQuery(document).on('pfAjaxComplete', function (event, request, settings, args) {
    if (!args) {
      return;
    }
    saving = Boolean(request && request.responseText && request.responseText.indexOf('<redirect') >= 0);
    if (saving) {
      window.sessionStorage.removeItem(store);
    }
    if (args.refused) {
      var refused = JSON.parse(args.refused);
      files.filter(function (one) { return one.status === 'ready'; }).forEach(function (file) {
        var refusal = refused.find(function (one) { return one.uploadId === file.uploadId; });
        if (!refusal) {
          file.item.remove();
          files.splice(files.indexOf(file), 1);
          return;
        }
        file.message = refusal.message;
        file.anyway = false;
        file.duplicateHref = refusal.duplicateHref;
        file.again = true;
        file.status = refusal.code === 'duplicate-media' ? 'duplicate' : 'failed';
        paint(file);
      });
    }
    changed();
  });

  window.addEventListener('beforeunload', function (event) {
    if (files.length && !saving) {
      event.preventDefault();
    }
  });

  /* What was received for this patient before the page was reloaded. */
  var known = JSON.parse(window.sessionStorage.getItem(store) || '[]');
  waiting.filter(function (one) { return known.includes(one.uploadId); }).forEach(function (one) {
    var file = { blob: null, name: one.originalFilename, size: one.fileSize, uploadId: one.uploadId, captureTime: one.captureTime, percent: 100, status: 'ready', message: '' };
    files.push(file);
    row(file);
    paint(file);
  });
  changed();
}());
