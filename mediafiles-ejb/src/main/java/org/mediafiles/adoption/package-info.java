/**
 * What an admin or the run profile does to an installation from outside the server: the command line's entry, users,
 * the take-over of a Django database; and in the server what looks after the files that were taken over. Calls
 * {@code schema}, never the reverse; may import every package of this module. First class to read: {@link org.mediafiles.adoption.CommandLine}.
 */
package org.mediafiles.adoption;
