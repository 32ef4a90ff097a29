/**
 * What is cleared away, and when: bytes that a crash or a refusal left, rows whose time is over. Nothing clinical is ever
 * purged. May import {@code storage}, {@code catalog}, {@code security}, {@code audit} and
 * {@code config}. First class to read: {@link org.mediafiles.retention.Reconciler}.
 */
package org.mediafiles.retention;
