/* The photo in the viewer: zoom, and from one event to the next by keys and swipe. */
(function () {
  'use strict';

  var PAN_PX = 80;
  var viewer = window.mediaFilesViewer;
  var stage = document.getElementById('stage');
  var picture = document.getElementById('picture');

  function turn(direction) {
    return viewer.go(direction < 0 ? 'newer' : 'older');
  }

  var zoom = window.mediaFilesZoom([{ stage: stage, picture: picture }], { swipe: function (wiped) { turn(-wiped); } });
  if (picture) {
    viewer.zoomable(zoom);
    viewer.watch(picture, stage, zoom.paint);
  }

  viewer.keys.push(function (event) {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      var direction = event.key === 'ArrowLeft' ? -1 : 1;
      if (!zoom.isZoomed()) {
        return turn(direction);
      }
      zoom.pan(-direction * PAN_PX, 0);
      return true;
    }
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      zoom.pan(0, event.key === 'ArrowUp' ? PAN_PX : -PAN_PX);
      return true;
    }
    return false;
  });
}());
