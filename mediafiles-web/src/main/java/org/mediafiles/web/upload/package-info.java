/**
 * How uploads come in over HTTP: multipart as a stream, nothing in the temp directory. May import {@code ingest},
 * {@code catalog}'s commands and {@code security}. First class to read: {@link org.mediafiles.web.upload.OneFileIntake}.
 */
package org.mediafiles.web.upload;
