package org.mediafiles.imaging;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Hashtable;
import javax.imageio.ImageReader;

/**
 * A destination that has a picture's shape but no pixels: the JDK's JPEG reader puts row after row into it, and each goes
 * on to a sink. So 100 MP cost one row, and nothing is copied.
 */
final class RowRaster extends WritableRaster {
    /** Where rows go, and of how many passes the last one counts. */
    record LastPass(RowSink sink, int passes) {}

    private final ImageReader reader;
    private final LastPass target;
    private final TimeLimit limit;
    private IOException failure;
    private long rows;

    private RowRaster(JpegStructure jpeg, ImageReader reader, LastPass target, TimeLimit limit) {
        super(new PixelInterleavedSampleModel(DataBuffer.TYPE_BYTE, jpeg.width, jpeg.height, jpeg.components,
                jpeg.width * jpeg.components, offsets(jpeg.components)), new DataBufferByte(1), new Point());
        this.reader = reader;
        this.target = target;
        this.limit = limit;
    }

    private static int[] offsets(int components) {
        return components == 1 ? new int[]{0} : new int[]{0, 1, 2};
    }

    static RowRaster of(JpegStructure jpeg, ImageReader reader, LastPass target, TimeLimit limit) {
        return new RowRaster(jpeg, reader, target, limit);
    }

    /** @return this raster as the picture that a reader wants to be given */
    BufferedImage asImage() {
        ColorSpace space = ColorSpace.getInstance(getNumBands() == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        return new BufferedImage(
                new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE), this, false,
                new Hashtable<>());
    }

    @Override
    public void setRect(int x, int y, Raster row) {
        if (failure != null) {
            return;
        }
        try {
            limit.check();
            long pass = rows++ / getHeight();
            if (pass == target.passes - 1) {
                target.sink.row(((DataBufferByte) row.getDataBuffer()).getData(), 0);
            }
        } catch (IOException e) {
            failure = e;
            // The reader allows this from within its own call, and its native loop ends at the next row.
            reader.abort();
        }
    }

    @Override
    public WritableRaster createWritableChild(int x, int y, int width, int height, int childX, int childY,
            int[] bands) {
        return this;
    }

    /** @return rows that came, all passes together */
    long rows() {
        return rows;
    }

    /** @throws IOException what the sink or the time limit had to say */
    void rethrow() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
