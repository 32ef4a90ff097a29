package org.mediafiles.imaging;

import java.io.IOException;
import java.util.Map;
import org.mediafiles.imaging.PictureHeader.Coding;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;

/** JPEG, PNG, WebP and TIFF inside this JVM. */
final class ImageIoEngine implements PictureEngine {
    private static final String JPEG = "image/jpeg";
    private static final String PNG = "image/png";
    private static final String WEBP = "image/webp";
    private static final String TIFF = "image/tiff";
    /** A sample model does not take more; PNG, WebP and TIFF are asked before they get here. */
    private static final int LARGEST_SIDE = 65_535;

    @Override
    public boolean takes(String mimeType) {
        return switch (mimeType) {
            case JPEG, PNG, WEBP, TIFF -> true;
            default -> false;
        };
    }

    @Override
    public PictureHeader probe(ByteSource source, String mimeType, TimeLimit limit) throws IOException {
        try (ByteCursor cursor = ByteCursor.of(source, limit)) {
            return switch (mimeType) {
                case JPEG -> {
                    JpegStructure jpeg = JpegStructure.read(cursor);
                    yield header(mimeType, jpeg.width, jpeg.height, false, jpeg.exif,
                            jpeg.progressive ? Coding.PASSES : Coding.SEQUENTIAL);
                }
                case PNG -> {
                    PngStructure png = PngStructure.read(cursor);
                    yield header(mimeType, png.width, png.height, png.animated, png.exif,
                            png.interlaced ? Coding.PASSES : Coding.SEQUENTIAL);
                }
                case WEBP -> {
                    WebpStructure webp = WebpStructure.read(cursor);
                    yield header(mimeType, webp.width, webp.height, webp.animated, webp.exif, Coding.WHOLE);
                }
                default -> {
                    TiffStructure tiff = TiffStructure.read(cursor);
                    yield header(mimeType, tiff.width, tiff.height, false, tiff.exif,
                            tiff.raw ? Coding.RAW : Coding.SEQUENTIAL);
                }
            };
        }
    }

    private static PictureHeader header(String mimeType, int width, int height, boolean animated, ExifTags exif,
            Coding coding) {
        return new PictureHeader(mimeType, width, height, exif.orientation() >= 5, animated, exif, coding);
    }

    @Override
    public DecodeCost cost(ByteSource source, PictureHeader header, TimeLimit limit) throws IOException {
        DecodeCost decoding = decodingCost(source, header, limit);
        return decoding.plusHeap(LanczosScaler.heapBytes(header.width(), DerivativeChain.LARGEST));
    }

    private static DecodeCost decodingCost(ByteSource source, PictureHeader header, TimeLimit limit)
            throws IOException {
        try (ByteCursor cursor = ByteCursor.of(source, limit)) {
            return switch (header.mimeType()) {
                case JPEG -> {
                    JpegStructure jpeg = JpegStructure.read(cursor);
                    long inks = Math.min(JpegDecoder.inkBytes(jpeg, 1), JpegDecoder.MAX_WHOLE_BYTES);
                    yield new DecodeCost(jpeg.components == 4 ? inks : 0, jpeg.coefficientBytes());
                }
                case PNG -> {
                    PngStructure png = PngStructure.read(cursor);
                    long whole = PngDecoder.wholeBytes(png, PngDecoder.step(png));
                    yield new DecodeCost(png.interlaced ? whole : 0, 0);
                }
                case WEBP -> new DecodeCost(WebpDecoder.heapBytes(WebpStructure.read(cursor)), 0);
                default -> new DecodeCost(TiffDecoder.heapBytes(TiffStructure.read(cursor)), 0);
            };
        }
    }

    @Override
    public Map<Variant, DerivedPicture> derive(ByteSource source, PictureHeader header, TimeLimit limit)
            throws IOException {
        LanczosScaler scaler = new LanczosScaler(DerivativeChain.LARGEST);
        byte[] profile = decode(source, header, limit, scaler);
        return DerivativeChain.of(scaler.result(), profile, header.exif().orientation());
    }

    @Override
    public void check(ByteSource source, PictureHeader header, TimeLimit limit) throws IOException {
        decode(source, header, limit, RowSink.NOWHERE);
    }

    /** @return the file's ICC profile, {@code null} without one */
    private static byte[] decode(ByteSource source, PictureHeader header, TimeLimit limit, RowSink sink)
            throws IOException {
        if (header.width() > LARGEST_SIDE || header.height() > LARGEST_SIDE || header.coding() == Coding.RAW) {
            throw new DamagedPictureException("not a picture that can be decoded here");
        }
        try (ByteCursor cursor = ByteCursor.of(source, limit)) {
            switch (header.mimeType()) {
                case JPEG -> {
                    JpegStructure jpeg = JpegStructure.read(cursor);
                    new JpegDecoder(jpeg, cursor, limit).decode(sink);
                    return jpeg.profile();
                }
                case PNG -> {
                    PngStructure png = PngStructure.read(cursor);
                    new PngDecoder(png, cursor, limit).decode(sink);
                    return png.profile;
                }
                case WEBP -> {
                    WebpStructure webp = WebpStructure.read(cursor);
                    new WebpDecoder(webp, cursor, limit).decode(sink);
                    return webp.profile;
                }
                default -> {
                    TiffStructure tiff = TiffStructure.read(cursor);
                    new TiffDecoder(tiff, cursor, limit).decode(sink);
                    return tiff.profile;
                }
            }
        }
    }
}
