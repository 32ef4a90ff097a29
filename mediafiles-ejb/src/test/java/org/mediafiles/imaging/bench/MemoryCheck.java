package org.mediafiles.imaging.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.mediafiles.imaging.PhotoLike;
import org.mediafiles.imaging.PictureDecoding;
import org.mediafiles.imaging.PictureDeriver;
import org.mediafiles.imaging.Pictures;
import org.mediafiles.model.ByteSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.validation.Inspectors;
import org.mediafiles.validation.MediaInspector;

/**
 * 100 MP in a heap of 512 MB, alone and eight at once: inspected and derived. {@code make} writes the pictures and wants
 * a larger heap; {@code check} is run with {@code -Xmx512m} and ends with 1 where one picture failed.
 */
public final class MemoryCheck {
    private static final int SIDE = 10_000;
    private static final int AT_ONCE = 8;

    private MemoryCheck() {}

    /** @param args {@code make} or {@code check}, and a folder */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[1]));
        Path baseline = folder.resolve("baseline.jpg");
        Path progressive = folder.resolve("progressive.jpg");
        if (args[0].equals("make")) {
            make(baseline, false);
            make(progressive, true);
            return;
        }
        System.out.printf("heap: %d MB%n", Runtime.getRuntime().maxMemory() >> 20);
        boolean good = true;
        for (Path picture : List.of(baseline, progressive)) {
            good &= atOnce(picture, 1) == 1;
            int passed = atOnce(picture, AT_ONCE);
            // A progressive picture takes its coefficients outside the heap: they wait for one another, and may be told to.
            good &= picture == progressive ? passed >= 1 : passed == AT_ONCE;
        }
        System.exit(good ? 0 : 1);
    }

    private static void make(Path file, boolean progressive) throws IOException {
        if (!Files.exists(file)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                PhotoLike.writeJpeg(SIDE, SIDE, 80, progressive, out);
            }
        }
    }

    /** @return how many passed; the others were told to come again */
    private static int atOnce(Path file, int count) throws InterruptedException, ExecutionException, IOException {
        PictureDecoding decoding = Pictures.decoding();
        MediaInspector inspector = Inspectors.of(decoding);
        PictureDeriver deriver = new PictureDeriver(decoding);
        ByteSource source = Pictures.of(file);
        AtomicInteger passed = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(count);
        long start = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(threads.submit(() -> {
                try {
                    deriver.derive(source, inspector.inspect(source, true, false).mimeType());
                    passed.incrementAndGet();
                } catch (MediaFilesException e) {
                    if (e.code() != ProblemCode.NOT_READY) {
                        throw e;
                    }
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        System.out.printf("%s (%d bytes), %d at once: %d passed, %d told to come again, %.1f s%n", file.getFileName(),
                Files.size(file), count, passed.get(), count - passed.get(), (System.nanoTime() - start) / 1e9);
        return passed.get();
    }
}
