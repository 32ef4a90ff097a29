/**
 * Entities and values. May import {@code problem} alone; entities never leave this module. First class to read:
 * {@link org.mediafiles.model.StorageKey}.
 */
package org.mediafiles.model;
