/**
 * Makes derivatives: claims jobs, derives, puts, records; in the background, or at once where somebody wants to see one.
 * May import {@code catalog}, {@code storage}, {@code imaging} and {@code config}. First class to read:
 * {@link org.mediafiles.derivative.Derivatives}.
 */
package org.mediafiles.derivative;
