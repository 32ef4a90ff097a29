/** The way in, seen from outside of the server: upload, publish, derivatives, bytes. */
package org.mediafiles.ingest;
