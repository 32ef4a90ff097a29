package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.schema.version.Progress;

/** The sheet, and a server that answers as it is told. */
class ImportTest {
    private static final String ONE = "11111111-1111-4111-8111-111111111111";
    private static final String TWO = "22222222-2222-4222-8222-222222222222";

    @TempDir
    Path folder;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private HttpServer server;
    private Answers answers;

    /** What the server says to a request. */
    private interface Answers {
        Reply to(String request, long times);
    }

    private record Reply(int status, String body) {
        static final Reply READY = new Reply(200, "{\"state\":\"ready\"}");
        static final Reply PUBLISHED = new Reply(201, "{}");

        static Reply problem(int status, String code) {
            return new Reply(status, "{\"code\":\"" + code + "\",\"detail\":\"Because.\"}");
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers = (request, times) -> request.endsWith("dryRun=true") ? Reply.READY : Reply.PUBLISHED;
        Files.write(folder.resolve("a.jpg"), new byte[]{1});
        Files.write(folder.resolve("b.jpg"), new byte[]{2});
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestURI().toString();
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            requests.add(request);
            Reply reply = answers.to(request, requests.stream().filter(request::equals).count());
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ImportReport run(String csv, boolean dryRun, boolean goOn) throws IOException {
        Path sheet = folder.resolve("sheet.csv");
        Files.writeString(sheet, csv);
        ImportRequest request = ImportRequest.of(sheet, folder,
                "http://127.0.0.1:" + server.getAddress().getPort() + "/mediafiles/", dryRun, goOn,
                Map.of("MEDIAFILES_API_USER", "admin", "MEDIAFILES_API_PASSWORD", "secret"));
        return new Import(Progress.NONE, waits::add).run(request);
    }

    private static String states(ImportReport report) {
        return String.join(" ", report.rows().stream().map(row -> row.state().code()).toList());
    }

    @Test
    void everyRowIsJudgedBeforeAnyIsPublished() throws IOException {
        ImportReport report = run(ONE + ",a.jpg\n" + TWO + ",b.jpg\n", false, false);

        assertEquals("imported imported", states(report));
        assertEquals(0, report.exitCode());
        String root = "/mediafiles/api/v1/admin/events/";
        assertEquals(
                List.of(root + ONE + "/photo?dryRun=true", root + TWO + "/photo?dryRun=true", root + ONE + "/photo",
                        root + TWO + "/photo"),
                requests);
        assertTrue(bodies.get(0).contains("4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"),
                "the file's SHA-256 goes along");
        assertTrue(report.lines(Locale.ENGLISH).containsAll(List.of("line 1: " + ONE + ": imported", "imported: 2",
                "refused: 0")), report.lines(Locale.ENGLISH).toString());
        assertFalse(report.json().toString().contains("secret"));
    }

    @Test
    void aDryRunPublishesNothing() throws IOException {
        ImportReport report = run(ONE + ",a.jpg\n", true, false);

        assertEquals("ready", states(report));
        assertEquals(0, report.exitCode());
        assertEquals(1, requests.size());
    }

    @Test
    void oneRefusedRowKeepsAllBackUnlessAskedOtherwise() throws IOException {
        answers = (request, times) -> request.contains(TWO)
                ? Reply.problem(409, "conflict")
                : request.endsWith("dryRun=true") ? Reply.READY : Reply.PUBLISHED;
        String csv = ONE + ",a.jpg\n" + TWO + ",b.jpg\n";

        ImportReport held = run(csv, false, false);
        assertEquals("ready refused", states(held));
        assertEquals("conflict. Because.", held.rows().get(1).text());
        assertEquals(1, held.exitCode());
        ImportReport asked = run(csv, false, true);
        assertEquals("imported refused", states(asked));
        assertEquals(1, asked.exitCode(), "not every row holds");
    }

    @Test
    void whatIsThereAlreadyIsNotSentAgain() throws IOException {
        answers = (request, times) -> request.contains(ONE) ? new Reply(200, "{\"state\":\"there\"}") : Reply.READY;

        ImportReport report = run(ONE + ",a.jpg\n", false, false);

        assertEquals("there", states(report));
        assertEquals(0, report.exitCode());
        assertEquals(1, requests.size());
    }

    @Test
    void aServerThatIsNotReadyIsAskedAgainAsItWishes() throws IOException {
        answers = (request, times) -> times < 3
                ? Reply.problem(503, "not-ready")
                : request.endsWith("dryRun=true") ? Reply.READY : Reply.PUBLISHED;

        assertEquals("imported", states(run(ONE + ",a.jpg\n", false, false)));
        assertEquals(List.of(7L, 7L, 7L, 7L), waits.stream().map(Duration::toSeconds).toList());
    }

    @Test
    void aServerThatGoesAwayStopsTheRunAndTheNextGoesOn() throws IOException {
        answers = (request, times) -> request.endsWith("dryRun=true")
                ? Reply.READY
                : request.contains(TWO) ? Reply.problem(503, "not-ready") : Reply.PUBLISHED;
        String csv = ONE + ",a.jpg\n" + TWO + ",b.jpg\n";

        ImportReport stopped = run(csv, false, false);
        assertEquals("imported not-tried", states(stopped));
        assertEquals(1, stopped.exitCode());
        assertTrue(stopped.stopped().contains("Run the same command again"), stopped.stopped());
        answers = (request, times) -> request.contains(ONE)
                ? new Reply(200, "{\"state\":\"there\"}")
                : request.endsWith("dryRun=true") ? Reply.READY : Reply.PUBLISHED;
        assertEquals("there imported", states(run(csv, false, false)));
    }

    @Test
    void wrongCredentialsAndWrongServersStopAtOnce() throws IOException {
        answers = (request, times) -> Reply.problem(401, "authentication-required");
        assertEquals("not-tried not-tried", states(run(ONE + ",a.jpg\n" + TWO + ",b.jpg\n", false, false)));
        assertEquals(1, requests.size());

        answers = (request, times) -> new Reply(404, "<html>nothing here</html>");
        ImportReport elsewhere = run(ONE + ",a.jpg\n", false, false);
        assertTrue(elsewhere.stopped().contains("does not look like a MediaFiles server"), elsewhere.stopped());
    }

    @Test
    void theSheetIsReadAsSpreadsheetsWriteIt() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.write(folder.resolve("sub/ferida; \"1\".jpg"), new byte[]{3});

        ImportReport report = run("\uFEFFEvento;Arquivo\r\n\r\n" + ONE.toUpperCase(Locale.ROOT)
                + ";\"sub/ferida; \"\"1\"\".jpg\"\r\n" + TWO + ";b.jpg;\r\n", true, false);

        assertEquals("ready ready", states(report));
        assertEquals(List.of(3, 4), report.rows().stream().map(ImportReport.Line::line).toList());
    }

    @Test
    void rowsThatCannotBeTriedAreToldWithoutAskingTheServer() throws IOException {
        Path outside = Files.write(folder.resolveSibling("outside-" + UUID.randomUUID() + ".jpg"), new byte[]{1});
        Files.createSymbolicLink(folder.resolve("link.jpg"), outside);
        Files.write(folder.resolve("empty.jpg"), new byte[0]);
        String other = "33333333-3333-4333-8333-333333333333";

        ImportReport report = run(String.join("\n", ONE + ",a.jpg", ONE + ",b.jpg", "x1,a.jpg", TWO + ",none.jpg",
                other + ",link.jpg", "44444444-4444-4444-8444-444444444444,empty.jpg",
                "55555555-5555-4555-8555-555555555555", "66666666-6666-4666-8666-666666666666,../"
                        + outside.getFileName(),
                "77777777-7777-4777-8777-777777777777,a.jpg,c"), true, false);

        assertEquals("ready refused refused refused refused refused refused refused refused", states(report));
        assertEquals(1, requests.size());
        assertEquals("The event stands on line 1 already.", report.rows().get(1).text());
        assertEquals("The file lies outside the folder.", report.rows().get(4).text());
        assertEquals("The file lies outside the folder.", report.rows().get(7).text());
        assertFalse(report.lines(Locale.ENGLISH).toString().contains("none.jpg"), "file names may name people");
    }

    @Test
    void aSheetThatIsNoneIsRefusedInOneSentence() throws IOException {
        Path sheet = Files.write(folder.resolve("latin.csv"), new byte[]{(byte) 0xE7, ',', 'a'});
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ImportSheet.read(sheet, folder)).getMessage()
                .contains("UTF-8"));
        assertThrows(IllegalArgumentException.class, () -> run("\n", true, false));
        assertThrows(IllegalArgumentException.class, () -> ImportSheet.read(folder.resolve("absent.csv"), folder));
    }

    @Test
    void credentialsComeFromTheEnvironmentAndNeverOverAnOpenLine() {
        Map<String, String> login = Map.of("MEDIAFILES_API_USER", "admin", "MEDIAFILES_API_PASSWORD", "secret");
        assertThrows(IllegalArgumentException.class,
                () -> ImportRequest.of(folder, folder, "http://archive.hospital/", false, false, login));
        assertThrows(IllegalArgumentException.class,
                () -> ImportRequest.of(folder, folder, "https://archive.hospital/", false, false, Map.of()));
        ImportRequest request = ImportRequest.of(folder, folder, "https://archive.hospital", false, false, login);
        assertEquals("https://archive.hospital/mediafiles/api/v1", request.api().toString());
        assertFalse(request.toString().contains("secret"));
    }
}
