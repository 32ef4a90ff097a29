/** The way up: its tries, its record, what breaks it off and how it goes on. */
package org.mediafiles.schema.migrate;
