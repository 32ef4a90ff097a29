package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;
import org.mediafiles.web.rest.TableStage.Target;

/**
 * Ids that are not the caller's to name: of another kind, of what was deleted, of another person, of nothing. Each is
 * refused, and for one caller and call all of them by the very same answer, so that none tells what there is.
 */
@RunAsClient
class ForeignIdsIT extends DeployedMediaFiles {
    private static final int AT_ONCE = 4;
    /** Calls that are known to say more to an admin of what stands in the trash or has no photo yet. */
    private static final Set<String> OF_THE_TRASH = Set.of("/restore", "/admin/events/{id}/photo");

    private static TableStage stage;
    private static WrongIds wrong;

    @BeforeAll
    static void setTheStage() throws Exception {
        stage = new TableStage();
        wrong = new WrongIds(stage);
    }

    @AfterAll
    static void clearTheStage() throws Exception {
        stage.close();
    }

    /** A call of the table on something that stands and is right, with the names of what stands there. */
    private record Right(RoleTable.Row row, TableCaller caller, TableCalls.Made made) {}

    @Test
    void whateverElseIsNamedNothingIsFoundNorToldApart() throws Exception {
        TableCalls calls = new TableCalls();
        List<RoleTable.Row> rows = RoleTable.read().rows().stream()
                .filter(row -> row.path().contains("{") && row.variant().isEmpty())
                .filter(row -> !row.method().equals("HEAD"))
                .filter(row -> stage.clip() != null || !row.path().contains("video-clips")).toList();
        assertTrue(rows.size() > 30, "calls with an id: " + rows.size());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<String> faults = new ArrayList<>();
        try {
            List<Future<List<String>>> answers = new ArrayList<>();
            for (RoleTable.Row row : rows) {
                for (TableCaller caller : List.of(TableCaller.ANONYMOUS, TableCaller.VIEWER,
                        TableCaller.CLINICIAN_OWN, TableCaller.INTEGRATOR_OWN, TableCaller.ADMIN_LATE_WITH_REASON)) {
                    answers.add(threads.submit(() -> tried(new Right(row, caller,
                            calls.find(row).make(stage, TableCaller.CLINICIAN_OTHERS)))));
                }
            }
            for (Future<List<String>> answer : answers) {
                faults.addAll(answer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals("", String.join("\n", faults));
    }

    /** @return what was not refused, or told apart */
    private static List<String> tried(Right right) throws Exception {
        List<String> faults = new ArrayList<>();
        String[] template = right.row().path().split("/");
        String[] real = right.made().path().split("/");
        for (int at = 0; at < template.length; at++) {
            if (!template[at].startsWith("{")) {
                continue;
            }
            // What has not the form of an id names nothing, and may be told of before the role is asked about.
            for (boolean formed : new boolean[]{true, false}) {
                Map<String, List<String>> byAnswer = new LinkedHashMap<>();
                for (Map.Entry<String, String> id : wrong.all().entrySet()) {
                    if (formed == isFormed(right.row(), id.getValue())
                            && !isRightKind(right.row(), template[at], id.getKey())) {
                        String[] path = real.clone();
                        path[at] = id.getValue();
                        HttpResponse<String> answer = send(right, String.join("/", path));
                        byAnswer.computeIfAbsent(told(answer), none -> new ArrayList<>()).add(id.getKey());
                    }
                }
                judge(right.row() + " as " + right.caller() + ", " + template[at] + ": ", byAnswer, faults);
            }
        }
        return faults;
    }

    private static void judge(String where, Map<String, List<String>> byAnswer, List<String> faults) {
        byAnswer.forEach((told, ids) -> {
            if (!told.matches("(?s)(401|403|404) .*")) {
                faults.add(where + ids + " got " + told);
            }
        });
        if (byAnswer.size() > 1) {
            faults.add(where + "told apart: " + byAnswer);
        }
    }

    private static boolean isFormed(RoleTable.Row row, String id) {
        boolean numbered = row.path().startsWith("/admin/") && !row.path().contains("/events/");
        return id.matches(numbered ? "[0-9]{1,18}" : "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private static HttpResponse<String> send(Right right, String path) throws Exception {
        HttpRequest.Builder request = Site.request(Site.api(path));
        if (right.caller().role() != null) {
            request.header("Authorization", stage.authorization(right.caller().role()));
        }
        return Site.send(right.made().on(request, right.row().method(), right.caller()));
    }

    /** @return the answer without what is its own each time */
    private static String told(HttpResponse<String> answer) throws Exception {
        if (answer.statusCode() < 400) {
            return answer.statusCode() + " " + answer.body();
        }
        ObjectNode problem = (ObjectNode) RestClient.body(answer);
        problem.remove("instance");
        return answer.statusCode() + " " + problem;
    }

    /** @return whether an id of that kind is what the call asks for, or names what an admin may see deleted */
    private static boolean isRightKind(RoleTable.Row row, String place, String kind) {
        String path = row.path();
        if (place.equals("{fileId}")) {
            return false;
        }
        boolean ofTrash = OF_THE_TRASH.stream().anyMatch(path::endsWith);
        return switch (kind) {
            case "patient" -> path.startsWith("/patients/");
            case "photo" -> path.startsWith("/photos/") || path.startsWith("/admin/events/");
            case "trashed photo" -> path.startsWith("/photos/") && ofTrash;
            case "event without its photo" -> path.startsWith("/admin/events/");
            case "photo series" -> path.startsWith("/photo-series/") || path.startsWith("/admin/events/");
            case "trashed series" -> path.startsWith("/photo-series/") && ofTrash;
            case "clip" -> path.startsWith("/video-clips/") || path.startsWith("/admin/events/");
            case "media file" -> path.startsWith("/media-files/");
            case "a person", "a lock", "a job", "a regeneration", "a migration run" ->
                path.startsWith("/admin/") && !path.contains("/events/");
            default -> false;
        };
    }

    @Test
    void anothersUploadIsAsUnknownAsNone() throws Exception {
        Map<String, String> uploads = new LinkedHashMap<>();
        uploads.put("unknown", UUID.randomUUID().toString());
        uploads.put("another's", stage.upload("other"));
        for (String role : List.of("clinician", "integrator", "admin")) {
            uploads.put("published", published(role));
            uploads.put("expired", expired(role));
            for (String call : List.of("/patients/{id}/photos", "/patients/{id}/photo-series",
                    "/patients/{id}/video-clips", "/photo-series/{id}/files")) {
                Map<String, List<String>> byAnswer = new LinkedHashMap<>();
                for (Map.Entry<String, String> upload : uploads.entrySet()) {
                    TableCaller caller = TableCaller.of(role).get(0);
                    String id = (call.startsWith("/patients") ? stage.patient() : stage.series(caller).event())
                            .toString();
                    HttpResponse<String> answer = form(role, call.replace("{id}", id),
                            new Form().text("uploadId", upload.getValue()));
                    byAnswer.computeIfAbsent(told(answer), none -> new ArrayList<>()).add(upload.getKey());
                }
                assertEquals(1, byAnswer.size(), call + " as " + role + ": " + byAnswer);
                String told = byAnswer.keySet().iterator().next();
                assertTrue(told.startsWith("404 ") && told.contains("unknown-upload"), told);
            }
        }
    }

    /** What takes longer tells as much as what is worded otherwise: both are put on record, by one row. */
    @Test
    void reachingForAnUploadStandsOnRecordWhetherItIsThereOrNot() throws Exception {
        String rows = "select count(*) from mediafiles_ops.audit_event where user_id = ? and outcome = 'refused'"
                + " and details ->> 'code' = 'unknown-upload'";
        for (String upload : List.of(UUID.randomUUID().toString(), stage.upload("other"))) {
            long admin = stage.id("admin");
            int before = Integer.parseInt(stage.one(rows, admin));
            assertEquals(404, form("admin", "/patients/" + stage.patient() + "/photos",
                    new Form().text("uploadId", upload)).statusCode());
            assertEquals(before + 1, Integer.parseInt(stage.one(rows, admin)), upload);
        }
    }

    @Test
    void aPictureIsNamedWithinItsSeriesAlone() throws Exception {
        Target mine = stage.series(TableCaller.CLINICIAN_OWN);
        Target others = stage.series(TableCaller.CLINICIAN_OTHERS);
        String path = "/photo-series/" + mine.event() + "/files/" + others.first();
        assertEquals(404, call("clinician", "PATCH", path, "{\"caption\":\"mesa\"}").statusCode());
        assertEquals(404, call("clinician", "DELETE", path, null).statusCode());
        String order = "[\"" + others.first() + "\",\"" + others.second() + "\"]";
        HttpResponse<String> ordered = call("clinician", "PUT", "/photo-series/" + mine.event() + "/order", order);
        assertEquals(400, ordered.statusCode(), ordered.body());
        assertEquals("2", stage.one("select count(*) from public.mediafiles_photoseriesfile where photo_series_id = ?"
                + " and caption = ''", others.event()));
    }

    @Test
    void anEventIsMovedToAPatientAlone() throws Exception {
        for (String role : List.of("clinician", "admin")) {
            Map<String, List<String>> byAnswer = new LinkedHashMap<>();
            for (Map.Entry<String, String> id : wrong.all().entrySet()) {
                if (id.getKey().equals("patient") || !id.getValue().matches("[0-9a-f-]{36}")) {
                    continue;
                }
                Target photo = stage.photo(TableCaller.of(role).get(0));
                HttpResponse<String> answer = call(role, "POST", "/photos/" + photo.event() + "/move",
                        "{\"reason\":\"mesa\",\"patientId\":\"" + id.getValue() + "\"}");
                byAnswer.computeIfAbsent(told(answer), none -> new ArrayList<>()).add(id.getKey());
                assertEquals(photo.patient().toString(),
                        stage.one("select patient_id from public.events_event where id = ?", photo.event()));
            }
            assertEquals(1, byAnswer.size(), role + ": " + byAnswer);
            assertTrue(byAnswer.keySet().iterator().next().startsWith("404 "), byAnswer.toString());
        }
    }

    private static String published(String role) throws Exception {
        String upload = stage.upload(role);
        JsonNode photo = RestClient.body(form(role, "/patients/" + stage.patient() + "/photos",
                new Form().text("uploadId", upload)));
        assertTrue(photo.has("mediaFile"), photo.toString());
        return upload;
    }

    private static String expired(String role) throws Exception {
        String upload = stage.upload(role);
        stage.run("update mediafiles_ops.upload set expires_at = now() - interval '1 minute' where id = ?",
                UUID.fromString(upload));
        return upload;
    }

    private static HttpResponse<String> form(String role, String path, Form form) throws Exception {
        return Site.send(Site.request(Site.api(path)).header("Authorization", stage.authorization(role))
                .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form.bytes())));
    }

    private static HttpResponse<String> call(String role, String method, String path, String json) throws Exception {
        HttpRequest.Builder request = Site.request(Site.api(path)).header("Authorization", stage.authorization(role));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        return Site.send(request.method(method, json == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
    }
}
