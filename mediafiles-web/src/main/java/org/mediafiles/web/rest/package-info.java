/**
 * The REST contract: resources, and the records that travel as JSON. May import {@code catalog}, {@code ingest},
 * {@code config} and the other packages of the web module. First class to read:
 * {@link org.mediafiles.web.rest.ApiApplication}.
 */
package org.mediafiles.web.rest;
