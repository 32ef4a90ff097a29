/**
 * Video clips: what a clip is and whether it can be shown, and what is made of it. All decoding is ffmpeg's, in a process
 * of its own; what a container says beside its pictures is read here. May import {@code config}. First class to read:
 * {@link org.mediafiles.imaging.clip.ClipProbe}.
 */
package org.mediafiles.imaging.clip;
