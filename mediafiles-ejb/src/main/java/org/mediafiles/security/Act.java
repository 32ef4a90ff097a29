package org.mediafiles.security;

/** What somebody may want to do, as {@link AccessPolicy} tells acts apart. */
public enum Act {
    /** Patients, timelines, events, media files as records and their derivatives. */
    READ,
    /** The original bytes, which may hold a position. */
    READ_ORIGINAL,
    /** Adding and changing patients. */
    WRITE_PATIENT,
    /** Sending files and putting them on a timeline. */
    CREATE_EVENT,
    /** Changing an event's words, time or pictures. */
    EDIT_EVENT,
    /** Moving an event to the trash. */
    DELETE_EVENT,
    /** Taking an event out of the trash. */
    RESTORE_EVENT,
    /** Moving an event to the right patient. */
    MOVE_EVENT,
    /** The trash, the list of all media files and the rest of the admin pages. */
    ADMINISTER
}
