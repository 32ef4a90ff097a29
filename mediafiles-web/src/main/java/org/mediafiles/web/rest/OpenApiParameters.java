package org.mediafiles.web.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.PageRequest;

/** The parameters that calls share, for the OpenAPI document. */
final class OpenApiParameters {
    private OpenApiParameters() {}

    static ObjectNode all() {
        ObjectNode all = Json.MAPPER.createObjectNode();
        add(all, "id", "path", "The id. What is no UUID names nothing: 404.").put("format", "uuid");
        add(all, "fileId", "path", "The id of a picture in its series. What is no UUID names nothing: 404.")
                .put("format", "uuid");
        add(all, "q", "query",
                "Words of the name (of people also of the user name) in any order, accents and case ignored.");
        add(all, "identifier", "query", "Exact value of an identifier, for example the record number.");
        add(all, "limit", "query", "How many items at most.").put("type", "integer").put("minimum", 1)
                .put("maximum", PageRequest.MAX_LIMIT).put("default", PageRequest.DEFAULT_LIMIT);
        add(all, "cursor", "query", "nextCursor of the page before.");
        add(all, "type", "query", "Any of photo, photoSeries, videoClip, separated by commas; all without it.");
        add(all, "from", "query", "Event time at or after this instant; with an offset.").put("format", "date-time");
        add(all, "to", "query", "Event time before this instant; with an offset.").put("format", "date-time");
        add(all, "filename", "query", "The name of a raw body's file, for display.");
        add(all, "sha256", "query", "What a raw body's bytes must have.").put("pattern", "^[0-9a-fA-F]{64}$");
        add(all, "download", "query", "true to have a browser save it.").put("type", "boolean").put("default", false);
        add(all, "original", "query", "true for the originals, byte for byte; not for viewers.").put("type", "boolean")
                .put("default", false);
        add(all, "dryRun", "query", "true to judge the file and keep nothing.").put("type", "boolean").put("default",
                false);
        add(all, "If-Match", "header", "The version that is to be changed, quoted; 412 where it is another.");
        add(all, "If-None-Match", "header", "What the caller has, quoted; 304 where it is still that.");
        add(all, "If-Range", "header", "The tag for which the range holds; the whole comes where it is another.");
        add(all, "Range", "header", "bytes=first-last; several ranges are answered with the whole.");
        add(all, "target", "query", "A version of the schema; what the program needs without it.").put("pattern",
                "^[0-9]{1,6}$");
        add(all, "purpose", "query", "migrate, adopt, rollback or deploy.").put("default", "migrate");
        add(all, "state", "query", "waiting, running, failed or done; all without it.");
        add(all, "kind", "query", "picture or clip; both without it.");
        ObjectNode number = all.putObject("number").put("name", "id").put("in", "path").put("required", true)
                .put("description", "The id, a number. What is none names nothing: 404.");
        number.putObject("schema").put("type", "string").put("pattern", "^[0-9]{1,18}$");
        add(all, "patientId", "query", "Whose rows; all without it.").put("format", "uuid");
        add(all, "eventId", "query", "The rows about one event; all without it.").put("format", "uuid");
        add(all, "username", "query", "Whose doing, exactly as it stands on record; everybody's without it.");
        acts(add(all, "act", "query", "One act; all without it."));
        add(all, "outcome", "query", "ok, refused or failed; all without it.");
        named(all, "recordedFrom", "from", "On record at or after this instant; with an offset.");
        named(all, "recordedTo", "to", "On record before this instant; with an offset.");
        add(all, "role", "query", "viewer, clinician, integrator or admin; all without it.");
        add(all, "active", "query", "true or false: whether they may sign in; both without it.").put("type", "boolean");
        add(all, "X-Reason", "header", "Why, percent-encoded UTF-8.");
        return all;
    }

    private static void acts(ObjectNode schema) {
        ArrayNode codes = schema.putArray("enum");
        Arrays.stream(AuditAct.values()).map(AuditAct::code).forEach(codes::add);
    }

    /** An instant whose name in the query another parameter has, too. */
    private static void named(ObjectNode all, String key, String name, String description) {
        add(all, key, "query", description).put("format", "date-time");
        ((ObjectNode) all.get(key)).put("name", name);
    }

    /** @return the parameter's schema: a string unless said otherwise */
    private static ObjectNode add(ObjectNode all, String name, String in, String description) {
        ObjectNode parameter = all.putObject(name).put("name", name).put("in", in).put("description", description);
        parameter.put("required", in.equals("path"));
        return parameter.putObject("schema").put("type", "string");
    }
}
