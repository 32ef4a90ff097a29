package org.mediafiles.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * What a decoder reads: pieces of the file and bytes of ours, one after the other, without a cache in memory or in a
 * temporary file. Every read looks at the time limit, which is how a decoder that asks nobody is ended.
 */
final class DecoderInput extends ImageInputStreamImpl {
    private record Part(long start, byte[] bytes, long from, long length) {}

    private final ByteCursor cursor;
    private final TimeLimit limit;
    private final List<Part> parts = new ArrayList<>();
    private long length;
    private IOException failure;

    DecoderInput(ByteCursor cursor, TimeLimit limit) {
        this.cursor = cursor;
        this.limit = limit;
    }

    /** The file as it is. */
    static DecoderInput whole(ByteCursor cursor, TimeLimit limit) {
        return new DecoderInput(cursor, limit).piece(0, cursor.size());
    }

    DecoderInput bytes(int... bytes) {
        byte[] own = new byte[bytes.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = (byte) bytes[i];
        }
        return add(new Part(length, own, 0, own.length));
    }

    DecoderInput piece(long from, long count) {
        return add(new Part(length, null, from, count));
    }

    private DecoderInput add(Part part) {
        parts.add(part);
        length += part.length;
        return this;
    }

    /** @return the same bytes for who reads a plain stream */
    InputStream asStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return DecoderInput.this.read();
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                return DecoderInput.this.read(into, offset, count);
            }
        };
    }

    /**
     * What a decoder's end means. It says nothing about the picture where we could not give the decoder its bytes, or
     * ended it; any other exception is the picture's: decoders answer some damage with whatever their code stumbles over.
     */
    IOException verdict(Exception thrown) {
        if (failure != null) {
            return failure;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeLimit.Exceeded || cause instanceof InterruptedIOException
                    || cause instanceof DamagedPictureException) {
                return (IOException) cause;
            }
        }
        return new DamagedPictureException("the decoder failed", thrown);
    }

    /** For decoders that go on where they got no bytes, and at most warn. @throws IOException what we failed with */
    void rethrow() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        try {
            return fill(into, offset, count);
        } catch (DamagedPictureException e) {
            throw e;
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    private int fill(byte[] into, int offset, int count) throws IOException {
        limit.check();
        bitOffset = 0;
        int done = 0;
        // To the full: the base class takes a short read in the middle of a number for the end.
        while (done < count) {
            int some = some(into, offset + done, count - done);
            if (some < 0) {
                break;
            }
            done += some;
        }
        return done == 0 && count > 0 ? -1 : done;
    }

    private int some(byte[] into, int offset, int count) throws IOException {
        for (Part part : parts) {
            long within = streamPos - part.start;
            if (within < part.length) {
                int some = (int) Math.min(count, part.length - within);
                if (part.bytes == null) {
                    some = cursor.seek(part.from + within).read(into, offset, some);
                } else {
                    System.arraycopy(part.bytes, (int) within, into, offset, some);
                }
                streamPos += Math.max(0, some);
                return some;
            }
        }
        return -1;
    }
}
