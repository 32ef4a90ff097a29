package org.mediafiles.imaging.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.PhotoLike;
import org.mediafiles.imaging.PictureDeriver;
import org.mediafiles.imaging.Pictures;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Three derivatives of a 12 MP JPEG, as the product makes them: permit, decode, scale, encode. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 6, time = 3)
public class DerivativesBenchmark {
    /** 12 MP, 4:3, as phones make them. */
    static final int WIDTH = 4000;
    static final int HEIGHT = 3000;
    /** Gives about 4 MB. */
    static final int QUALITY = 90;

    private PictureDeriver deriver;
    private ByteSource photo;

    /** Makes the photo once. */
    @Setup
    public void makePhoto() throws IOException {
        deriver = new PictureDeriver(Pictures.decoding());
        photo = Pictures.of(photo());
    }

    static byte[] photo() throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        PhotoLike.writeJpeg(WIDTH, HEIGHT, QUALITY, false, jpeg);
        return jpeg.toByteArray();
    }

    /** One photo. */
    @Benchmark
    public Map<Variant, DerivedPicture> threeDerivativesOf12Megapixels() {
        return deriver.derive(photo, "image/jpeg");
    }
}
