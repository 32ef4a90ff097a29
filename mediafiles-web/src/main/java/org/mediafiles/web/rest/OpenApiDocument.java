package org.mediafiles.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Role;
import org.mediafiles.web.problem.ProblemDocument;
import org.mediafiles.web.problem.ProblemStatus;

/** Writes the OpenAPI 3.0 document from the list of calls, the schemas beside this class and the configured limits. */
final class OpenApiDocument {
    private static final String VERSION = "1.0.0";

    private OpenApiDocument() {}

    /** @param root absolute path of the API: {@code servers[0].url} */
    static byte[] write(UploadLimits limits, String root) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("openapi", "3.0.3");
        document.putObject("info").put("title", "MediaFiles").put("version", VERSION)
                .put("description",
                        "A hospital's archive of clinical photos, photo series and short video clips. Every "
                                + "failure is a problem document whose code stands in x-problem-codes; x-roles says who may call. "
                                + "Checks come in this order: 401, 403 and 404, 400, reason, version, count, size, checksum, type, "
                                + "content, duplicate.");
        document.putArray("servers").addObject().put("url", root);
        ObjectNode paths = document.putObject("paths");
        for (ApiOperation operation : ApiOperations.all()) {
            ObjectNode path = paths.withObjectProperty(operation.path());
            path.set(operation.method(), operation(operation));
        }
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas(limits));
        components.set("parameters", OpenApiParameters.all());
        components.set("securitySchemes", securitySchemes());
        return Json.bytes(document);
    }

    private static ObjectNode operation(ApiOperation operation) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("operationId", operation.id()).put("summary", operation.summary());
        ArrayNode roles = node.putArray("x-roles");
        operation.roles().stream().map(Role::code).forEach(roles::add);
        secure(node.putArray("security"), operation);
        ArrayNode parameters = node.putArray("parameters");
        for (String name : List.of("id", "fileId")) {
            if (operation.path().contains('{' + name + '}')) {
                parameters.addObject().put("$ref",
                        "#/components/parameters/" + (operation.isOnNumberedRow() ? "number" : name));
            }
        }
        operation.parameters().forEach(
                name -> parameters.addObject().put("$ref", "#/components/parameters/" + name));
        if (!operation.bodies().isEmpty()) {
            ObjectNode body = node.putObject("requestBody").put("required", operation.isBodyNeeded());
            ObjectNode content = body.putObject("content");
            new TreeMap<>(operation.bodies()).forEach((type, schema) -> schema(content.putObject(type), schema));
        }
        responses(node.putObject("responses"), operation);
        return node;
    }

    private static void secure(ArrayNode security, ApiOperation operation) {
        if (operation.isOpen()) {
            return;
        }
        security.addObject().putArray("basic");
        if (operation.isRead()) {
            security.addObject().putArray("session");
        } else if (operation.path().equals("/uploads")) {
            ObjectNode both = security.addObject();
            both.putArray("session");
            both.putArray("csrfToken");
        }
    }

    private static void responses(ObjectNode responses, ApiOperation operation) {
        ObjectNode success = responses.putObject(Integer.toString(operation.success())).put("description",
                operation.success() == 204 ? "Done." : operation.summary());
        if (operation.produces() != null || !operation.headers().isEmpty()) {
            headers(success, operation);
        }
        if (operation.produces() != null) {
            if (!operation.method().equals("head")) {
                schema(success.putObject("content").putObject(operation.produces()),
                        operation.schema() == null && operation.produces().equals("application/json")
                                ? "object"
                                : operation.schema());
            }
        }
        if (operation.parameters().contains("dryRun")) {
            ArrayNode either = responses.putObject("200").put("description",
                    "The photo that stood there already with the same bytes; in a dry run what would be done.")
                    .putObject("content").putObject(operation.produces()).putObject("schema").putArray("oneOf");
            either.addObject().put("$ref", "#/components/schemas/" + operation.schema());
            either.addObject().put("$ref", "#/components/schemas/PhotoCheck");
        }
        if (operation.parameters().contains("Range") && operation.method().equals("get")) {
            ObjectNode partial = responses.putObject("206").put("description", "The range asked for.");
            headers(partial, operation);
            partial.withObjectProperty("headers").set("Content-Range", header("bytes first-last/length"));
            schema(partial.putObject("content").putObject(operation.produces()), null);
        }
        if (operation.parameters().contains("If-None-Match")) {
            headers(responses.putObject("304").put("description", "What the caller has is what there is."), operation);
        }
        Map<Integer, Set<String>> byStatus = new TreeMap<>();
        for (ProblemCode code : operation.allProblems()) {
            byStatus.computeIfAbsent(ProblemStatus.status(code), status -> new java.util.TreeSet<>()).add(code.code());
        }
        byStatus.forEach((status, codes) -> problem(responses.putObject(status.toString()), status, codes));
    }

    private static void headers(ObjectNode response, ApiOperation operation) {
        ObjectNode headers = response.putObject("headers");
        headers.set("X-Request-Id", header("The id of this request."));
        operation.headers().forEach(name -> headers.set(name, header(switch (name) {
            case "ETag" -> operation.schema() == null && operation.produces() != null
                    ? "The SHA-256 of the bytes served, quoted."
                    : "The event's version, quoted; for If-Match.";
            case "Location" -> "Where the new resource stands.";
            default -> name;
        })));
    }

    private static ObjectNode header(String description) {
        ObjectNode header = Json.MAPPER.createObjectNode().put("description", description);
        header.putObject("schema").put("type", "string");
        return header;
    }

    private static void problem(ObjectNode response, int status, Set<String> codes) {
        response.put("description", String.join(", ", codes));
        ArrayNode names = response.putArray("x-problem-codes");
        codes.forEach(names::add);
        ObjectNode headers = response.putObject("headers");
        headers.set("X-Request-Id", header("The id of this request."));
        switch (status) {
            case 401 -> headers.set("WWW-Authenticate", header("Basic, or Session for a page whose session ended."));
            case 416 -> headers.set("Content-Range", header("bytes */length"));
            case 429, 503 -> headers.set("Retry-After", header("Seconds after which trying again makes sense."));
            default -> {
                /* no header of its own */ }
        }
        response.putObject("content").putObject(ProblemDocument.MEDIA_TYPE).putObject("schema").put("$ref",
                "#/components/schemas/Problem");
    }

    /** @param name of a schema; {@code null} or empty for bytes, {@code object} for any object */
    private static void schema(ObjectNode content, String name) {
        ObjectNode schema = content.putObject("schema");
        if (name == null || name.isEmpty()) {
            schema.put("type", "string").put("format", "binary");
        } else if (name.equals("object")) {
            schema.put("type", "object");
        } else {
            schema.put("$ref", "#/components/schemas/" + name);
        }
    }

    private static JsonNode schemas(UploadLimits limits) {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("openapi-schemas.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, Long> limit : values(limits).entrySet()) {
                String place = "${" + limit.getKey() + '}';
                // A value of its own becomes a number, one within a sentence stays text.
                text = text.replace('"' + place + '"', limit.getValue().toString()).replace(place,
                        limit.getValue().toString());
            }
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Long> values(UploadLimits limits) {
        return Map.of("maxPhotoBytes", limits.maxPhotoBytes(), "maxPhotoPixels", limits.maxPhotoPixels(),
                "maxPhotoSide", (long) limits.maxPhotoSide(), "maxVideoBytes", limits.maxVideoBytes(),
                "maxVideoSeconds", limits.maxVideoDuration().toSeconds(), "maxVideoSide",
                (long) limits.maxVideoSide(), "maxSeriesImages", (long) limits.maxSeriesImages(),
                "maxDescriptionLength", (long) limits.maxDescriptionLength());
    }

    private static ObjectNode securitySchemes() {
        ObjectNode schemes = Json.MAPPER.createObjectNode();
        schemes.putObject("basic").put("type", "http").put("scheme", "basic").put("description",
                "User name and password in UTF-8, the same as on the pages.");
        schemes.putObject("session").put("type", "apiKey").put("in", "cookie").put("name", "JSESSIONID").put(
                "description", "The pages' session, for reading and for uploads of the pages.");
        schemes.putObject("csrfToken").put("type", "apiKey").put("in", "header").put("name", "X-CSRF-Token").put(
                "description", "The session's token, as the page holds it.");
        return schemes;
    }
}
