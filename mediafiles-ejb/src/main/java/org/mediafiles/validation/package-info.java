/**
 * What the bytes are and whether they are good: type by content, probes, limits, hidden payloads. No database, no store.
 * May import {@code imaging} and {@code config}. First class to read: {@link org.mediafiles.validation.MediaInspector}.
 */
package org.mediafiles.validation;
