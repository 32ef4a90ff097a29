/**
 * What all pages share: language, words, formats in the hospital's zone, and what a failure looks like. May import
 * services' records, {@code problem} and {@code web.signin}. First class to read:
 * {@link org.mediafiles.web.faces.support.HospitalFormat}.
 */
package org.mediafiles.web.faces.support;
