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
    private final ImageReader reader;
    private final RowSink sink;
    private final TimeLimit limit;
    private IOException failure;
    private int rows;

    private RowRaster(int width, int height, int components, ImageReader reader, RowSink sink, TimeLimit limit) {
        super(new PixelInterleavedSampleModel(DataBuffer.TYPE_BYTE, width, height, components, width * components,
                offsets(components)), new DataBufferByte(1), new Point());
        this.reader = reader;
        this.sink = sink;
        this.limit = limit;
    }

    private static int[] offsets(int components) {
        return components == 1 ? new int[]{0} : new int[]{0, 1, 2};
    }

    static RowRaster of(int width, int height, int components, ImageReader reader, RowSink sink, TimeLimit limit) {
        return new RowRaster(width, height, components, reader, sink, limit);
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
            rows++;
            sink.row(((DataBufferByte) row.getDataBuffer()).getData(), 0);
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
    int rows() {
        return rows;
    }

    /** @throws IOException what the sink or the time limit had to say */
    void rethrow() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
