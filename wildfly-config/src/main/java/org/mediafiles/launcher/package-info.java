/**
 * The run profile's launcher: an embedded PostgreSQL and a WildFly with the EAR, on a home directory that lasts. It knows
 * the archive only by its EAR and its configuration keys, and imports none of its classes. The tests borrow
 * {@link org.mediafiles.launcher.EmbeddedDatabase} and {@link org.mediafiles.launcher.ServerBase}. First class to read:
 * {@link org.mediafiles.launcher.Launcher}.
 */
package org.mediafiles.launcher;
