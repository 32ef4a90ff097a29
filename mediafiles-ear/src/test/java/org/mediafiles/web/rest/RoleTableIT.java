package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RoleTable.Expected;
import org.mediafiles.web.rest.RoleTable.Row;
import org.mediafiles.web.rest.TableCalls.Made;

/**
 * The table of roles ({@code role-table.txt}) against the product: every call of its OpenAPI document and every page that a
 * browser can open has a row, and every cell is performed for real.
 */
@RunAsClient
class RoleTableIT extends DeployedMediaFiles {
    private static final int AT_ONCE = 4;
    private static final RoleTable TABLE = RoleTable.read();
    private static final TableCalls CALLS = new TableCalls();
    private static TableStage stage;

    @BeforeAll
    static void setTheStage() throws Exception {
        stage = new TableStage();
    }

    @AfterAll
    static void clearTheStage() throws Exception {
        stage.close();
    }

    private static Map<String, JsonNode> documented() throws Exception {
        Map<String, JsonNode> calls = new java.util.TreeMap<>();
        JsonNode document = RestClient.body(Site.send(Site.request(Site.api("/openapi.json")).GET()));
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(
                call -> calls.put(call.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey(), call.getValue())));
        return calls;
    }

    /** @return every page in the WAR of the EAR that was deployed */
    private static Set<String> pages() throws Exception {
        Set<String> pages = new TreeSet<>();
        try (ZipFile ear = new ZipFile(System.getProperty("mediafiles.it.ear"))) {
            ZipEntry war = ear.stream().filter(entry -> entry.getName().endsWith(".war")).findFirst().orElseThrow();
            try (InputStream bytes = new ByteArrayInputStream(ear.getInputStream(war).readAllBytes());
                    ZipInputStream files = new ZipInputStream(bytes)) {
                for (ZipEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                    String name = file.getName();
                    if (name.endsWith(".xhtml") && !name.startsWith("WEB-INF/") && !name.startsWith("META-INF/")) {
                        pages.add("PAGE /" + name);
                    }
                }
            }
        }
        return pages;
    }

    @Test
    void everyCallHasARowAndEveryRowACall() throws Exception {
        Set<String> documented = documented().keySet();
        assertTrue(documented.size() > 60, "a document of " + documented.size() + " calls");
        assertSame("call of the document", documented, TABLE.calls(false));
    }

    @Test
    void everyPageHasARowAndEveryRowAPage() throws Exception {
        Set<String> pages = pages();
        assertTrue(pages.size() > 15, "a WAR of " + pages.size() + " pages");
        assertSame("page of the WAR", pages, TABLE.calls(true));
    }

    @Test
    void everyRowIsPerformed() {
        assertEquals("", String.join("\n", TABLE.rows().stream().filter(row -> CALLS.find(row) == null)
                .map(Row::toString).toList()), "rows that TableCalls does not know to perform");
    }

    private static void assertSame(String what, Set<String> product, Set<String> table) {
        Set<String> withoutRow = new TreeSet<>(product);
        withoutRow.removeAll(table);
        Set<String> rowAlone = new TreeSet<>(table);
        rowAlone.removeAll(product);
        assertEquals("", String.join("\n", withoutRow), what + " without a row in role-table.txt");
        assertEquals("", String.join("\n", rowAlone), "row in role-table.txt without a " + what);
    }

    @Test
    void rolesOfTheDocumentAreThoseOfTheTable() throws Exception {
        List<String> wrong = new ArrayList<>();
        documented().forEach((call, operation) -> {
            Set<String> told = new HashSet<>();
            StreamSupport.stream(operation.get("x-roles").spliterator(), false).map(JsonNode::textValue)
                    .forEach(told::add);
            boolean open = TABLE.rows().stream().filter(row -> row.call().equals(call))
                    .allMatch(row -> !row.cells().get(TableCaller.ANONYMOUS).isRefusedToRole());
            Set<String> tabled = open ? Set.of() : TABLE.rolesOf(call);
            if (!told.equals(tabled)) {
                wrong.add(call + ": the document says " + told + ", the table " + tabled);
            }
        });
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void everyCellIsAsTheTableSays() throws Exception {
        List<Row> apart = TABLE.rows().stream().filter(RoleTableIT::isApart).toList();
        List<Row> others = TABLE.rows().stream().filter(row -> !isApart(row) && isPossible(row)).toList();
        List<String> wrong = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<List<String>>> answers = others.stream().map(row -> threads.submit(() -> perform(row)))
                    .toList();
            for (Future<List<String>> answer : answers) {
                wrong.addAll(answer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        for (Row row : apart) {
            wrong.addAll(perform(row));
        }
        assertEquals("", String.join("\n", wrong));
    }

    /** Of what the whole server does one at a time. */
    private static boolean isApart(Row row) {
        return row.path().startsWith("/admin/migrations") || row.path().startsWith("/admin/audit/verify")
                || row.call().equals("POST /admin/regenerations");
    }

    private static boolean isPossible(Row row) {
        boolean ofClip = row.toString().matches(".*(video-clips|/playback|/poster|/clip).*");
        if (ofClip && stage.clip() == null) {
            System.out.println("SKIPPED: " + row + "; this machine has no ffmpeg");
        }
        return !ofClip || stage.clip() != null;
    }

    /** @return what is not as the row says */
    private static List<String> perform(Row row) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (TableCaller caller : TableCaller.values()) {
            Made made = CALLS.find(row).make(stage, caller);
            HttpResponse<String> answer = row.isPage()
                    ? Site.send(asPage(made, caller))
                    : Site.send(asCall(row, made, caller));
            String trouble = compare(row.cells().get(caller), answer);
            if (trouble != null) {
                wrong.add(row + " as " + caller + ": " + trouble);
            }
        }
        return wrong;
    }

    private static HttpRequest.Builder asCall(Row row, Made made, TableCaller caller) {
        HttpRequest.Builder request = Site.request(Site.api(made.path()));
        if (caller.role() != null) {
            request.header("Authorization",
                    made.authorization() == null ? stage.authorization(caller.role()) : made.authorization());
        }
        return made.on(request, row.method(), caller);
    }

    private static HttpRequest.Builder asPage(Made made, TableCaller caller) throws Exception {
        String cookie = caller.role() == null ? null : stage.session(caller.role());
        HttpRequest.Builder request = PageSession.with(cookie, made.path());
        if (cookie == null && caller.role() != null) {
            request.header("Authorization", stage.authorization(caller.role()));
        }
        return request.GET();
    }

    /** @return {@code null} where it is as expected */
    private static String compare(Expected expected, HttpResponse<String> answer) throws Exception {
        boolean problem = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem");
        String code = problem && !answer.request().method().equals("HEAD")
                ? RestClient.body(answer).get("code").textValue()
                : null;
        boolean leadsToSignIn = answer.headers().firstValue("Location").orElse("").contains("/signin.xhtml");
        boolean same = answer.statusCode() == expected.status() && leadsToSignIn == (expected.status() == 303)
                && (code == null || code.equals(expected.code()));
        String body = answer.body();
        return same
                ? null
                : expected.status() + " " + expected.code() + " expected, was " + answer.statusCode() + ' '
                        + (code == null ? body.substring(0, Math.min(200, body.length())) : body);
    }
}
