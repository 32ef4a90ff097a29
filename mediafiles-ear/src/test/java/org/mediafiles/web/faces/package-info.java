/** The pages, seen through a real browser. First class to read: {@link org.mediafiles.web.faces.PhotoJourneyBrowserIT}. */
package org.mediafiles.web.faces;
