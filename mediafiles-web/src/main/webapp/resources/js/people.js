/* The page of people: copies a one-time password, and reads a sheet of roles into its field. */
(function () {
  'use strict';

  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-copy]');
    if (!button || !navigator.clipboard) {
      return;
    }
    navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim()).then(function () {
      var words = button.querySelector('[data-copied]');
      words.textContent = words.dataset.copied;
    });
  });

  document.addEventListener('change', function (event) {
    var chooser = event.target.closest('input[type="file"][data-into]');
    if (chooser && chooser.files[0]) {
      chooser.files[0].text().then(function (text) {
        document.getElementById(chooser.dataset.into).value = text;
      });
    }
  });
}());
