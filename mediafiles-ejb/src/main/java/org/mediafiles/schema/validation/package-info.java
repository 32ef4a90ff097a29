/**
 * Looks at a database and its files and says whether they are what the program needs: the structure, which keeps the
 * application closed where it is wrong; the data, whose faults are listed; and what is worth knowing. Reads alone, so it may
 * be asked at any time and of any phase's catalogue, a database that Django made included. May import
 * {@code schema.version}, {@code storage} and {@code config}. First class to read:
 * {@link org.mediafiles.schema.validation.Validation}.
 */
package org.mediafiles.schema.validation;
