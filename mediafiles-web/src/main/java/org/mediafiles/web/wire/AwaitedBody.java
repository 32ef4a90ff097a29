package org.mediafiles.web.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** A request's body that fails once its sender has kept the reader waiting too long. */
final class AwaitedBody extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private final Patience patience;

    AwaitedBody(StreamSourceConduit next, Patience patience) {
        super(next);
        this.patience = patience;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return (int) (target.hasRemaining() ? checked(super.read(target)) : super.read(target));
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return checked(super.read(targets, offset, length));
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return checked(super.transferTo(position, count, target));
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
        long moved = super.transferTo(count, through, target);
        // What could not be passed on stands in the buffer: then it is not the sender who is slow.
        return through.hasRemaining() ? moved : checked(moved);
    }

    @Override
    public void awaitReadable() throws IOException {
        super.awaitReadable(patience.left(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void awaitReadable(long time, TimeUnit unit) throws IOException {
        super.awaitReadable(Math.min(unit.toNanos(time), patience.left()), TimeUnit.NANOSECONDS);
    }

    private long checked(long count) throws IOException {
        if (count >= 0 && !patience.came(count)) {
            super.terminateReads();
            throw new IOException("The client sends its body too slowly");
        }
        return count;
    }
}
