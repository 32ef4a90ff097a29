package org.mediafiles.web.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.web.rest.TableStage.Target;

/** An id of every kind there is, and what is no id at all, to be named where another kind is asked for. */
final class WrongIds {
    private final Map<String, String> all = new LinkedHashMap<>();

    /** Real ones: all of them name something that stands. */
    WrongIds(TableStage stage) throws Exception {
        Target photo = stage.photo(TableCaller.CLINICIAN_OTHERS);
        Target series = stage.series(TableCaller.CLINICIAN_OTHERS);
        all.put("unknown", RestClient.NOBODY);
        all.put("patient", photo.patient().toString());
        all.put("photo", photo.event().toString());
        all.put("media file", photo.mediaFile().toString());
        all.put("photo series", series.event().toString());
        all.put("series file", series.first().toString());
        all.put("removed picture", stage.removedPicture(series).toString());
        all.put("event without its photo", stage.standingEvent(TableCaller.CLINICIAN_OTHERS).event().toString());
        all.put("trashed photo", stage.trashed(stage.photo(TableCaller.CLINICIAN_OTHERS)).event().toString());
        all.put("trashed photo's file",
                stage.trashed(stage.photo(TableCaller.CLINICIAN_OTHERS)).mediaFile().toString());
        all.put("trashed series", stage.trashed(stage.series(TableCaller.CLINICIAN_OTHERS)).event().toString());
        if (stage.clip() != null) {
            all.put("clip", stage.clip(TableCaller.CLINICIAN_OTHERS).event().toString());
        }
        all.put("stored object", stage.one("select stored_object_id from mediafiles_ops.media_file_object"
                + " where media_file_id = ?", photo.mediaFile()));
        all.put("another's upload", stage.upload("other"));
        all.put("a session", stage.sessionOf("other"));
        all.put("a person", Long.toString(stage.id("other")));
        all.put("a lock", stage.signInLock());
        all.put("a job", stage.failedJob());
        all.put("a regeneration", stage.regeneration());
        all.put("a migration run", anyOf(stage, "schema_run", "id"));
        all.put("a word", "x");
        all.put("zero", "0");
        all.put("below zero", "-1");
        all.put("past any number", "99999999999999999999");
        all.put("a short id", "1-1-1-1-1");
        all.put("an id and more", photo.event() + "0");
        all.put("an id in braces", "%7B" + photo.event() + "%7D");
        all.put("a wildcard", "%25");
    }

    /** @return unknown where no such row is yet */
    private static String anyOf(TableStage stage, String table, String column) throws Exception {
        if (stage.one("select to_regclass(?)", "mediafiles_ops." + table) == null) {
            return UUID.randomUUID().toString();
        }
        String found = stage.one("select " + column + " from mediafiles_ops." + table + " limit 1");
        return found == null ? UUID.randomUUID().toString() : found;
    }

    /** @return by what it is an id of */
    Map<String, String> all() {
        return all;
    }
}
