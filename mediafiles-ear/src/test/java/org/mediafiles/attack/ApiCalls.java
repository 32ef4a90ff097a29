package org.mediafiles.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient;

/** The calls that the OpenAPI document names, with everything that one can put into each. */
final class ApiCalls {
    private ApiCalls() {}

    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(String in, String name) {}

    /** @param members of a JSON body; @param parts of a multipart one */
    record Call(String method, String path, boolean open, List<Parameter> parameters, List<String> members,
            List<String> parts) {
        boolean changes() {
            return !method.equals("GET") && !method.equals("HEAD");
        }

        boolean isUpload() {
            return method.equals("POST") && path.equals("/uploads");
        }

        /** @return the path with every name replaced by an id that nothing has, but for the one that is attacked */
        String pathWith(String name, String value) {
            String filled = path;
            for (Parameter parameter : parameters) {
                if (parameter.in().equals("path")) {
                    filled = filled.replace('{' + parameter.name() + '}',
                            parameter.name().equals(name) ? value : RestClient.NOBODY);
                }
            }
            return filled.replaceAll("[{][^}]*[}]", RestClient.NOBODY);
        }

        String plainPath() {
            return pathWith("", "");
        }

        @Override
        public String toString() {
            return method + ' ' + path;
        }
    }

    static List<Call> all() throws Exception {
        JsonNode document = RestClient.body(Site.send(Site.request(Site.api("/openapi.json")).GET()));
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                calls.add(call(document, operation.getKey().toUpperCase(Locale.ROOT), path.getKey(),
                        operation.getValue()));
            }
        }
        if (calls.size() < 50) {
            throw new AssertionError("a document of " + calls.size() + " calls");
        }
        return calls;
    }

    private static Call call(JsonNode document, String method, String path, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode told = resolve(document, parameter);
            parameters.add(new Parameter(told.get("in").textValue(), told.get("name").textValue()));
        }
        JsonNode content = resolve(document, operation.path("requestBody")).path("content");
        List<String> members = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> type : content.properties()) {
            JsonNode schema = resolve(document, type.getValue().path("schema"));
            List<String> into = type.getKey().startsWith("multipart/") ? parts : members;
            schema.path("properties").fieldNames().forEachRemaining(into::add);
        }
        return new Call(method, path, operation.path("security").isEmpty(), parameters, members, parts);
    }

    private static JsonNode resolve(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }
}
