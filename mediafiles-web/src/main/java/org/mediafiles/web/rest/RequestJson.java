package org.mediafiles.web.rest;

import org.mediafiles.web.request.Instants;
import org.mediafiles.web.request.Ids;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.catalog.PatientIdentifier;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * The JSON object that a request brings. Read by the resource itself, after it has asked whether the caller may do this at
 * all: the contract's order of checks. Every fault is {@code INVALID_REQUEST} at the member.
 */
final class RequestJson {
    static final Set<String> JSON = Set.of("application/json");
    static final Set<String> MERGE_PATCH = Set.of("application/merge-patch+json", "application/json");
    /** Far more than any command needs; the rest is not read. */
    static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_IDENTIFIERS = 50;

    private final JsonNode object;

    private RequestJson(JsonNode object) {
        this.object = object;
    }

    /**
     * @param mediaTypes what the call takes
     * @param members    what the object may hold; anything else is refused
     */
    static RequestJson read(HttpServletRequest request, Set<String> mediaTypes, String... members) {
        try {
            return parse(bytes(request, mediaTypes), members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param name what a fault is named
     * @return the ids of a body that is a bare array of them
     */
    static List<UUID> readIds(HttpServletRequest request, String name) {
        try {
            JsonNode list = tree(bytes(request, JSON));
            if (list == null || !list.isArray()) {
                throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The body is a JSON array of ids.");
            }
            List<UUID> ids = new ArrayList<>();
            for (JsonNode id : list) {
                ids.add(Ids.find(id.textValue())
                        .orElseThrow(() -> MediaFilesException.invalid(name, "Every item is a UUID.")));
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(HttpServletRequest request, Set<String> mediaTypes) throws IOException {
        requireType(request.getContentType(), mediaTypes);
        byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE, "A JSON body has at most 256 KiB.")
                    .with("limit", MAX_BYTES);
        }
        return bytes;
    }

    /** As {@link #read}, for a call that may come without a body: an empty object then. */
    static RequestJson readIfAny(HttpServletRequest request, Set<String> mediaTypes, String... members) {
        boolean none = request.getContentLengthLong() == 0
                || request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") == null;
        return none ? new RequestJson(Json.MAPPER.createObjectNode()) : read(request, mediaTypes, members);
    }

    private static void requireType(String contentType, Set<String> mediaTypes) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!mediaTypes.contains(type)) {
            throw new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "This call takes " + String.join(" or ", mediaTypes.stream().sorted().toList()) + '.');
        }
    }

    static RequestJson parse(byte[] bytes, String... members) throws IOException {
        JsonNode node = tree(bytes);
        if (node == null || !node.isObject()) {
            throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The body is a JSON object.");
        }
        Set<String> known = Set.of(members);
        for (Iterator<String> names = node.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!known.contains(name)) {
                throw MediaFilesException.invalid(shown(name), "There is no such member here.");
            }
        }
        return new RequestJson(node);
    }

    private static JsonNode tree(byte[] bytes) throws IOException {
        try {
            return Json.MAPPER.readTree(bytes);
        } catch (JsonProcessingException | CharConversionException e) {
            throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The body is not well-formed JSON.");
        }
    }

    private static String shown(String name) {
        return name.matches("[A-Za-z0-9_.-]{1,60}") ? name : "?";
    }

    boolean has(String name) {
        return object.has(name);
    }

    /** @return the text; {@code null} where the member is absent or {@code null} */
    String text(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw MediaFilesException.invalid(name, "This member is a text.");
        }
        return value.textValue();
    }

    /** A member that a merge patch may empty. @return {@code null} where absent, empty where {@code null} */
    String clearableText(String name) {
        return has(name) && object.get(name).isNull() ? "" : text(name);
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw MediaFilesException.invalid(name, "This member is required.");
        }
        return text;
    }

    boolean flag(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw MediaFilesException.invalid(name, "This member is true or false.");
        }
        return value.booleanValue();
    }

    /** A flag that must say something where it stands. */
    boolean requiredFlag(String name) {
        if (!object.path(name).isBoolean()) {
            throw MediaFilesException.invalid(name, "This member is true or false.");
        }
        return object.get(name).booleanValue();
    }

    LocalDate requiredDate(String name) {
        try {
            return LocalDate.parse(requiredText(name));
        } catch (DateTimeParseException e) {
            throw MediaFilesException.invalid(name, "A date is written as 1980-05-17.");
        }
    }

    Instant requiredInstant(String name) {
        return Instants.parse(name, requiredText(name));
    }

    UUID requiredId(String name) {
        return Ids.find(requiredText(name))
                .orElseThrow(() -> MediaFilesException.invalid(name, "This member is a UUID."));
    }

    /** @return the identifiers; empty where the member is absent or {@code null} */
    List<PatientIdentifier> identifiers(String name) {
        JsonNode list = object.get(name);
        if (list == null || list.isNull()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MAX_IDENTIFIERS) {
            throw MediaFilesException.invalid(name, "This member is a list of at most 50 identifiers.");
        }
        List<PatientIdentifier> identifiers = new ArrayList<>();
        for (JsonNode item : list) {
            if (!item.isObject() || item.size() != 2) {
                throw MediaFilesException.invalid(name, "An identifier is {\"system\", \"value\"}.");
            }
            RequestJson identifier = new RequestJson(item);
            identifiers.add(new PatientIdentifier(identifier.identifierPart(name, "system"),
                    identifier.identifierPart(name, "value")));
        }
        return identifiers;
    }

    private String identifierPart(String list, String part) {
        return Optional.ofNullable(object.get(part)).filter(JsonNode::isTextual).map(JsonNode::textValue)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> MediaFilesException.invalid(list, "An identifier is {\"system\", \"value\"}."));
    }
}
