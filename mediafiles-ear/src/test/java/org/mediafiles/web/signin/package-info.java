/** Signing in and out of the pages, and what their session may do on the API. First class to read: {@link org.mediafiles.web.signin.SessionIT}. */
package org.mediafiles.web.signin;
