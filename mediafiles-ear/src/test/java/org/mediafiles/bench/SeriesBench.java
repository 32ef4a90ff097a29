package org.mediafiles.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** A series of twenty photos of 12 MP: in at once, and out as one archive. Properties as those of {@link WholeBench}. */
public final class SeriesBench {
    private static final int PICTURES = 20;
    private static final int SINGLES = 30;
    private static final int DOWNLOADS = 9;

    private final BenchServer server = new BenchServer();

    private SeriesBench() {}

    public static void main(String[] arguments) throws Exception {
        new SeriesBench().run();
    }

    private void run() throws Exception {
        byte[] jpeg = BenchPictures.photo();
        String patient = server.newPatient();
        List<Long> singles = new ArrayList<>();
        for (int time = 0; time < SINGLES; time++) {
            byte[] one = BenchPictures.different(jpeg);
            long start = System.nanoTime();
            server.photo(patient, one, "a.jpg");
            singles.add(System.nanoTime() - start);
        }
        long single = BenchServer.median(singles.subList(SINGLES / 3, SINGLES));
        long before = server.heldHeap();
        JsonNode series = null;
        List<Long> whole = new ArrayList<>();
        for (int time = 0; time < 3; time++) {
            List<byte[]> pictures = pictures(jpeg);
            long start = System.nanoTime();
            series = server.created(server.form("/patients/" + patient + "/photo-series", pictures, "a.jpg"));
            whole.add(System.nanoTime() - start);
        }
        long all = BenchServer.median(whole);
        BenchServer.say("one photo of %.1f MB to its 201: %d ms; twenty as one series: %d ms, %.1f times",
                jpeg.length / 1e6, single / 1_000_000, all / 1_000_000, (double) all / single);
        memory(patient, jpeg, before);
        archive(series);
    }

    private static List<byte[]> pictures(byte[] jpeg) {
        List<byte[]> pictures = new ArrayList<>();
        for (int count = 0; count < PICTURES; count++) {
            pictures.add(BenchPictures.different(jpeg));
        }
        return pictures;
    }

    private void memory(String patient, byte[] jpeg, long before) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService one = Executors.newSingleThreadExecutor();
        Future<Long> during = one.submit(() -> server.mostHeld(over));
        server.created(server.form("/patients/" + patient + "/photo-series", pictures(jpeg), "a.jpg"));
        over.set(true);
        BenchServer.say("heap held before a series of %.0f MB %.1f MB, at most during %.1f MB",
                PICTURES * jpeg.length / 1e6, before / 1e6, during.get() / 1e6);
        one.shutdown();
    }

    /** Against the same originals by themselves, and against one file of about that length. */
    private void archive(JsonNode series) throws Exception {
        HttpRequest zip = server.request("/photo-series/" + series.get("id").asText() + "/archive?original=true").GET()
                .build();
        List<HttpRequest> plain = new ArrayList<>();
        series.get("files").forEach(file -> plain.add(server
                .request("/media-files/" + file.at("/mediaFile/id").asText() + "/content").GET().build()));
        byte[] noise = BenchPictures.noise(60_000_000);
        String single = server.photo(server.newPatient(), noise, "a.png").at("/mediaFile/id").asText();
        HttpRequest large = server.request("/media-files/" + single + "/content").GET().build();
        List<Long> archives = new ArrayList<>();
        List<Long> files = new ArrayList<>();
        List<Long> larges = new ArrayList<>();
        long bytes = 0;
        for (int time = 0; time < DOWNLOADS; time++) {
            long start = System.nanoTime();
            bytes = server.download(zip);
            long zipped = System.nanoTime();
            for (HttpRequest one : plain) {
                server.download(one);
            }
            long apart = System.nanoTime();
            server.download(large);
            archives.add(zipped - start);
            files.add(apart - zipped);
            larges.add(System.nanoTime() - apart);
        }
        double archive = bytes / (BenchServer.median(archives) / 1e9);
        BenchServer.say("archive of %.1f MB: %.0f MB/s; the same originals by themselves %.0f MB/s: %.2f times; "
                + "one file of %.1f MB %.0f MB/s: %.2f times", bytes / 1e6, archive / 1e6,
                bytes / (BenchServer.median(files) / 1e3), archive / (bytes / (BenchServer.median(files) / 1e9)),
                noise.length / 1e6, noise.length / (BenchServer.median(larges) / 1e3),
                archive / (noise.length / (BenchServer.median(larges) / 1e9)));
    }
}
