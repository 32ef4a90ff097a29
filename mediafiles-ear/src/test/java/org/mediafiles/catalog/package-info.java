/** The catalog in the container: its transactions, its locks and what stands on record. */
package org.mediafiles.catalog;
