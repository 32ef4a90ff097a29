/* The page on which the pictures of a series are changed: what the form carries, and taking one out. */
(function () {
  'use strict';

  var root = document.getElementById('uploader');
  var form = document.getElementById('pictures');
  var dialog = document.getElementById('remove-dialog');
  var conflict = document.getElementById('conflict');
  var limits = JSON.parse(root.dataset.limits);
  var mediafiles = window.mediafiles;
  var rules = {
    media: 'image', most: limits.pictures, together: true, only: true,
    heldWords: mediafiles.fill(JSON.parse(root.dataset.words).tooMany, limits.pictures)
  };
  var saved = '';
  var saving = false;
  var uploader;

  function field(id) {
    return document.getElementById(id);
  }

  function standing() {
    return uploader.items().filter(function (item) { return item.fileId; });
  }

  /* Writes down what the form will carry. */
  function changed() {
    if (!uploader) {
      return;
    }
    field('pictures:chosen').value = JSON.stringify(uploader.shown().filter(function (item) {
      return item.status === 'ready';
    }).map(function (item) {
      return item.fileId ? { file: item.fileId, caption: item.caption || '' }
        : { upload: item.uploadId, caption: item.caption || '', anyway: Boolean(item.anyway) };
    }));
    uploader.remember();
    root.classList.add('has-files');
  }

  function ask(item) {
    if (standing().length === 1) {
      mediafiles.say(uploader.words.lastPicture);
      return;
    }
    field('remove:file').value = item.fileId;
    field('remove-name').textContent = item.name;
    field('remove-caption').textContent = item.caption || '';
    field('remove-picture').hidden = !item.thumbnail;
    field('remove-picture').src = item.thumbnail || '';
    dialog.querySelectorAll('.messages').forEach(function (messages) { messages.replaceChildren(); });
    dialog.showModal();
  }

  function removed(fileId, version) {
    var item = standing().find(function (one) { return one.fileId === fileId; });
    var untouched = field('pictures:chosen').value === saved;
    field('pictures:version').value = version;
    field('remove:version').value = version;
    dialog.close();
    uploader.drop(item);
    uploader.announce(mediafiles.fill(uploader.words.removedPicture, item.name));
    if (untouched) {
      saved = field('pictures:chosen').value;
    }
  }

  uploader = mediafiles.uploader(root, {
    rules: function () { return rules; },
    changed: changed,
    removed: ask,
    elsewhere: function () {}
  });
  uploader.guard('pictures:save', function () { saving = true; });

  window.jQuery(document).on('pfAjaxComplete', function (event, request, settings, args) {
    if (!args) {
      return;
    }
    saving = Boolean(request && request.responseText && request.responseText.indexOf('<redirect') >= 0);
    if (saving) {
      uploader.items().filter(function (item) { return item.uploadId; }).forEach(uploader.drop);
    }
    if (args.removed) {
      removed(args.removed, args.version);
    }
    if (args.conflict) {
      dialog.close();
      conflict.hidden = false;
      conflict.focus();
      conflict.scrollIntoView({ block: 'center' });
    }
    if (args.refused) {
      uploader.refuse(JSON.parse(args.refused));
    }
  });

  window.addEventListener('beforeunload', function (event) {
    if (field('pictures:chosen').value !== saved && !saving) {
      event.preventDefault();
    }
  });

  var known = uploader.remembered();
  uploader.restore(JSON.parse(form.dataset.pictures));
  saved = field('pictures:chosen').value;
  if (known.length) {
    uploader.restore(known);
  }
}());
