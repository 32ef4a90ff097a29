package org.mediafiles.imaging;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** WebP by TwelveMonkeys, which holds the whole picture; what is too large for that is subsampled. */
final class WebpDecoder {
    private static final long MAX_WHOLE_BYTES = 64L << 20;

    private final WebpStructure webp;
    private final ByteCursor cursor;
    private final TimeLimit limit;

    WebpDecoder(WebpStructure webp, ByteCursor cursor, TimeLimit limit) {
        this.webp = webp;
        this.cursor = cursor;
        this.limit = limit;
    }

    void decode(RowSink sink) throws IOException {
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        DecoderInput input = input();
        try {
            reader.setInput(input, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            int step = step(webp);
            param.setSourceSubsampling(step, step, 0, 0);
            BufferedImage image = reader.read(0, param);
            ImageRows.push(image, sink, limit);
        } catch (IOException | RuntimeException e) {
            throw input.verdict(e);
        } finally {
            reader.dispose();
        }
        input.rethrow();
    }

    static int step(WebpStructure webp) {
        int step = 1;
        while (!webp.lossless && wholeBytes(webp, step) > MAX_WHOLE_BYTES) {
            step++;
        }
        return step;
    }

    private static long wholeBytes(WebpStructure webp, int step) {
        return 4L * ((webp.width + step - 1) / step) * ((webp.height + step - 1) / step);
    }

    /** @return bytes of heap at once; the lossless decoder and the alpha plane hold all pixels as they are */
    static long heapBytes(WebpStructure webp) {
        long pixels = (long) webp.width * webp.height;
        return webp.lossless ? 9 * pixels : wholeBytes(webp, step(webp)) + (webp.alpha ? 5 * pixels : 0);
    }

    /** A container of ours around the picture's own chunks: no profile, no metadata. */
    DecoderInput input() {
        long alphaBytes = webp.alphaChunk == null ? 0 : webp.alphaChunk.length();
        boolean extended = !webp.lossless && webp.alphaChunk != null;
        long body = 4 + (extended ? 18 + alphaBytes : 0) + webp.picture.length();
        DecoderInput input = new DecoderInput(cursor, limit).bytes('R', 'I', 'F', 'F').bytes(little(body, 4))
                .bytes('W', 'E', 'B', 'P');
        if (extended) {
            input.bytes('V', 'P', '8', 'X', 10, 0, 0, 0, 0x10, 0, 0, 0).bytes(little(webp.width - 1L, 3))
                    .bytes(little(webp.height - 1L, 3)).piece(webp.alphaChunk.start(), alphaBytes);
        }
        return input.piece(webp.picture.start(), webp.picture.length());
    }

    private static int[] little(long value, int count) {
        int[] bytes = new int[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (int) (value >> 8 * i & 0xFF);
        }
        return bytes;
    }
}
