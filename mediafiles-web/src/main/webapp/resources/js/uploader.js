/* Files come in by choice, camera, drop and paste, are sent as they come, and are kept in the order in which they will be saved. */
(function () {
  'use strict';

  var TOLERANCE = 1;
  var BUSY = ['measuring', 'waiting', 'sending', 'checking'];
  var REFUSED = ['failed', 'duplicate', 'twice', 'held'];
  var mediafiles = window.mediafiles = window.mediafiles || {};

  /*
   * root: the element that carries what the server says; page.rules() gives {media: 'image'|'video', most: 0 for no limit,
   * together: they stand in an order, heldWords, only: nothing else can be sent from here}; page.changed() is told of
   * everything that matters to saving; page.removed(item) takes over where a picture that is on the timeline is to go;
   * page.elsewhere(item) opens the kind that takes it.
   */
  mediafiles.uploader = function (root, page) {
    var words = JSON.parse(root.dataset.words);
    var problems = JSON.parse(root.dataset.problems);
    var limits = JSON.parse(root.dataset.limits);
    var store = 'mediafiles.uploads.' + root.dataset.store;
    var node = document.getElementById('chosen');
    var status = document.getElementById('upload-state');
    var items = [];
    var numbers = 0;
    var first = '[]';

    var list = mediafiles.uploadList(node, words, root.dataset.language, {
      retry: retry,
      keep: keep,
      elsewhere: elsewhere,
      remove: remove,
      step: step,
      caption: function () { page.changed(); }
    });
    var queue = mediafiles.uploadQueue({
      url: root.dataset.url,
      token: root.dataset.token,
      next: function () { return shown().find(function (item) { return item.status === 'waiting'; }); },
      progress: list.progress,
      answered: answered
    });
    var order = mediafiles.reorder(node, {
      grip: '.chosen-grip',
      face: '.chosen-picture',
      enabled: function () { return page.rules().together; },
      ordered: ordered
    });

    function announce(text) {
      status.textContent = text;
    }

    function sentence(media, code) {
      return problems[media][code] || problems[media]['internal-error'];
    }

    function byPlace(one, other) {
      return one.item.compareDocumentPosition(other.item) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    }

    /* Those of the kind that is open, in the order in which they stand. */
    function shown() {
      return items.filter(function (item) { return item.home === page.rules().media; }).sort(byPlace);
    }

    /* Too many, or the same twice: it follows from what else is there, so it is found anew whenever that changes. */
    function settle() {
      var rules = page.rules();
      items.forEach(function (item) {
        if (item.status === 'held' || item.status === 'twice') {
          item.status = item.uploadId ? 'ready' : 'waiting';
          item.message = item.anyway ? words.willSaveAnyway : '';
        }
      });
      var hashes = {};
      var taken = 0;
      shown().sort(function (one, other) { return one.number - other.number; }).forEach(function (item) {
        if (item.status === 'failed') {
          return;
        }
        if (rules.together && item.hash && hashes[item.hash] && !item.fileId) {
          item.status = 'twice';
          item.message = sentence('image', 'duplicate-in-series');
          return;
        }
        hashes[item.hash] = true;
        if (rules.most && taken >= rules.most && !item.fileId && !item.request) {
          item.status = 'held';
          item.message = rules.heldWords;
          return;
        }
        taken++;
      });
    }

    function changed() {
      settle();
      var here = shown();
      items.forEach(function (item) {
        item.item.hidden = !here.includes(item);
        list.paint(item);
      });
      if (page.rules().together) {
        here.forEach(function (item, index) { list.paintPlace(item, index + 1, here.length); });
      }
      page.changed();
      queue.run();
    }

    function fail(item, message, again) {
      item.status = 'failed';
      item.message = message;
      item.again = again;
      announce(item.name + ': ' + message);
    }

    function misplaced(item) {
      fail(item, item.media === 'video' ? words.isVideo : words.isPicture, false);
      item.elsewhere = !page.rules().only;
    }

    function answered(item, answer) {
      if (answer.ok) {
        item.uploadId = answer.body.uploadId;
        item.captureTime = answer.body.captureTime;
        item.hash = answer.body.fileHash;
        item.media = answer.body.kind || item.media;
        item.status = 'ready';
        item.message = '';
        if (item.media === item.home) {
          announce(item.name + ': ' + words.ready);
        } else {
          misplaced(item);
        }
      } else if (answer.status === 0) {
        fail(item, words.connection, true);
      } else {
        fail(item, sentence(item.media, answer.body.code), answer.status >= 500 || answer.status === 429);
      }
      changed();
    }

    function retry(item) {
      item.status = item.uploadId ? 'ready' : 'waiting';
      item.message = '';
      item.percent = 0;
      item.number = ++numbers;
      changed();
    }

    function keep(item) {
      item.anyway = true;
      item.status = 'ready';
      item.message = words.willSaveAnyway;
      changed();
    }

    function elsewhere(item) {
      item.home = item.media;
      item.elsewhere = false;
      item.message = '';
      item.status = item.uploadId ? 'ready' : 'waiting';
      page.elsewhere(item);
      if (!item.uploadId && item.media === 'video') {
        measure(item);
      }
      changed();
    }

    function drop(item) {
      var here = shown();
      var next = here[here.indexOf(item) + 1] || here[here.indexOf(item) - 1];
      if (item.request) {
        item.request.abort();
      }
      items.splice(items.indexOf(item), 1);
      item.item.remove();
      (next ? next.item.querySelector('.chosen-remove') : document.getElementById('drop')).focus();
      changed();
    }

    function remove(item) {
      if (item.fileId) {
        page.removed(item);
        return;
      }
      announce(mediafiles.fill(words.removed, item.name));
      drop(item);
    }

    function step(item, by) {
      if (order.step(item.item, by)) {
        (by < 0 ? item.earlier : item.later).focus();
        item.item.scrollIntoView({ block: 'nearest' });
      }
    }

    function ordered(entry) {
      var here = shown();
      var place = here.findIndex(function (item) { return item.item === entry; });
      announce(mediafiles.fill(words.moved, here[place].name, place + 1).replace('{2}', here.length));
      changed();
    }

    /* How long a clip is stands in the file: what is too long is not sent at all. */
    function measure(item) {
      item.status = 'measuring';
      mediafiles.clipPreview(item.blob).then(function (preview) {
        list.show(item, preview.video);
        item.seconds = preview.seconds;
        if (item.status !== 'measuring') {
          return;
        }
        if (preview.seconds > limits.seconds + TOLERANCE) {
          fail(item, sentence('video', 'clip-too-long'), false);
        } else {
          item.status = 'waiting';
        }
        changed();
      });
    }

    function mediaOf(blob) {
      return /^video\//.test(blob.type) || !/^image\//.test(blob.type) && /\.(mp4|m4v|mov|webm)$/i.test(blob.name) ? 'video' : 'image';
    }

    function add(chosen) {
      Array.from(chosen).forEach(function (blob) {
        var item = {
          number: ++numbers, blob: blob, name: blob.name, size: blob.size, media: mediaOf(blob), home: page.rules().media,
          percent: 0, status: 'waiting', message: ''
        };
        items.push(item);
        list.row(item);
        if (item.media !== item.home) {
          misplaced(item);
        } else if (blob.size === 0) {
          fail(item, words.emptyFile, false);
        } else if (blob.size > limits[item.media]) {
          fail(item, sentence(item.media, 'upload-too-large'), false);
        } else if (item.media === 'video') {
          measure(item);
        }
      });
      changed();
    }

    function listen() {
      root.querySelectorAll('input[type=file]').forEach(function (input) {
        input.addEventListener('change', function () {
          add(input.files);
          input.value = '';
        });
      });
      var place = document.getElementById('drop');
      ['dragenter', 'dragover'].forEach(function (kind) {
        document.addEventListener(kind, function (event) {
          if (event.dataTransfer && Array.from(event.dataTransfer.types).includes('Files')) {
            event.preventDefault();
            place.classList.add('over');
          }
        });
      });
      document.addEventListener('dragleave', function (event) {
        if (!event.relatedTarget) {
          place.classList.remove('over');
        }
      });
      document.addEventListener('drop', function (event) {
        place.classList.remove('over');
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
    }

    function idOf(item) {
      return item.fileId || item.uploadId;
    }

    /* What was typed at the files, in their order. */
    function captions() {
      return shown().filter(idOf).map(function (item) { return { id: idOf(item), caption: item.caption || '' }; });
    }

    function recaption(known) {
      var some = false;
      known.forEach(function (one) {
        var item = items.find(function (each) { return idOf(each) === one.id; });
        if (item) {
          some = some || (item.caption || '') !== one.caption;
          item.caption = one.caption;
          var input = document.getElementById('caption-' + item.number);
          if (input) {
            input.value = one.caption;
          }
          node.append(item.item);
        }
      });
      changed();
      return some;
    }

    listen();
    if (mediafiles.drafts) {
      mediafiles.drafts.extra('captions', function () {
        var now = captions();
        return JSON.stringify(now) === first || !now.some(function (one) { return one.caption; }) && first === '[]' ? null : now;
      }, recaption);
    }

    return {
      words: words,
      items: function () { return items; },
      shown: shown,
      changed: changed,
      drop: drop,
      announce: announce,
      /* What was there before this page: received in it before a reload, or on the timeline already. */
      restore: function (known) {
        known.forEach(function (one) {
          var item = Object.assign({ number: ++numbers, blob: null, percent: 100, status: 'ready', message: '' }, one);
          item.home = item.media;
          items.push(item);
          list.row(item);
        });
        first = JSON.stringify(captions());
        changed();
      },
      /* What the browser remembers of what was received on this page: ids alone, and no words, since a ward's PC is shared. */
      remember: function () {
        var here = shown();
        var inOrder = here.concat(items.filter(function (item) { return !here.includes(item); }));
        if (mediafiles.drafts) {
          mediafiles.drafts.later();
        }
        window.sessionStorage.setItem(store, JSON.stringify(inOrder.map(function (item) { return item.uploadId; }).filter(Boolean)));
      },
      /* The same again after a reload, as far as the server still has it. */
      remembered: function () {
        var waiting = JSON.parse(root.dataset.waiting);
        return JSON.parse(window.sessionStorage.getItem(store) || '[]').map(function (id) {
          return waiting.find(function (one) { return one.uploadId === id; });
        }).filter(Boolean);
      },
      /* Not yet: something is still on its way, or was refused and would silently be left out. */
      guard: function (button, go) {
        document.addEventListener('click', function (event) {
          if (!event.target.closest('[id="' + button + '"]')) {
            return;
          }
          var statuses = shown().map(function (item) { return item.status; });
          var busy = statuses.some(function (one) { return BUSY.includes(one); });
          if (busy || statuses.some(function (one) { return REFUSED.includes(one); })) {
            event.preventDefault();
            event.stopImmediatePropagation();
            mediafiles.say(busy ? words.waitUntilSent : words.stillProblems);
          } else {
            go();
          }
        }, true);
      },
      /* What saving said of single files. */
      refuse: function (refusals) {
        refusals.forEach(function (refusal) {
          var item = items.find(function (one) { return one.uploadId === refusal.uploadId; });
          if (item) {
            fail(item, refusal.message, true);
            item.anyway = false;
            item.duplicateHref = refusal.duplicateHref;
            if (refusal.code === 'duplicate-media') {
              item.status = 'duplicate';
            } else if (refusal.code === 'unknown-upload') {
              item.uploadId = null;
            }
          }
        });
        changed();
      }
    };
  };

  /* At the head of the page, where the server's own messages stand. */
  mediafiles.say = function (text) {
    var box = mediafiles.element('ul', 'messages');
    box.id = 'messages';
    box.setAttribute('role', 'alert');
    box.append(mediafiles.element('li', 'message-problem', text));
    var messages = document.getElementById('messages');
    if (messages) {
      messages.replaceWith(box);
    } else {
      document.getElementById('content').prepend(box);
    }
    box.scrollIntoView({ block: 'nearest' });
  };
}());
