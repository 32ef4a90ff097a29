/* Sends files, a few at a time, and tells how far each is. It knows nothing of the page. */
(function () {
  'use strict';

  var MOST_AT_ONCE = 3;
  var mediafiles = window.mediafiles = window.mediafiles || {};

  function parse(text) {
    try {
      return JSON.parse(text);
    } catch (e) {
      return {};
    }
  }

  /*
   * options: url, token; next() gives the item to send now, if any; progress(item) and answered(item, answer) tell what
   * became of it. An answer is {ok, status, body}; status 0 is a line that broke. An item has blob and name, and is given
   * status ("sending", then "checking"), percent and request.
   */
  mediafiles.uploadQueue = function (options) {
    var sending = 0;

    function send(item) {
      var form = new FormData();
      form.append('file', item.blob, item.name);
      var request = new XMLHttpRequest();
      item.request = request;
      item.status = 'sending';
      item.percent = 0;
      sending++;
      options.progress(item);
      request.open('POST', options.url);
      request.setRequestHeader('X-CSRF-Token', options.token);
      request.setRequestHeader('Accept', 'application/json');
      request.upload.addEventListener('progress', function (event) {
        if (event.lengthComputable && item.status === 'sending') {
          item.percent = Math.floor(100 * event.loaded / event.total);
          options.progress(item);
        }
      });
      request.upload.addEventListener('load', function () {
        if (item.status === 'sending') {
          item.status = 'checking';
          options.progress(item);
        }
      });
      request.addEventListener('load', function () {
        var body = parse(request.responseText);
        options.answered(item, { ok: request.status === 201 && Boolean(body.uploadId), status: request.status, body: body });
      });
      request.addEventListener('error', function () {
        options.answered(item, { ok: false, status: 0, body: {} });
      });
      request.addEventListener('loadend', function () {
        sending--;
        item.request = null;
        run();
      });
      request.send(form);
    }

    function run() {
      var item = sending < MOST_AT_ONCE ? options.next() : null;
      if (item) {
        send(item);
        run();
      }
    }

    return { run: run };
  };
}());
