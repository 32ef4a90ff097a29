/**
 * What the schema's work stands on: the program's versions with their scripts up and down, the history in the database, the
 * record of runs, the one lock, and the shapes that every operation takes and gives. Knows no operation itself. May import
 * {@code config}. First class to read: {@link org.mediafiles.schema.version.VersionScripts}.
 */
package org.mediafiles.schema.version;
