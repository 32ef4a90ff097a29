package org.mediafiles.delivery;

import java.io.IOException;

/** Where an archive's bytes go, in order. */
public interface ArchiveSink {
    /** Takes what stands around the pictures. */
    void write(byte[] bytes) throws IOException;

    /** Takes a whole picture. */
    void send(DeliveredBytes picture) throws IOException;
}
