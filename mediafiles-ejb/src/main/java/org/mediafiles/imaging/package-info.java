/**
 * Pictures into smaller pictures: the engine port and its implementations, decode permits, and the runner of external
 * processes. May import {@code config}. First class to read: {@link org.mediafiles.imaging.PictureDeriver}.
 */
package org.mediafiles.imaging;
