package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.TableStage.Target;

/**
 * Pages whose address names what is not there, and forms of a page on one's own event that are sent back with another's id:
 * as a browser would never do it, but anybody can.
 */
@RunAsClient
class ForeignFormsIT extends DeployedMediaFiles {
    private static final Pattern HEADING = Pattern.compile("<h1[^>]*>(.*?)</h1>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<(?:input|button)\\b[^>]*>");
    private static TableStage stage;

    @BeforeAll
    static void setTheStage() throws Exception {
        stage = new TableStage();
    }

    @AfterAll
    static void clearTheStage() throws Exception {
        stage.close();
    }

    @Test
    void addressesThatNameSomethingElseAreNotFoundAndNotToldApart() throws Exception {
        Target right = stage.photo(TableCaller.CLINICIAN_OWN);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("/clinician/timeline.xhtml?patient=", "patient");
        pages.put("/clinician/new-photo.xhtml?patient=", "patient");
        pages.put("/clinician/compare-choices.xhtml?patient=", "patient");
        pages.put("/clinician/photo.xhtml?photo=", "photo");
        pages.put("/clinician/series.xhtml?series=", "photo series");
        pages.put("/clinician/edit-series.xhtml?series=", "photo series");
        pages.put("/clinician/compare.xhtml?left=", "media file");
        pages.put("/clinician/compare.xhtml?left=" + right.mediaFile() + "&right=", "none");
        pages.put("/clinician/clip.xhtml?clip=", "clip");
        pages.put("/clinician/clip-state.xhtml?clip=", "clip");
        Map<String, String> ids = new WrongIds(stage).all();
        List<String> faults = new ArrayList<>();
        for (String role : List.of("viewer", "clinician", "admin")) {
            String cookie = stage.session(role);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Map<String, List<String>> byAnswer = new LinkedHashMap<>();
                for (Map.Entry<String, String> id : ids.entrySet()) {
                    if (!id.getKey().equals(page.getValue())) {
                        byAnswer.computeIfAbsent(told(PageSession.get(cookie, page.getKey() + id.getValue())),
                                none -> new ArrayList<>()).add(id.getKey());
                    }
                }
                boolean same = byAnswer.size() == 1;
                String first = byAnswer.keySet().iterator().next();
                boolean mayNot = role.equals("viewer") && page.getKey().contains("new-photo");
                if (!same || !first.startsWith(mayNot ? "403" : "404")) {
                    faults.add(page.getKey() + " as " + role + ": " + byAnswer);
                }
            }
        }
        assertEquals("", String.join("\n", faults));
    }

    /** @return status and what the page says first */
    private static String told(HttpResponse<String> answer) {
        Matcher heading = HEADING.matcher(answer.body());
        return answer.statusCode() + " " + (heading.find() ? heading.group(1).strip() : "");
    }

    @Test
    void formsOfOnesOwnPhotoDoNothingToAnothers() throws Exception {
        actsOnlyOnOnesOwn("/clinician/photo.xhtml", "photo", stage.photo(TableCaller.CLINICIAN_OWN),
                stage.photo(TableCaller.CLINICIAN_OTHERS));
    }

    @Test
    void formsOfOnesOwnPhotoDoNothingToItAfterItsTime() throws Exception {
        actsOnlyOnOnesOwn("/clinician/photo.xhtml", "photo", stage.photo(TableCaller.CLINICIAN_OWN),
                stage.photo(TableCaller.CLINICIAN_OWN_LATE));
    }

    @Test
    void formsOfOnesOwnSeriesDoNothingToAnothers() throws Exception {
        actsOnlyOnOnesOwn("/clinician/series.xhtml", "series", stage.series(TableCaller.CLINICIAN_OWN),
                stage.series(TableCaller.CLINICIAN_OTHERS));
    }

    /** Each of the page's forms, changed as a person would, with the other event's id and version. */
    private static void actsOnlyOnOnesOwn(String page, String parameter, Target own, Target other) throws Exception {
        String cookie = stage.session("clinician");
        String address = page + "?" + parameter + "=" + own.event();
        String before = state(other.event());
        String ownBefore = state(own.event());
        int sent = 0;
        for (String form : List.of("edit", "delete", "move")) {
            String html = PageSession.get(cookie, address).body();
            Map<String, String> fields = fields(html, form);
            fields.replaceAll((name, value) -> name.endsWith(":description") ? "Mesa alheia" : value);
            fields.put(form + ":reason", "mesa");
            fields.put("target", stage.patient().toString());
            fields.put(parameter, other.event().toString());
            fields.put(form + ":version", version(other.event()));
            HttpResponse<String> answer = Site.send(PageSession.form(PageSession.with(cookie, address), fields));
            assertTrue(answer.statusCode() < 500, form + ": " + answer.statusCode() + ' ' + answer.body());
            assertEquals(before, state(other.event()), form + " reached another's event");
            sent++;
        }
        assertEquals(3, sent);
        assertEquals(ownBefore, state(own.event()), "nor was one's own changed instead");
        // The same form with its own id does act: what was tried above could have.
        Map<String, String> fields = fields(PageSession.get(cookie, address).body(), "delete");
        Site.send(PageSession.form(PageSession.with(cookie, address), fields));
        assertNotEquals(ownBefore, state(own.event()), "the form deletes one's own");
    }

    @Test
    void formsOfOnesOwnSeriesEditorDoNothingToAnothers() throws Exception {
        Target own = stage.series(TableCaller.CLINICIAN_OWN);
        Target other = stage.series(TableCaller.CLINICIAN_OTHERS);
        String cookie = stage.session("clinician");
        String address = "/clinician/edit-series.xhtml?series=" + own.event();
        for (boolean foreignSeries : new boolean[]{true, false}) {
            String html = PageSession.get(cookie, address).body();
            Map<String, String> removal = fields(html, "remove");
            removal.put("remove:file", other.first().toString());
            Map<String, String> saving = fields(html, "pictures");
            saving.put("pictures:chosen", "[{\"file\":\"" + other.first() + "\",\"caption\":\"mesa alheia\"}]");
            for (Map<String, String> fields : List.of(removal, saving)) {
                String form = fields == removal ? "remove" : "pictures";
                if (foreignSeries) {
                    fields.put("series", other.event().toString());
                    fields.put(form + ":version", version(other.event()));
                }
                HttpResponse<String> answer = Site.send(PageSession.form(PageSession.with(cookie, address), fields));
                assertTrue(answer.statusCode() < 500, form + ": " + answer.statusCode() + ' ' + answer.body());
                assertEquals("2", pictures(other), form);
            }
        }
        assertEquals("2", pictures(own));
        Map<String, String> removal = fields(PageSession.get(cookie, address).body(), "remove");
        removal.put("remove:file", own.second().toString());
        Site.send(PageSession.form(PageSession.with(cookie, address), removal));
        assertEquals("1", pictures(own), "the form takes a picture out of one's own");
    }

    @Test
    void anothersUploadIsNotPublishedByAPage() throws Exception {
        String cookie = stage.session("clinician");
        UUID patient = stage.patient();
        String upload = stage.upload("other");
        String mine = stage.upload("clinician");
        String address = "/clinician/new-photo.xhtml?patient=" + patient;
        for (String chosen : List.of(upload, mine)) {
            Map<String, String> fields = fields(PageSession.get(cookie, address).body(), "photo");
            fields.put("patient", patient.toString());
            fields.put("photo:chosen", "[{\"upload\":\"" + chosen + "\"}]");
            HttpResponse<String> answer = Site.send(PageSession.form(PageSession.with(cookie, address), fields));
            assertTrue(answer.statusCode() < 500, answer.body());
            assertEquals(chosen.equals(mine) ? "1" : "0", stage.one(
                    "select count(*) from public.events_event where patient_id = ?", patient), answer.body());
        }
    }

    @Test
    void adminFormsAreNotTakenFromOthers() throws Exception {
        Target trashed = stage.trashed(stage.photo(TableCaller.CLINICIAN_OWN));
        String html = PageSession.get(stage.session("admin"), "/admin/trash.xhtml").body();
        Map<String, String> fields = fields(html, "trash");
        fields.put("restore", "photo/" + trashed.event());
        for (String role : List.of("viewer", "clinician")) {
            HttpResponse<String> answer = Site.send(
                    PageSession.form(PageSession.with(stage.session(role), "/admin/trash.xhtml"), fields));
            assertEquals(403, answer.statusCode(), role);
            assertEquals("1", inTrash(trashed));
        }
        Site.send(PageSession.form(PageSession.with(stage.session("admin"), "/admin/trash.xhtml"), fields));
        assertEquals("0", inTrash(trashed), "the form restores for an admin");
    }

    private static String inTrash(Target event) throws SQLException {
        return stage.one("select count(*) from mediafiles_ops.event_trash where event_id = ?", event.event());
    }

    private static String pictures(Target series) throws SQLException {
        return stage.one("select count(*) from public.mediafiles_photoseriesfile where photo_series_id = ?"
                + " and caption = ''", series.event());
    }

    /** @return all of an event that a page can change */
    private static String state(UUID event) throws SQLException {
        return stage.one("select concat_ws('|', e.description, e.event_datetime, e.patient_id, e.updated_at,"
                + " e.updated_by_id, (select count(*) from mediafiles_ops.event_trash t where t.event_id = e.id))"
                + " from public.events_event e where e.id = ?", event);
    }

    /** @return what the API tells everybody who may read the event */
    private static String version(UUID event) throws Exception {
        for (String kind : List.of("/photos/", "/photo-series/")) {
            HttpResponse<String> answer = Site.send(Site.request(Site.api(kind + event))
                    .header("Authorization", stage.authorization("clinician")).GET());
            if (answer.statusCode() == 200) {
                return answer.headers().firstValue("ETag").orElseThrow().replace("\"", "");
            }
        }
        throw new AssertionError("not there: " + event);
    }

    /** @return what a browser would send of that form, by its one button */
    private static Map<String, String> fields(String html, String form) {
        int begin = html.indexOf("<form id=\"" + form + "\"");
        assertTrue(begin >= 0, "no form " + form + " on " + html);
        String part = html.substring(begin, html.indexOf("</form>", begin));
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher inputs = INPUT.matcher(part);
        while (inputs.find()) {
            String tag = inputs.group();
            String name = attribute(tag, "name");
            boolean button = tag.startsWith("<button") || tag.contains("type=\"submit\"");
            if (name != null && (!button || name.endsWith(":go") || name.endsWith(":save"))
                    && !tag.contains("type=\"radio\"")) {
                String value = attribute(tag, "value");
                fields.put(name, value == null ? "" : value);
            }
        }
        return fields;
    }

    private static String attribute(String tag, String name) {
        Matcher attribute = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return attribute.find()
                ? attribute.group(1).replace("&quot;", "\"").replace("&amp;", "&").replace("&#39;", "'")
                : null;
    }
}
