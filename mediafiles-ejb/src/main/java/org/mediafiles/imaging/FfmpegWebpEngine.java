package org.mediafiles.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;

/**
 * WebP by {@code ffmpeg} where the machine has one: TwelveMonkeys 3.14 shifts the colours of lossy WebP the more, the
 * harder it was compressed (mean 10 levels of 255 at quality 30). Where there is none, {@link ImageIoEngine} reads it.
 */
final class FfmpegWebpEngine implements PictureEngine {
    private static final String WEBP = "image/webp";
    /** Without these its conversion to RGB is up to two levels too dark. */
    private static final String EXACT = "accurate_rnd+full_chroma_int+full_chroma_inp+bitexact";
    private static final long BYTES_PER_PIXEL = 24;
    private static final long OWN_BYTES = 768L << 20;

    private final ImageIoEngine structure = new ImageIoEngine();
    private final Optional<ExternalProgram> ffmpeg;

    FfmpegWebpEngine(ToolConfig tools) {
        this.ffmpeg = ExternalProgram.find(tools.ffmpeg(), "ffmpeg");
    }

    @Override
    public boolean takes(String mimeType) {
        return mimeType.equals(WEBP) && ffmpeg.isPresent();
    }

    @Override
    public PictureHeader probe(ByteSource source, String mimeType, TimeLimit limit) throws IOException {
        return structure.probe(source, mimeType, limit);
    }

    @Override
    public DecodeCost cost(ByteSource source, PictureHeader header, TimeLimit limit) {
        return new DecodeCost(LanczosScaler.heapBytes(header.width(), DerivativeChain.LARGEST),
                header.pixels() * BYTES_PER_PIXEL);
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

    private byte[] decode(ByteSource source, PictureHeader header, TimeLimit limit, RowSink sink) throws IOException {
        return ExternalProgram.inPrivateFolder(folder -> {
            Path picture = folder.resolve("picture.png");
            byte[] profile = convert(source, folder, picture, header, limit);
            try (ByteCursor cursor = ByteCursor.of(new ProgramOutput(picture), limit)) {
                PngStructure png = PngStructure.read(cursor);
                if (png.width != header.width() || png.height != header.height()) {
                    throw new DamagedPictureException("the picture has another size than its header says");
                }
                new PngDecoder(png, cursor, limit).decode(sink);
            } catch (DamagedPictureException e) {
                ExternalProgram.requireRoom(folder);
                throw e;
            }
            return profile;
        });
    }

    /** Gives the program the picture's own chunks alone, so that it neither turns nor converts anything. */
    private byte[] convert(ByteSource source, Path folder, Path output, PictureHeader header, TimeLimit limit)
            throws IOException {
        Path input = folder.resolve("picture.webp");
        WebpStructure webp;
        try (ByteCursor cursor = ByteCursor.of(source, limit)) {
            webp = WebpStructure.read(cursor);
            try (DecoderInput bare = new WebpDecoder(webp, cursor, limit).input();
                    InputStream stream = bare.asStream()) {
                Files.copy(stream, input);
            }
        }
        ExternalProgram.Limits limits = new ExternalProgram.Limits(limit,
                OWN_BYTES + header.pixels() * BYTES_PER_PIXEL, header.pixels() * 8 + (64L << 20));
        ExternalProgram.Outcome outcome = ffmpeg.orElseThrow().run(folder, limits,
                List.of("-hide_banner", "-loglevel", "error", "-nostdin", "-threads", "1", "-xerror", "-err_detect",
                        "explode", "-protocol_whitelist", "file", "-noautorotate", "-i", input.toString(), "-frames:v",
                        "1", "-threads", "1", "-sws_flags", EXACT, "-compression_level", "1", output.toString()));
        if (outcome.exitCode() != 0 || !Files.isRegularFile(output)) {
            throw outcome.refusal();
        }
        return webp.profile;
    }
}
