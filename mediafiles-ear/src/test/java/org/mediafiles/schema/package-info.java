/** The gate of the real EAR in a real server, seen from outside. */
package org.mediafiles.schema;
