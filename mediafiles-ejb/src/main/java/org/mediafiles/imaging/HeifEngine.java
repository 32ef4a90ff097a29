package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.imaging.PictureHeader.Coding;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;

/**
 * HEIC and HEIF by a program of the machine ({@code heif-convert} of libheif, or {@code vipsthumbnail} of libvips), which
 * writes a JPEG of the highest quality with the picture upright and its profile kept; the rest is done here. (A PNG would
 * be exact and cost six times as much.)
 */
final class HeifEngine implements PictureEngine {
    private static final Logger LOG = Logger.getLogger(HeifEngine.class);
    /** What the decoder holds per pixel (planes, RGB, a row of PNG), and what it needs before the first one. */
    private static final long BYTES_PER_PIXEL = 16;
    private static final long OWN_BYTES = 512L << 20;
    private static final String ENDLESS = "100000x100000>";
    /** For derivatives, and for finding out whether it decodes at all. */
    private static final int BEST = 100;
    private static final int ANY = 50;

    private final Optional<ExternalProgram> heifConvert;
    private final Optional<ExternalProgram> vipsthumbnail;

    HeifEngine(ToolConfig tools) {
        this.heifConvert = ExternalProgram.find(tools.heifConvert(), "heif-convert");
        this.vipsthumbnail = ExternalProgram.find(tools.vipsthumbnail(), "vipsthumbnail");
    }

    /** @return whether the type is one that this engine reads where the machine has a program for it */
    static boolean isHeif(String mimeType) {
        return mimeType.equals("image/heic") || mimeType.equals("image/heif");
    }

    @Override
    public boolean takes(String mimeType) {
        return isHeif(mimeType) && (heifConvert.isPresent() || vipsthumbnail.isPresent());
    }

    @Override
    public PictureHeader probe(ByteSource source, String mimeType, TimeLimit limit) throws IOException {
        try (ByteCursor cursor = ByteCursor.of(source, limit)) {
            HeifStructure heif = HeifStructure.read(cursor);
            return new PictureHeader(mimeType, heif.width, heif.height, heif.turns % 2 == 1, false, heif.exif,
                    Coding.WHOLE);
        }
    }

    @Override
    public DecodeCost cost(ByteSource source, PictureHeader header, TimeLimit limit) {
        return new DecodeCost(LanczosScaler.heapBytes(header.displayedWidth(), DerivativeChain.LARGEST),
                header.pixels() * BYTES_PER_PIXEL);
    }

    @Override
    public Map<Variant, DerivedPicture> derive(ByteSource source, PictureHeader header, TimeLimit limit)
            throws IOException {
        LanczosScaler scaler = new LanczosScaler(DerivativeChain.LARGEST);
        byte[] profile = decode(source, header, limit, scaler, BEST);
        return DerivativeChain.of(scaler.result(), profile, 1);
    }

    @Override
    public void check(ByteSource source, PictureHeader header, TimeLimit limit) throws IOException {
        decode(source, header, limit, RowSink.NOWHERE, ANY);
    }

    private byte[] decode(ByteSource source, PictureHeader header, TimeLimit limit, RowSink sink, int quality)
            throws IOException {
        return ExternalProgram.inPrivateFolder(folder -> {
            Path picture = folder.resolve("picture.jpg");
            // libheif goes by the content, libvips by the name's end: one name for both, which nobody chose.
            Path input = folder.resolve("picture.heic");
            try (ByteSource.LocalFile file = source.asLocalFile()) {
                Files.createSymbolicLink(input, file.path().toAbsolutePath());
                convert(folder, input, picture, quality, header, limit);
            }
            try (ByteCursor cursor = ByteCursor.of(new ProgramOutput(picture), limit)) {
                JpegStructure jpeg = JpegStructure.read(cursor);
                if (jpeg.width != header.displayedWidth() || jpeg.height != header.displayedHeight()) {
                    throw new DamagedPictureException("the picture has another size than its header says");
                }
                new JpegDecoder(jpeg, cursor, limit).decode(sink);
                return jpeg.profile();
            } catch (DamagedPictureException e) {
                ExternalProgram.requireRoom(folder);
                throw e;
            }
        });
    }

    private void convert(Path folder, Path input, Path output, int quality, PictureHeader header, TimeLimit limit)
            throws IOException {
        ExternalProgram.Limits limits = new ExternalProgram.Limits(limit,
                OWN_BYTES + header.pixels() * BYTES_PER_PIXEL, header.pixels() * 8 + (1 << 20));
        ExternalProgram.Outcome outcome = heifConvert.isPresent()
                ? heifConvert.get().run(folder, limits,
                        List.of("-q", Integer.toString(quality), input.toString(), output.toString()))
                : vipsthumbnail.orElseThrow().run(folder, limits,
                        List.of("--size", ENDLESS, "-o", output + "[Q=" + quality + "]", input.toString()));
        if (outcome.exitCode() != 0 || !Files.isRegularFile(output)) {
            LOG.debugf("HEIF decoder ended with %d: %s", outcome.exitCode(), outcome.stderr());
            throw outcome.refusal();
        }
    }
}
