/* How a chosen file looks on the page: its picture, how far it is, what is wrong with it, and what can be done about it. */
(function () {
  'use strict';

  var mediafiles = window.mediafiles = window.mediafiles || {};
  var UNITS = ['B', 'kB', 'MB', 'GB'];

  function element(tag, className, text) {
    var node = document.createElement(tag);
    node.className = className || '';
    if (text !== undefined) {
      node.textContent = text;
    }
    return node;
  }

  function icon(name) {
    var symbol = element('i', 'pi ' + name);
    symbol.setAttribute('aria-hidden', 'true');
    return symbol;
  }

  function button(text, symbol, act) {
    var node = element('button', 'button');
    node.type = 'button';
    node.append(icon(symbol), element('span', 'button-words', text));
    node.addEventListener('click', act);
    return node;
  }

  function iconButton(text, symbol, act) {
    var node = element('button', 'icon-button');
    node.type = 'button';
    node.title = text;
    node.setAttribute('aria-label', text);
    node.append(icon(symbol));
    node.addEventListener('click', act);
    return node;
  }

  mediafiles.element = element;

  mediafiles.fill = function (text, first, second) {
    return text.replace('{0}', first).replace('{1}', second);
  };

  mediafiles.size = function (bytes, language) {
    var unit = 0;
    while (bytes >= 1000 && unit < UNITS.length - 1) {
      bytes /= 1000;
      unit++;
    }
    var digits = unit > 0 && bytes < 10 ? 1 : 0;
    return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(bytes)
      + '\u00a0' + UNITS[unit];
  };

  mediafiles.length = function (seconds) {
    var whole = Math.round(seconds);
    return Math.floor(whole / 60) + ':' + String(whole % 60).padStart(2, '0');
  };

  /*
   * words: what is said; language: for numbers; acts: retry(item), keep(item), elsewhere(item), remove(item),
   * step(item, by), caption(item). An item that stands on the timeline already has fileId and thumbnail.
   */
  mediafiles.uploadList = function (list, words, language, acts) {
    function face(item) {
      if (item.thumbnail) {
        var image = element('img', 'chosen-picture');
        image.alt = '';
        image.loading = 'lazy';
        image.src = item.thumbnail;
        return image;
      }
      return element('span', 'chosen-picture', item.blob ? '' : words.noPreview);
    }

    function show(item, shown) {
      var place = item.item.querySelector('.chosen-picture');
      var node = shown || element('span', '', words.noPreview);
      node.classList.add('chosen-picture');
      if (place) {
        place.replaceWith(node);
      }
    }

    function captionField(item) {
      var field = element('div', 'field chosen-caption only-together');
      var label = element('label', 'field-label', words.caption);
      var input = element('input', 'field-input ui-inputtext');
      input.id = 'caption-' + item.number;
      input.type = 'text';
      input.maxLength = 1000;
      input.autocomplete = 'off';
      input.value = item.caption || '';
      label.htmlFor = input.id;
      input.addEventListener('input', function () {
        item.caption = input.value;
        acts.caption(item);
      });
      input.addEventListener('keydown', function (event) {
        if (event.key === 'Enter') {
          event.preventDefault();
          var after = item.item.nextElementSibling;
          var next = after && after.querySelector('.chosen-caption input');
          (next || input).focus();
        }
      });
      field.append(label, input);
      return field;
    }

    function orderButtons(item) {
      var group = element('div', 'chosen-order only-together');
      var grip = element('span', 'chosen-grip');
      grip.title = words.drag;
      grip.append(icon('pi-bars'));
      item.earlier = iconButton(words.earlier, 'pi-arrow-up', function () { acts.step(item, -1); });
      item.later = iconButton(words.later, 'pi-arrow-down', function () { acts.step(item, 1); });
      item.place = element('span', 'chosen-place');
      group.append(item.place, item.earlier, item.later, grip);
      return group;
    }

    function row(item) {
      item.item = element('li', 'chosen-file');
      var about = element('div', 'chosen-words');
      item.progress = element('progress');
      item.progress.max = 100;
      item.progress.setAttribute('aria-label', item.name);
      item.state = element('span', 'chosen-state');
      item.problem = element('p', 'upload-problem');
      item.problem.setAttribute('role', 'alert');
      item.acts = element('div', 'chosen-acts');
      about.append(element('span', 'chosen-name', item.name), item.state, item.progress, item.problem);
      if (item.media === 'image') {
        about.append(captionField(item));
      }
      about.append(item.acts);
      item.item.append(face(item), about);
      if (item.media === 'image') {
        item.item.append(orderButtons(item));
      }
      item.item.classList.toggle('chosen-clip', item.media === 'video');
      list.append(item.item);
      if (item.blob && item.media === 'image') {
        mediafiles.picturePreview(item.blob).then(function (canvas) { show(item, canvas); });
      }
    }

    function state(item) {
      var states = {
        measuring: words.checking, waiting: words.waiting, sending: words.sending + ' ' + item.percent + '\u00a0%', checking: words.checking,
        ready: item.fileId ? '' : words.ready, failed: words.failed, twice: words.failed, held: words.failed
      };
      return [item.size ? mediafiles.size(item.size, language) : '', item.seconds ? mediafiles.length(item.seconds) : '', states[item.status] || '']
        .filter(Boolean).join(' · ');
    }

    function paintActs(item) {
      item.acts.replaceChildren();
      if (item.status === 'failed' && item.elsewhere) {
        item.acts.append(button(item.media === 'video' ? words.asClip : words.asPhoto, 'pi-arrow-right', function () { acts.elsewhere(item); }));
      } else if (item.status === 'failed' && item.again && (item.blob || item.uploadId)) {
        item.acts.append(button(words.retry, 'pi-refresh', function () { acts.retry(item); }));
      }
      if (item.status === 'duplicate') {
        if (item.duplicateHref) {
          var link = element('a', 'button', words.openDuplicate);
          link.href = item.duplicateHref;
          link.target = '_blank';
          link.rel = 'noopener';
          item.acts.append(link);
        }
        item.acts.append(button(words.saveAnyway, 'pi-check', function () { acts.keep(item); }));
      }
      var remove = button(words.remove, 'pi-times', function () { acts.remove(item); });
      remove.classList.add('chosen-remove');
      remove.title = words.remove;
      remove.setAttribute('aria-label', words.remove + ': ' + item.name);
      item.acts.append(remove);
    }

    /* Words that stay are not written again: a screen reader would say them again. */
    function write(node, text) {
      if (node.textContent !== text) {
        node.textContent = text;
      }
    }

    function progress(item) {
      write(item.state, state(item));
      if (item.status === 'checking' || item.status === 'measuring') {
        item.progress.removeAttribute('value');
      } else {
        item.progress.value = item.percent || 0;
      }
    }

    function paint(item) {
      var refused = ['failed', 'duplicate', 'twice', 'held'].includes(item.status);
      var shows = [item.status, item.again, item.elsewhere, item.duplicateHref].join();
      item.state.classList.toggle('good', item.status === 'ready' && !item.fileId);
      item.item.classList.toggle('refused', refused);
      item.progress.hidden = !['measuring', 'waiting', 'sending', 'checking'].includes(item.status);
      progress(item);
      write(item.problem, item.message || '');
      item.problem.hidden = !item.message;
      if (item.shows !== shows) {
        item.shows = shows;
        paintActs(item);
      }
    }

    /* place and count: 1-based, of those that stand in an order. */
    function paintPlace(item, place, count) {
      if (item.place) {
        write(item.place, place + ' / ' + count);
        item.earlier.setAttribute('aria-disabled', String(place === 1));
        item.later.setAttribute('aria-disabled', String(place === count));
        item.earlier.setAttribute('aria-label', mediafiles.fill(words.earlierOf, item.name, place));
        item.later.setAttribute('aria-label', mediafiles.fill(words.laterOf, item.name, place));
      }
    }

    return { row: row, show: show, paint: paint, progress: progress, paintPlace: paintPlace };
  };
}());
