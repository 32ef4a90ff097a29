package org.mediafiles.imaging;

import java.io.IOException;

/** Takes a picture row by row, top to bottom, so that nobody needs to hold all of it. */
interface RowSink {
    /**
     * Comes once, before the first row.
     *
     * @param width      pixels of each row; may be less than the picture's where the decoder subsampled
     * @param height     rows to come
     * @param components 1 grey, 3 RGB, 4 inks (C, M, Y, K; 255 is full ink); one byte each, interleaved
     */
    void begin(int width, int height, int components) throws IOException;

    /** @param samples the row, {@code width × components} bytes from {@code offset}; valid during the call alone */
    void row(byte[] samples, int offset) throws IOException;

    /** A sink that looks at nothing: for finding out whether all rows are there. */
    RowSink NOWHERE = new RowSink() {
        @Override
        public void begin(int width, int height, int components) {
            // nothing to get ready
        }

        @Override
        public void row(byte[] samples, int offset) {
            // the decoder's own errors are all that matters
        }
    };
}
