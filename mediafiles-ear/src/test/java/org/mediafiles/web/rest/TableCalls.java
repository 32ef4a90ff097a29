package org.mediafiles.web.rest;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.model.Variant;
import org.mediafiles.web.rest.RestClient.Form;
import org.mediafiles.web.rest.TableStage.Target;

/** How each call of the table is really made: on what, and with which body. Named as the table's rows. */
final class TableCalls {
    private static final String JSON = "application/json";
    private static final String PATCH = "{\"description\":\"Mesa, mudada\"}";

    private final Map<String, Performance> all = new LinkedHashMap<>();

    /** One cell's call. */
    interface Performance {
        Made make(TableStage stage, TableCaller caller) throws Exception;
    }

    /**
     * A call that is ready to be sent.
     *
     * @param authorization of a caller of the cell's own; {@code null} for the column's
     * @param reasoned      whether it needs a reason from everybody: each gives one, but the admin whose cell is the missing one
     */
    record Made(String path, String type, byte[] body, boolean reasoned, String authorization) {
        static Made of(String path) {
            return new Made(path, null, null, false, null);
        }

        static Made json(String path, String body) {
            return new Made(path, JSON, body.getBytes(StandardCharsets.UTF_8), false, null);
        }

        static Made form(String path, Form form) {
            return new Made(path, "multipart/form-data; boundary=" + Form.BOUNDARY, form.bytes(), false, null);
        }

        Made withReason() {
            return new Made(path, type, body, true, authorization);
        }

        Made as(TableStage.Person person) {
            return new Made(path, type, body, reasoned, person.authorization());
        }

        HttpRequest.Builder on(HttpRequest.Builder request, String method, TableCaller caller) {
            if (type != null) {
                request.header("Content-Type", type);
            }
            if (caller.givesReason() || reasoned && caller != TableCaller.ADMIN_LATE) {
                request.header("X-Reason", "mesa");
            }
            return request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        }
    }

    TableCalls() {
        patients();
        uploads();
        events("photos", TableStage::photo);
        events("photo-series", TableStage::series);
        events("video-clips", TableStage::clip);
        pictures();
        files();
        background();
        schema();
        people();
        account();
        trail();
        pages();
        add("GET /openapi.json", (stage, caller) -> Made.of("/openapi.json"));
        add("GET /trash", (stage, caller) -> Made.of("/trash"));
        add("GET /admin/rate-limits", (stage, caller) -> Made.of("/admin/rate-limits"));
    }

    /** @return {@code null} for a row that nobody knows to perform */
    Performance find(RoleTable.Row row) {
        return all.get(row.toString());
    }

    private void add(String row, Performance performance) {
        if (all.put(row, performance) != null) {
            throw new IllegalStateException("twice: " + row);
        }
    }

    private void patients() {
        add("GET /patients", (stage, caller) -> Made.of("/patients?q=mesa&limit=1"));
        add("POST /patients", (stage, caller) -> Made.json("/patients",
                "{\"name\":\"Mesa " + UUID.randomUUID() + "\",\"birthday\":\"1980-05-17\"}"));
        add("GET /patients/{id}", (stage, caller) -> Made.of("/patients/" + stage.patient()));
        add("PATCH /patients/{id}", (stage, caller) -> Made.json("/patients/" + stage.patient(),
                "{\"birthday\":\"1980-05-18\"}"));
        add("GET /patients/{id}/timeline",
                (stage, caller) -> Made.of("/patients/" + stage.photo(caller).patient() + "/timeline"));
    }

    private void uploads() {
        add("POST /uploads", (stage, caller) -> new Made("/uploads", "image/jpeg", stage.picture(), false,
                null));
        add("POST /patients/{id}/photos", (stage, caller) -> Made.form("/patients/" + stage.patient() + "/photos",
                new Form().file("file", "a.jpg", stage.picture())));
        add("POST /patients/{id}/photo-series", (stage, caller) -> Made.form(
                "/patients/" + stage.patient() + "/photo-series", new Form().file("file", "a.jpg", stage.picture())));
        add("POST /patients/{id}/video-clips", (stage, caller) -> Made
                .form("/patients/" + stage.patient() + "/video-clips", new Form().file("file", "a.mp4", stage.clip())));
        add("POST /admin/events/{id}/photo", (stage, caller) -> Made.form(
                "/admin/events/" + stage.standingEvent(caller).event() + "/photo",
                new Form().file("file", "a.jpg", stage.picture())));
    }

    /** An event to call on. */
    private interface Put {
        Target on(TableStage stage, TableCaller caller) throws Exception;
    }

    private void events(String kind, Put put) {
        String path = '/' + kind + '/';
        String row = path + "{id}";
        add("GET " + row, (stage, caller) -> Made.of(path + put.on(stage, caller).event()));
        add("PATCH " + row, (stage, caller) -> Made.json(path + put.on(stage, caller).event(), PATCH));
        add("DELETE " + row, (stage, caller) -> Made.of(path + put.on(stage, caller).event()));
        add("POST " + row + "/restore", (stage, caller) -> Made
                .of(path + stage.trashed(put.on(stage, caller)).event() + "/restore"));
        add("POST " + row + "/move", (stage, caller) -> Made.json(path + put.on(stage, caller).event() + "/move",
                "{\"patientId\":\"" + stage.patient() + "\"}").withReason());
    }

    private void pictures() {
        String row = "/photo-series/{id}/files";
        add("POST " + row, (stage, caller) -> Made.form(files(stage.series(caller)),
                new Form().file("file", "b.jpg", stage.picture())));
        add("PUT /photo-series/{id}/order", (stage, caller) -> {
            Target series = stage.series(caller);
            return Made.json("/photo-series/" + series.event() + "/order",
                    "[\"" + series.second() + "\",\"" + series.first() + "\"]");
        });
        add("PATCH " + row + "/{fileId}", (stage, caller) -> {
            Target series = stage.series(caller);
            return Made.json(files(series) + '/' + series.first(), "{\"caption\":\"mesa\"}");
        });
        add("DELETE " + row + "/{fileId}", (stage, caller) -> {
            Target series = stage.series(caller);
            return Made.of(files(series) + '/' + series.second());
        });
        add("POST " + row + "/{fileId}/restore", (stage, caller) -> {
            Target series = stage.series(caller);
            return Made.of(files(series) + '/' + stage.removedPicture(series) + "/restore");
        });
        for (String method : new String[]{"GET", "HEAD"}) {
            for (String query : new String[]{"", "?original=true"}) {
                add(method + " /photo-series/{id}/archive" + query, (stage, caller) -> Made
                        .of("/photo-series/" + stage.series(caller).event() + "/archive" + query));
            }
        }
    }

    private static String files(Target series) {
        return "/photo-series/" + series.event() + "/files";
    }

    private void files() {
        add("GET /media-files/{id}",
                (stage, caller) -> Made.of("/media-files/" + stage.photo(caller).mediaFile()));
        for (Variant variant : Variant.values()) {
            boolean ofClip = variant == Variant.PLAYBACK || variant == Variant.POSTER;
            for (String method : new String[]{"GET", "HEAD"}) {
                add(method + " /media-files/{id}/" + variant.apiName(), (stage, caller) -> Made.of("/media-files/"
                        + (ofClip ? stage.clip(caller) : stage.photo(caller)).mediaFile() + '/'
                        + variant.apiName()));
            }
        }
    }

    private void background() {
        add("GET /admin/jobs", (stage, caller) -> Made.of("/admin/jobs"));
        add("GET /admin/jobs/summary", (stage, caller) -> Made.of("/admin/jobs/summary"));
        add("POST /admin/jobs/{id}/retry", (stage, caller) -> Made.of("/admin/jobs/" + stage.failedJob() + "/retry"));
        add("POST /admin/jobs/retry-failed", (stage, caller) -> Made.of("/admin/jobs/retry-failed?kind=clip"));
        add("POST /admin/regenerations", (stage, caller) -> {
            stage.regenerationsAreOver();
            return Made.json("/admin/regenerations",
                    "{\"scope\":\"one\",\"mediaFileId\":\"" + stage.photo(caller).mediaFile() + "\"}");
        });
        add("GET /admin/regenerations/latest", (stage, caller) -> {
            stage.regeneration();
            return Made.of("/admin/regenerations/latest");
        });
        add("GET /admin/regenerations/{id}",
                (stage, caller) -> Made.of("/admin/regenerations/" + stage.regeneration()));
        add("POST /admin/regenerations/{id}/stop",
                (stage, caller) -> Made.of("/admin/regenerations/" + stage.regeneration() + "/stop"));
    }

    private void schema() {
        String root = "/admin/migrations";
        for (String look : new String[]{"", "/plan", "/preflight", "/validate", "/impact", "/runs"}) {
            add("GET " + root + look, (stage, caller) -> Made.of(root + look));
        }
        add("GET " + root + "/task", (stage, caller) -> Made.of(root + "/task"));
        for (String act : new String[]{"/backup", "/migrate"}) {
            add("POST " + root + act, (stage, caller) -> {
                stage.schemaTaskIsOver();
                return Made.json(root + act, "{}");
            });
        }
        add("POST " + root + "/rollback", (stage, caller) -> Made.json(root + "/rollback",
                "{\"target\":\"6\",\"password\":\"" + TableStage.password() + "\",\"database\":\"mediafiles\"}"));
        add("POST " + root + "/stop", (stage, caller) -> Made.of(root + "/stop"));
    }

    private void people() {
        String users = "/admin/users";
        add("GET " + users, (stage, caller) -> Made.of(users + "?limit=1"));
        add("POST " + users, (stage, caller) -> Made.json(users,
                "{\"username\":\"" + stage.name(UUID.randomUUID().toString()) + "\",\"role\":\"viewer\"}"));
        add("GET " + users + "/{id}", (stage, caller) -> Made.of(users + '/' + stage.id("viewer")));
        add("PATCH " + users + "/{id}", (stage, caller) -> Made.json(users + '/' + stage.person("viewer").id(),
                "{\"role\":\"clinician\"}"));
        add("POST " + users + "/{id}/password-reset",
                (stage, caller) -> Made.of(users + '/' + stage.person("viewer").id() + "/password-reset"));
        add("POST " + users + "/roles", (stage, caller) -> new Made(users + "/roles", "text/csv",
                (stage.person("viewer").name() + ",clinician\n")
                        .getBytes(StandardCharsets.UTF_8),
                false, null));
        add("GET /admin/sign-in-locks", (stage, caller) -> Made.of("/admin/sign-in-locks"));
        add("DELETE /admin/sign-in-locks/{id}",
                (stage, caller) -> Made.of("/admin/sign-in-locks/" + stage.signInLock()));
    }

    private void account() {
        add("GET /account", (stage, caller) -> Made.of("/account"));
        add("PATCH /account", (stage, caller) -> Made.json("/account", "{\"locale\":\"en\"}"));
        add("PUT /account/password", (stage, caller) -> {
            Made made = Made.json("/account/password", "{\"current\":\"" + TableStage.password()
                    + "\",\"new\":\"" + UUID.randomUUID() + "\"}");
            return caller.role() == null ? made : made.as(stage.person(caller.role()));
        });
        add("GET /account/sessions", (stage, caller) -> Made.of("/account/sessions"));
        add("DELETE /account/sessions/{id}", (stage, caller) -> Made
                .of("/account/sessions/" + stage.sessionOf(caller.role() == null ? "viewer" : caller.role())));
    }

    private void trail() {
        add("GET /admin/audit", (stage, caller) -> Made.of("/admin/audit?limit=1"));
        add("GET /admin/audit.csv", (stage, caller) -> Made.of("/admin/audit.csv?patientId=" + stage.patient()));
        add("POST /admin/audit/verify", (stage, caller) -> Made.of("/admin/audit/verify"));
        add("GET /admin/audit/verify", (stage, caller) -> Made.of("/admin/audit/verify"));
    }

    private void pages() {
        for (String page : new String[]{"/index", "/error", "/not-ready", "/signin", "/clinician/patients",
                "/clinician/new-patient", "/admin/adopted-files", "/admin/jobs", "/admin/jobs-live",
                "/admin/media-files", "/admin/migrations", "/admin/trail", "/admin/trash"}) {
            page(page, "", (stage, caller) -> "");
        }
        page("/clinician/timeline", "", (stage, caller) -> "patient=" + stage.photo(caller).patient());
        page("/clinician/new-photo", "", (stage, caller) -> "patient=" + stage.patient());
        page("/clinician/photo", "", (stage, caller) -> "photo=" + stage.photo(caller).event());
        page("/clinician/series", "", (stage, caller) -> "series=" + stage.series(caller).event());
        page("/clinician/edit-series", "", (stage, caller) -> "series=" + stage.series(caller).event());
        page("/clinician/clip", "", (stage, caller) -> "clip=" + stage.clip(caller).event());
        page("/clinician/clip-state", "", (stage, caller) -> "clip=" + stage.clip(caller).event());
        page("/clinician/compare", "", (stage, caller) -> "left=" + stage.photo(caller).mediaFile());
        page("/clinician/compare-choices", "", (stage, caller) -> "patient=" + stage.photo(caller).patient());
        page("/admin/people", "", (stage, caller) -> "");
        page("/account", "", (stage, caller) -> "");
        page("/admin/trash", "?show=pictures", (stage, caller) -> "show=pictures");
    }

    /** What a page is opened on. */
    private interface Query {
        String of(TableStage stage, TableCaller caller) throws Exception;
    }

    private void page(String path, String variant, Query query) {
        add("PAGE " + path + ".xhtml" + variant, (stage, caller) -> {
            String asked = query.of(stage, caller);
            return Made.of(path + ".xhtml" + (asked.isEmpty() ? "" : "?" + asked));
        });
    }
}
