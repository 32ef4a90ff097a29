/**
 * Start reading here: how bytes become a media file. Orchestrates validation, storage and catalog, and holds no
 * transaction itself. First class to read: {@link org.mediafiles.ingest.MediaIngest}.
 */
package org.mediafiles.ingest;
