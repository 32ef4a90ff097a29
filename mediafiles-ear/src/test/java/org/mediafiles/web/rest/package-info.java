/** The REST contract, called from outside as an integration would. First class to read: {@link org.mediafiles.web.rest.PhotosIT}. */
package org.mediafiles.web.rest;
