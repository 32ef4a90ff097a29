package org.mediafiles.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;
import org.mediafiles.security.DjangoPassword;

/**
 * The people and records that the table of roles is tried on. Files come in once by the API; events are rows of their own
 * on those files, each of a patient of its own, so that no cell meets another's.
 */
final class TableStage implements AutoCloseable {
    private static final String PASSWORD = "table-" + new SecureRandom().nextLong();
    private static final String OTHER = "other";

    private final Connection connection = TestDatabase.connect();
    private final List<UUID> jobless = new ArrayList<>();
    private final Map<String, Long> people = new HashMap<>();
    private final Map<String, UUID> templates = new HashMap<>();
    private final Map<String, String> sessions = new HashMap<>();
    private final String hash = DjangoPassword.hash(PASSWORD);
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final byte[] picture = RestClient.jpeg(64, 48);
    private final byte[] clip;

    /** A record to call on. Some of it is {@code null} where the kind has no such thing. */
    record Target(UUID patient, UUID event, UUID mediaFile, UUID first, UUID second) {}

    TableStage() throws Exception {
        for (String role : TableCaller.ROLES) {
            people.put(role, addPerson(name(role), role));
        }
        people.put(OTHER, addPerson(name(OTHER), "clinician"));
        clip = MadeClips.isPossible() ? MadeClips.black(64, 64, 1) : null;
        upload();
    }

    String name(String role) {
        return "table-" + role + '-' + mark;
    }

    String authorization(String role) {
        return Site.basic(name(role), PASSWORD);
    }

    static String password() {
        return PASSWORD;
    }

    long id(String role) {
        return people.get(role);
    }

    byte[] picture() {
        return picture;
    }

    /** @return {@code null} where no ffmpeg is */
    byte[] clip() {
        return clip;
    }

    private long addPerson(String name, String role) throws SQLException {
        long id = Long.parseLong(one(
                "insert into public.accounts_eqmduser (password, is_superuser, username, first_name, last_name, email,"
                        + " is_staff, is_active, date_joined) values (?, false, ?, '', '', '', false, true, now())"
                        + " returning id",
                hash, name));
        run("insert into mediafiles_ops.user_role (user_id, role) values (?, ?)", id, role);
        return id;
    }

    /** Somebody whom no other cell knows, with the same password. */
    record Person(long id, String name) {
        String authorization() {
            return Site.basic(name, PASSWORD);
        }
    }

    Person person(String role) throws SQLException {
        String name = name(UUID.randomUUID().toString().substring(0, 8));
        return new Person(addPerson(name, role), name);
    }

    /** @return the id of a session on the pages of that person's, which nobody uses */
    String sessionOf(String role) throws SQLException {
        UUID id = UUID.randomUUID();
        run("insert into mediafiles_ops.user_session (id, user_id) values (?, ?)", id, people.get(role));
        return id.toString();
    }

    /** @return the number of a lock of somebody's sign-in */
    String signInLock() throws SQLException {
        return one("insert into mediafiles_ops.sign_in_lock (username, address, failures, locks, last_failed_at,"
                + " locked_until) values (?, '192.0.2.1', 5, 1, now(), now() + interval '15 minutes') returning id",
                name(UUID.randomUUID().toString()));
    }

    /** Each file once, and made ready: photos {@code 1} to {@code 3} and the clip. */
    private void upload() throws Exception {
        UUID patient = patient();
        for (int i = 1; i <= 3; i++) {
            templates.put("photo" + i, sent(patient, "photos", "a.jpg", RestClient.jpeg(64, 48)));
        }
        if (clip != null) {
            UUID file = sent(patient, "video-clips", "a.mp4", clip);
            templates.put("clip", file);
            await(() -> !RestClient.body(Site.send(Site.request(Site.api("/media-files/" + file))
                    .header("Authorization", authorization("admin")).GET())).at("/playback/status").asText()
                    .equals("processing"));
        }
    }

    private UUID sent(UUID patient, String kind, String name, byte[] bytes) throws Exception {
        HttpResponse<String> answer = Site.send(Site.request(Site.api("/patients/" + patient + '/' + kind))
                .header("Authorization", authorization(OTHER))
                .header("Content-Type", "multipart/form-data; boundary=" + RestClient.Form.BOUNDARY)
                .POST(BodyPublishers
                        .ofByteArray(new RestClient.Form().file("file", name, bytes).bytes())));
        JsonNode event = RestClient.body(answer);
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.body());
        }
        return UUID.fromString(event.at("/mediaFile/id").textValue());
    }

    UUID patient() throws SQLException {
        UUID id = UUID.randomUUID();
        run("insert into public.patients_patient (id, name, birthday) values (?, ?, date '1980-05-17')", id,
                "Paciente " + id);
        return id;
    }

    private long author(TableCaller caller) {
        return people.get(caller.isAuthor() ? caller.role() : OTHER);
    }

    private UUID event(TableCaller caller, UUID patient, int type) throws SQLException {
        UUID id = UUID.randomUUID();
        long author = author(caller);
        String when = caller.isLate() ? "25 hours" : "1 hour";
        run("insert into public.events_event (id, event_type, event_datetime, description, created_at, updated_at,"
                + " created_by_id, patient_id, updated_by_id) values (?, ?, now() - cast(? as interval), 'Mesa',"
                + " now() - cast(? as interval), now() - cast(? as interval), ?, ?, ?)", id, type, when, when, when,
                author, patient, author);
        return id;
    }

    /** @return a record of its own on that template's bytes */
    private UUID mediaFile(String template) throws SQLException {
        UUID id = UUID.randomUUID();
        UUID source = templates.get(template);
        run("insert into public.mediafiles_mediafile select ?, ? , original_filename, file_hash, file_size, mime_type,"
                + " file_type, width, height, duration, thumbnail_path, metadata, created_at, updated_at"
                + " from public.mediafiles_mediafile where id = ?", id, "photos/2026/01/originals/" + id + ".jpg",
                source);
        run("insert into mediafiles_ops.media_file_object (media_file_id, stored_object_id) select ?, stored_object_id"
                + " from mediafiles_ops.media_file_object where media_file_id = ?", id, source);
        return id;
    }

    Target photo(TableCaller caller) throws SQLException {
        UUID patient = patient();
        UUID event = event(caller, patient, 3);
        UUID file = mediaFile("photo1");
        run("insert into public.mediafiles_photo (event_ptr_id, media_file_id) values (?, ?)", event, file);
        return new Target(patient, event, file, null, null);
    }

    Target clip(TableCaller caller) throws SQLException {
        UUID patient = patient();
        UUID event = event(caller, patient, 10);
        UUID file = mediaFile("clip");
        run("insert into public.mediafiles_videoclip (event_ptr_id, media_file_id) values (?, ?)", event, file);
        return new Target(patient, event, file, null, null);
    }

    /** Of two pictures. */
    Target series(TableCaller caller) throws SQLException {
        UUID patient = patient();
        UUID event = event(caller, patient, 9);
        run("insert into public.mediafiles_photoseries (event_ptr_id, total_images, series_description)"
                + " values (?, 0, '')", event);
        UUID file = mediaFile("photo1");
        UUID first = seriesFile(event, file, 1);
        UUID second = seriesFile(event, mediaFile("photo2"), 2);
        return new Target(patient, event, file, first, second);
    }

    private UUID seriesFile(UUID series, UUID file, int place) throws SQLException {
        UUID id = UUID.randomUUID();
        run("insert into public.mediafiles_photoseriesfile (id, order_index, caption, created_at, photo_series_id,"
                + " media_file_id) values (?, ?, '', now(), ?, ?)", id, place, series, file);
        return id;
    }

    /** @return of a series the id of a picture that was taken out of it */
    UUID removedPicture(Target series) throws SQLException {
        UUID id = UUID.randomUUID();
        run("insert into mediafiles_ops.removed_picture (file_id, photo_series_id, media_file_id, order_index, caption,"
                + " created_at, removed_by_id) values (?, ?, ?, 2, '', now(), ?)", id, series.event(),
                mediaFile("photo3"), people.get(OTHER));
        return id;
    }

    Target trashed(Target event) throws SQLException {
        run("insert into mediafiles_ops.event_trash (event_id, patient_id, deleted_by_id) values (?, ?, ?)",
                event.event(), event.patient(), people.get(OTHER));
        return event;
    }

    /** A photo event that another system made without a photo. */
    Target standingEvent(TableCaller caller) throws SQLException {
        UUID patient = patient();
        return new Target(patient, event(caller, patient, 3), null, null, null);
    }

    /** @return the id of an upload of that person's that waits to be published */
    String upload(String role) throws Exception {
        HttpResponse<String> answer = Site.send(Site.request(Site.api("/uploads"))
                .header("Authorization", authorization(role)).header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(RestClient.jpeg(24, 16))));
        return RestClient.body(answer).get("uploadId").textValue();
    }

    /** @return the number of a job that was given up */
    synchronized String failedJob() throws SQLException {
        UUID object = UUID.randomUUID();
        jobless.add(object);
        String hash = (object.toString() + object).replace("-", "").substring(0, 64);
        run("insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)"
                + " values (?, ?, ?, 1, 'image/jpeg')", object, hash, "photos/2026/01/originals/" + object + ".jpg");
        return one("insert into mediafiles_ops.derivative_job (stored_object_id, kind, state, attempts, error)"
                + " values (?, 'picture', 'failed', 5, 'table') returning id", object);
    }

    /** @return the number of a regeneration that is over */
    String regeneration() throws SQLException {
        return one("insert into mediafiles_ops.regeneration (scope, state, requested_by_id, total)"
                + " values ('one', 'done', ?, 1) returning id", people.get("admin"));
    }

    /** Waits until no walk is under way: there is one at a time. */
    void regenerationsAreOver() throws Exception {
        await(() -> one("select 1 from mediafiles_ops.regeneration where state = 'running'") == null);
    }

    /** Waits until the server does nothing to its schema. */
    void schemaTaskIsOver() throws Exception {
        await(() -> !RestClient.body(Site.send(Site.request(Site.api("/admin/migrations/task"))
                .header("Authorization", authorization("admin")).GET())).path("running").asBoolean());
    }

    private static void await(Callable<Boolean> come) throws Exception {
        for (int i = 0; i < 300 && !come.call(); i++) {
            Thread.sleep(100);
        }
    }

    /** @return the cookie of a session of that role's on the pages; {@code null} for an integrator, who gets none */
    synchronized String session(String role) throws Exception {
        if (role.equals("integrator")) {
            return null;
        }
        String known = sessions.get(role);
        if (known == null) {
            known = PageSession.signIn(name(role), PASSWORD);
            sessions.put(role, known);
        }
        return known;
    }

    /** One connection for all: its statements are short, and a connection of each one's own would cost most. */
    synchronized void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.execute();
        }
    }

    /** @return the first column of the first row; {@code null} for none */
    synchronized String one(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values); ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Nobody signs in as these people any more, and no job of theirs is tried again. */
    @Override
    public void close() throws SQLException {
        for (UUID object : jobless) {
            run("delete from mediafiles_ops.stored_object where id = ?", object);
        }
        run("update public.accounts_eqmduser set is_active = false where username like ?", "table-%-" + mark);
        connection.close();
    }
}
