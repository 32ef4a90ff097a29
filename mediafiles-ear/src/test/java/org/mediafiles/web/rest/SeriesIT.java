package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** A series over REST: made, changed by one and by many at once, deleted and restored. */
@RunAsClient
class SeriesIT extends DeployedMediaFiles {
    private static final int MOST = 20;

    private static String tag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static void problem(int status, String code, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(code, RestClient.body(answer).get("code").textValue());
    }

    private static void inOrder(JsonNode series, int count) {
        assertEquals(count, series.get("totalImages").intValue());
        assertEquals(IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList(),
                SeriesForms.texts(series, "/orderIndex"));
    }

    @Test
    void twentyPhotosGoInAtOnceAndComeBackInOrder() throws Exception {
        String patient = RestClient.newPatient();
        byte[][] pictures = SeriesForms.fresh(MOST);
        Form form = new Form().text("caption", "antes").text("seriesDescription", "Pé\nesquerdo");
        for (int i = 0; i < MOST; i++) {
            form.file("file", "p" + i + ".jpg", pictures[i]);
        }
        HttpResponse<String> created = SeriesForms.send(patient,
                form.text("caption", "depois").text("eventDatetime", "2026-01-05T10:00:00-03:00"));
        assertEquals(201, created.statusCode(), created.body());
        JsonNode series = RestClient.body(created);
        inOrder(series, MOST);
        assertEquals("photoSeries", series.get("type").textValue());
        assertEquals("Pé\nesquerdo", series.get("seriesDescription").textValue());
        List<String> captions = SeriesForms.texts(series, "/caption");
        assertEquals(List.of("antes", "depois", ""), captions.subList(0, 3));
        assertEquals(Arrays.stream(pictures).map(RestClient::sha256).toList(),
                SeriesForms.texts(series, "/mediaFile/fileHash"));
        assertTrue(created.headers().firstValue("Location").orElseThrow()
                .endsWith("/mediafiles/api/v1" + SeriesForms.path(series)));
        HttpResponse<String> read = RestClient.get(Site.VIEWER, SeriesForms.path(series));
        assertEquals(series, RestClient.body(read));
        assertEquals(tag(created), tag(read));
        String last = "/media-files/" + series.at("/files/19/mediaFile/id").textValue();
        assertArrayEquals(pictures[19], RestClient.bytes(Site.CLINICIAN, "GET", last + "/content").body());
        assertEquals(200, RestClient.bytes(Site.VIEWER, "GET", last + "/thumbnail").statusCode());
        JsonNode timeline = RestClient
                .body(RestClient.get(Site.VIEWER, "/patients/" + patient + "/timeline?type=photoSeries"));
        assertEquals(series, timeline.at("/items/0"));
    }

    @Test
    void filesAndWaitingUploadsStandInTheOrderOfTheParts() throws Exception {
        byte[][] pictures = SeriesForms.fresh(3);
        HttpResponse<String> created = SeriesForms.send(RestClient.newPatient(),
                new Form().text("uploadId", SeriesForms.upload(Site.CLINICIAN, pictures[0]))
                        .file("file", "b.jpg", pictures[1])
                        .text("uploadId", SeriesForms.upload(Site.CLINICIAN, pictures[2])));
        assertEquals(201, created.statusCode(), created.body());
        assertEquals(Arrays.stream(pictures).map(RestClient::sha256).toList(),
                SeriesForms.texts(RestClient.body(created), "/mediaFile/fileHash"));
    }

    @Test
    void picturesAreAddedCaptionedMovedAndTakenOut() throws Exception {
        JsonNode series = SeriesForms.made(RestClient.newPatient(), 3);
        String path = SeriesForms.path(series);
        List<String> ids = SeriesForms.ids(series);
        String first = tag(RestClient.get(Site.CLINICIAN, path));
        HttpResponse<String> added = RestClient.form(Site.CLINICIAN, path + "/files",
                SeriesForms.pictures(SeriesForms.fresh(2)).text("caption", "nova"));
        assertEquals(201, added.statusCode(), added.body());
        assertTrue(added.headers().firstValue("Location").orElseThrow().endsWith(path));
        inOrder(RestClient.body(added), 5);
        assertEquals("nova", RestClient.body(added).at("/files/3/caption").textValue());
        assertNotEquals(first, tag(added));
        List<String> backwards = new ArrayList<>(SeriesForms.ids(RestClient.body(added)));
        Collections.reverse(backwards);
        problem(412, "version-conflict", RestClient.json(Site.CLINICIAN, "PUT", path + "/order",
                SeriesForms.array(backwards), "If-Match", first));
        HttpResponse<String> ordered = RestClient.json(Site.CLINICIAN, "PUT", path + "/order",
                SeriesForms.array(backwards), "If-Match", tag(added));
        assertEquals(200, ordered.statusCode(), ordered.body());
        inOrder(RestClient.body(ordered), 5);
        assertEquals(backwards, SeriesForms.ids(RestClient.body(ordered)));
        HttpResponse<String> captioned = RestClient.json(Site.CLINICIAN, "PATCH", path + "/files/" + ids.get(0),
                "{\"caption\":\"ferida\"}", "If-Match", tag(ordered));
        assertEquals(200, captioned.statusCode(), captioned.body());
        assertEquals("ferida", RestClient.body(captioned).at("/files/4/caption").textValue());
        HttpResponse<String> removed = RestClient.send(Site.CLINICIAN, "DELETE", path + "/files/" + ids.get(1),
                "If-Match", tag(captioned));
        assertEquals(204, removed.statusCode(), removed.body());
        HttpResponse<String> left = RestClient.get(Site.VIEWER, path);
        assertEquals(tag(removed), tag(left));
        inOrder(RestClient.body(left), 4);
        assertFalse(SeriesForms.ids(RestClient.body(left)).contains(ids.get(1)));
    }

    @Test
    void whatWasTakenOutIsUnreachableUntilAnAdminPutsItBack() throws Exception {
        JsonNode series = SeriesForms.made(RestClient.newPatient(), 3);
        String path = SeriesForms.path(series);
        String second = path + "/files/" + series.at("/files/1/id").textValue();
        String bytes = "/media-files/" + series.at("/files/1/mediaFile/id").textValue();
        assertEquals(200,
                RestClient.json(Site.CLINICIAN, "PATCH", second, "{\"caption\":\"dois\"}").statusCode());
        assertEquals(204,
                RestClient.send(Site.CLINICIAN, "DELETE", second, "X-Reason", "errada%20%C3%A9").statusCode());
        problem(404, "not-found", RestClient.get(Site.VIEWER, bytes));
        assertEquals(404, RestClient.bytes(Site.VIEWER, "GET", bytes + "/large").statusCode());
        problem(404, "not-found", RestClient.send(Site.CLINICIAN, "DELETE", second));
        problem(403, "forbidden", RestClient.send(Site.CLINICIAN, "POST", second + "/restore"));
        HttpResponse<String> restored = RestClient.send(Site.ADMIN, "POST", second + "/restore");
        assertEquals(200, restored.statusCode(), restored.body());
        inOrder(RestClient.body(restored), 3);
        assertEquals(SeriesForms.ids(series), SeriesForms.ids(RestClient.body(restored)));
        assertEquals("dois", RestClient.body(restored).at("/files/1/caption").textValue());
        assertEquals(200, RestClient.bytes(Site.VIEWER, "GET", bytes + "/large").statusCode());
        problem(409, "conflict", RestClient.send(Site.ADMIN, "POST", second + "/restore"));
    }

    @Test
    void theLastPictureStays() throws Exception {
        JsonNode series = SeriesForms.made(RestClient.newPatient(), 1);
        problem(409, "last-image", RestClient.send(Site.CLINICIAN, "DELETE",
                SeriesForms.path(series) + "/files/" + SeriesForms.ids(series).get(0)));
    }

    @Test
    void aSeriesIsPatchedMovedDeletedAndRestoredAsAPhotoIs() throws Exception {
        JsonNode series = SeriesForms.made(RestClient.newPatient(), 2);
        String path = SeriesForms.path(series);
        HttpResponse<String> patched = RestClient.json(Site.CLINICIAN, "PATCH", path,
                "{\"seriesDescription\":\"Evolução\",\"description\":null}");
        assertEquals("Evolução", RestClient.body(patched).get("seriesDescription").textValue(), patched.body());
        problem(400, "invalid-request", RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"totalImages\":1}"));
        problem(422, "reason-required", RestClient.json(Site.CLINICIAN, "POST", path + "/move",
                "{\"patientId\":\"" + RestClient.newPatient() + "\"}"));
        String right = RestClient.newPatient();
        HttpResponse<String> moved = RestClient.json(Site.CLINICIAN, "POST", path + "/move",
                "{\"patientId\":\"" + right + "\",\"reason\":\"paciente errado\"}");
        assertEquals(right, RestClient.body(moved).get("patientId").textValue(), moved.body());
        assertEquals(204, RestClient.send(Site.CLINICIAN, "DELETE", path).statusCode());
        problem(404, "not-found", RestClient.get(Site.CLINICIAN, path));
        problem(404, "not-found", RestClient.json(Site.CLINICIAN, "PUT", path + "/order", "[broken"));
        assertEquals(200, RestClient.send(Site.ADMIN, "POST", path + "/restore").statusCode());
        inOrder(RestClient.body(RestClient.get(Site.VIEWER, path)), 2);
    }

    @Test
    void ofTwoClientsThatReorderWhatTheySawOneWins() throws Exception {
        String path = SeriesForms.path(SeriesForms.made(RestClient.newPatient(), 6));
        for (int round = 0; round < 5; round++) {
            HttpResponse<String> seen = RestClient.get(Site.CLINICIAN, path);
            List<String> backwards = new ArrayList<>(SeriesForms.ids(RestClient.body(seen)));
            Collections.reverse(backwards);
            List<String> turned = new ArrayList<>(SeriesForms.ids(RestClient.body(seen)));
            Collections.rotate(turned, 1);
            List<Callable<Integer>> both = new ArrayList<>();
            for (List<String> order : List.of(backwards, turned)) {
                both.add(() -> RestClient.json(Site.CLINICIAN, "PUT", path + "/order", SeriesForms.array(order),
                        "If-Match", tag(seen)).statusCode());
            }
            assertEquals(List.of(200, 412), atOnce(both).stream().sorted().toList());
            inOrder(RestClient.body(RestClient.get(Site.VIEWER, path)), 6);
        }
    }

    @Test
    void theOrderStaysWithoutGapsWhateverManyDoAtOnce() throws Exception {
        JsonNode series = SeriesForms.made(RestClient.newPatient(), 8);
        String path = SeriesForms.path(series);
        List<String> ids = SeriesForms.ids(series);
        List<Callable<Integer>> acts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String id = ids.get(i);
            List<String> shuffled = new ArrayList<>(ids);
            Collections.shuffle(shuffled);
            acts.add(() -> RestClient.send(Site.CLINICIAN, "DELETE", path + "/files/" + id).statusCode());
            acts.add(() -> RestClient.json(Site.CLINICIAN, "PUT", path + "/order", SeriesForms.array(shuffled))
                    .statusCode());
            acts.add(() -> RestClient.form(Site.CLINICIAN, path + "/files",
                    SeriesForms.pictures(SeriesForms.fresh(2))).statusCode());
        }
        Set<Integer> answers = new TreeSet<>(atOnce(acts));
        answers.removeAll(Set.of(200, 201, 204, 400));
        assertEquals(Set.of(), answers);
        inOrder(RestClient.body(RestClient.get(Site.VIEWER, path)), 12);
    }

    private static List<Integer> atOnce(List<Callable<Integer>> acts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(acts.size());
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(acts)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
