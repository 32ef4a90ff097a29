package org.mediafiles.imaging.clip;

/**
 * What ffmpeg finds in a clip.
 *
 * @param video       pictures; otherwise sound
 * @param codec       as ffmpeg names it
 * @param width       pixels as stored, 0 for sound and where it is not told
 * @param height      pixels as stored, 0 for sound and where it is not told
 * @param pixelFormat empty for sound and where it is not told
 * @param range       {@link DynamicRange#SDR} where nothing else is told
 * @param attached    a cover or a preview, not a track that runs
 */
record Track(boolean video, String codec, int width, int height, String pixelFormat, DynamicRange range,
        boolean attached) {

    /** @param words what is said of the colours; the transfer function's name stands in it */
    static DynamicRange range(String words) {
        return words.contains("arib-std-b67")
                ? DynamicRange.HLG
                : words.contains("smpte2084") ? DynamicRange.PQ : DynamicRange.SDR;
    }
}
