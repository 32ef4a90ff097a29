/* What can be shown of a file before it is sent: a small picture of a photo, a clip that plays, and how long it is. */
(function () {
  'use strict';

  var WIDTH = 320;
  var PATIENCE = 4000;
  var mediafiles = window.mediafiles = window.mediafiles || {};
  var last = Promise.resolve();

  /* One after the other, and small: twenty photos decoded in full would be more than a phone has memory for. */
  mediafiles.picturePreview = function (blob) {
    last = last.then(function () {
      return window.createImageBitmap(blob, { resizeWidth: WIDTH, resizeQuality: 'medium' });
    }).then(function (bitmap) {
      var canvas = document.createElement('canvas');
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      bitmap.close();
      return canvas;
    }).catch(function () {
      return null;
    });
    return last;
  };

  /* The clip with the browser's own controls; null where this browser does not play it. seconds: 0 where it does not say. */
  mediafiles.clipPreview = function (blob) {
    return new Promise(function (resolve) {
      var video = document.createElement('video');
      var address = URL.createObjectURL(blob);
      function done(shown, seconds) {
        window.clearTimeout(timer);
        resolve({ video: shown, seconds: Number.isFinite(seconds) ? seconds : 0 });
      }
      var timer = window.setTimeout(function () { done(video, 0); }, PATIENCE);
      video.controls = true;
      video.muted = true;
      video.playsInline = true;
      video.preload = 'metadata';
      video.addEventListener('loadedmetadata', function () { done(video, video.duration); });
      video.addEventListener('error', function () {
        URL.revokeObjectURL(address);
        done(null, 0);
      });
      video.src = address;
    });
  };
}());
