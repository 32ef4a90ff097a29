/* The page for new photos, series and clips: which kind it is, when it was taken, and what the form carries. */
(function () {
  'use strict';

  var root = document.getElementById('uploader');
  var form = document.getElementById('photo');
  var kindField = document.getElementById('kind');
  var source = document.getElementById('time-source');
  var others = document.getElementById('others');
  var offer = document.getElementById('offer');
  var limits = JSON.parse(root.dataset.limits);
  var mediafiles = window.mediafiles;
  var fill = mediafiles.fill;
  var saving = false;
  var uploader;

  function byId(id) {
    return document.getElementById('photo:' + id);
  }

  function rules() {
    var words = JSON.parse(root.dataset.words);
    return {
      photo: { media: 'image', most: 0, together: false },
      photoSeries: { media: 'image', most: limits.pictures, together: true, heldWords: fill(words.tooMany, limits.pictures) },
      videoClip: { media: 'video', most: 1, together: false, heldWords: words.oneClip }
    }[kindField.value];
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

  function proposal(ready) {
    var times = ready.map(function (item) { return item.captureTime; }).filter(Boolean).sort(function (one, other) {
      return new Date(one) - new Date(other);
    });
    var words = uploader.words;
    if (!times.length) {
      return { value: '', words: words.timeNow };
    }
    if (kindField.value === 'photoSeries') {
      return { value: dateTime(times[0]), words: words.timeFromFirst };
    }
    return ready.length === 1 ? { value: dateTime(times[0]), words: words.timeFromCamera } : { value: '', words: words.timeFromCameras };
  }

  function proposeTime(ready) {
    var field = byId('eventDatetime');
    var proposed = proposal(ready);
    var typed = field.value !== '' && field.value !== field.dataset.proposed;
    if (!typed) {
      field.dataset.proposed = proposed.value;
      field.value = proposed.value;
    }
    source.textContent = typed ? uploader.words.timeTyped : proposed.words;
    source.hidden = false;
    var place = field.closest('.field');
    if (!place.contains(source)) {
      place.append(source);
    }
    field.setAttribute('aria-describedby', 'time-source');
  }

  /* Writes down what the form will carry, and what a reloaded page finds again. */
  function changed() {
    if (!uploader) {
      return;
    }
    var here = uploader.shown();
    var ready = here.filter(function (item) { return item.status === 'ready'; });
    byId('chosen').value = JSON.stringify(ready.map(function (item) {
      return { upload: item.uploadId, caption: item.caption || '', anyway: Boolean(item.anyway) };
    }));
    uploader.remember();
    proposeTime(ready);
    var elsewhere = uploader.items().length - here.length;
    others.textContent = elsewhere ? fill(uploader.words.others, elsewhere) : '';
    others.hidden = !elsewhere;
    offer.hidden = kindField.value !== 'photo' || here.length < 2;
    root.classList.toggle('has-files', here.length > 0);
  }

  function open(kind) {
    if (kindField.value !== kind) {
      kindField.value = kind;
      form.dataset.kind = kind;
      document.querySelectorAll('.kind-switch a').forEach(function (link) {
        if (link.dataset.kind === kind) {
          link.setAttribute('aria-current', 'page');
          window.history.replaceState(null, '', link.href);
          document.title = link.dataset.title;
          document.querySelector('[name="here"]').value = window.location.pathname + window.location.search;
        } else {
          link.removeAttribute('aria-current');
        }
      });
      uploader.announce('');
    }
    uploader.changed();
  }

  uploader = mediafiles.uploader(root, {
    rules: rules,
    changed: changed,
    removed: function () {},
    elsewhere: function (item) { open(item.media === 'video' ? 'videoClip' : 'photo'); }
  });

  document.addEventListener('click', function (event) {
    var link = event.target.closest('.kind-switch a');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link.dataset.kind);
    }
  });
  document.getElementById('as-series').addEventListener('click', function () {
    open('photoSeries');
    document.querySelector('.kind-switch [aria-current="page"]').focus();
  });

  document.addEventListener('input', function (event) {
    if (event.target === byId('eventDatetime')) {
      changed();
    }
  });

  uploader.guard('photo:save', function () { saving = true; });

  /* What was saved leaves the page; what is of another kind waits for its turn. */
  window.jQuery(document).on('pfAjaxComplete', function (event, request, settings, args) {
    if (!args) {
      return;
    }
    saving = Boolean(request && request.responseText && request.responseText.indexOf('<redirect') >= 0);
    var refused = args.refused ? JSON.parse(args.refused) : [];
    if (saving || args.saved) {
      var saved = saving ? uploader.shown() : uploader.shown().filter(function (item) {
        return JSON.parse(args.saved).includes(item.uploadId);
      });
      saved.forEach(uploader.drop);
    }
    if (refused.length) {
      uploader.refuse(refused);
    }
    uploader.changed();
  });

  window.addEventListener('beforeunload', function (event) {
    if (uploader.items().length && !saving) {
      event.preventDefault();
    }
  });

  uploader.restore(uploader.remembered());
}());
