package org.mediafiles.imaging.clip;

import java.math.BigDecimal;
import java.time.OffsetDateTime;

/**
 * What a clip is.
 *
 * @param mimeType     {@code video/mp4}, {@code video/quicktime} or {@code video/webm}
 * @param extension    that goes with it, without the dot
 * @param videoCodec   {@code h264}, {@code hevc}, {@code vp8}, {@code vp9} or {@code av1}
 * @param audioCodec   as ffmpeg names it; {@code null} for a clip without sound
 * @param codedWidth   pixels as stored, the pixel's aspect ratio ignored
 * @param codedHeight  pixels as stored
 * @param rotation     degrees clockwise that the picture is shown turned by: 0, 90, 180 or 270
 * @param duration     seconds, three decimals; what can be demuxed, whatever the header says
 * @param frameRate    pictures per second on average
 * @param pixelFormat  as ffmpeg names it, for example {@code yuv420p10le}
 * @param dynamicRange how brightness is coded
 * @param trimming     what of it is not to be shown
 * @param hasPosition  the file holds a geographic position
 * @param captureTime  {@code null} where the camera wrote none
 * @param cameraMaker  as the file says it, not cleaned; {@code null} where it says none
 * @param cameraModel  as the file says it, not cleaned; {@code null} where it says none
 */
public record ClipFacts(String mimeType, String extension, String videoCodec, String audioCodec, int codedWidth,
        int codedHeight, int rotation, BigDecimal duration, double frameRate, String pixelFormat,
        DynamicRange dynamicRange, Trimming trimming, boolean hasPosition, OffsetDateTime captureTime,
        String cameraMaker,
        String cameraModel) {

    /** @return pixels as shown */
    public int displayedWidth() {
        return rotation % 180 == 0 ? codedWidth : codedHeight;
    }

    /** @return pixels as shown */
    public int displayedHeight() {
        return rotation % 180 == 0 ? codedHeight : codedWidth;
    }
}
