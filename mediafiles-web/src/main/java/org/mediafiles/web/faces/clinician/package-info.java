/**
 * The clinician's pages: patients, a patient's timeline, a new photo, a photo. One backing bean per page, with the names
 * of the files in {@code webapp/clinician}. First class to read:
 * {@link org.mediafiles.web.faces.clinician.TimelineBacking}.
 */
package org.mediafiles.web.faces.clinician;
