package org.mediafiles.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what a program says to its end, so that the program never waits; keeps the beginning and the end of it. */
final class ProgramWords extends Thread {
    private final InputStream stream;
    private final ByteArrayOutputStream first = new ByteArrayOutputStream();
    private final byte[] last = new byte[ExternalProgram.MAX_LAST_WORDS];
    private long said;

    ProgramWords(InputStream stream) {
        super("mediafiles-stderr");
        this.stream = stream;
        setDaemon(true);
    }

    @Override
    public void run() {
        byte[] buffer = new byte[1024];
        try {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            // The program was ended: what was read until then is kept.
            return;
        }
    }

    private synchronized void keep(byte[] buffer, int count) {
        first.write(buffer, 0, Math.min(count, ExternalProgram.MAX_STDERR - first.size()));
        for (int at = 0; at < count; at++) {
            last[(int) (said++ % last.length)] = buffer[at];
        }
    }

    ExternalProgram.Outcome outcome(int exitCode) throws InterruptedException {
        join(1_000);
        synchronized (this) {
            return new ExternalProgram.Outcome(exitCode, first.toString(StandardCharsets.UTF_8), lastWords());
        }
    }

    /** @return what was read until now, the end of it */
    synchronized String lastWords() {
        int length = (int) Math.min(said, last.length);
        byte[] inOrder = new byte[length];
        for (int at = 0; at < length; at++) {
            inOrder[at] = last[(int) ((said - length + at) % last.length)];
        }
        return new String(inOrder, StandardCharsets.UTF_8);
    }
}
