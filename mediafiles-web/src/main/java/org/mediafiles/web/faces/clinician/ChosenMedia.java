package org.mediafiles.web.faces.clinician;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.web.faces.support.Json;

/**
 * What stands in the list of a page that brings media in, as its script writes it down.
 *
 * @param upload  what was received; {@code null} for a picture that the series has already
 * @param file    a picture that the series has already; {@code null} for what was received
 * @param caption as typed; never {@code null}
 * @param anyway  the person said to keep it although the patient has it already
 */
record ChosenMedia(UUID upload, UUID file, String caption, boolean anyway) {
    /** More than any page lets be chosen: what is longer was not written by our script. */
    private static final int MOST = 1_000;

    /**
     * @param json a list, in order; {@code null} is an empty one
     * @throws MediaFilesException {@code INVALID_REQUEST} for anything else
     */
    static List<ChosenMedia> parse(String json) {
        if (json == null || json.isBlank()) {
            return List.of();
        }
        JsonNode list = Json.read(json);
        if (list == null || !list.isArray() || list.size() > MOST) {
            throw malformed();
        }
        List<ChosenMedia> chosen = new ArrayList<>();
        for (JsonNode one : list) {
            UUID upload = id(one, "upload");
            UUID file = id(one, "file");
            if (upload == null == (file == null)) {
                throw malformed();
            }
            chosen.add(new ChosenMedia(upload, file, one.path("caption").asText(""),
                    one.path("anyway").asBoolean(false)));
        }
        return List.copyOf(chosen);
    }

    private static UUID id(JsonNode one, String member) {
        String text = one.path(member).asText("");
        return text.isEmpty() ? null : PageIds.get(text, member);
    }

    private static MediaFilesException malformed() {
        return MediaFilesException.invalid("chosen", "The list of what was chosen is malformed.");
    }
}
