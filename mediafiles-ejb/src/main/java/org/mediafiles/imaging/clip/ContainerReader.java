package org.mediafiles.imaging.clip;

import java.io.IOException;
import org.mediafiles.imaging.ByteCursor;

/** Reads containers by the book, without ffmpeg. */
public final class ContainerReader {
    private ContainerReader() {}

    static ContainerFacts read(ByteCursor cursor, String mimeType) throws IOException {
        return mimeType.equals("video/webm") ? WebmStructure.read(cursor) : Mp4Structure.read(cursor);
    }

    /**
     * @param mimeType as {@link ClipProbe#takes} knows it
     * @throws org.mediafiles.imaging.DamagedPictureException where the structure breaks off
     */
    public static ClipLayout layout(ByteCursor cursor, String mimeType) throws IOException {
        return read(cursor, mimeType).layout();
    }
}
