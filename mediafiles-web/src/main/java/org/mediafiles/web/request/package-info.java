/**
 * What every door needs to know of a request: its id, its path, and how ids, instants and entity tags are written. Imports
 * nothing of the web module. First class to read: {@link org.mediafiles.web.request.RequestPath}.
 */
package org.mediafiles.web.request;
