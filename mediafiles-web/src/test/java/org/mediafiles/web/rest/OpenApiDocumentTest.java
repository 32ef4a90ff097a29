package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.Variant;

class OpenApiDocumentTest {
    private final JsonNode document = read(UploadLimits.DEFAULTS);

    private static JsonNode read(UploadLimits limits) {
        try {
            return Json.MAPPER.readTree(OpenApiDocument.write(limits, "/mediafiles/api/v1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> resourceMethods() throws Exception {
        Set<String> calls = new TreeSet<>();
        java.nio.file.Path classes = java.nio.file.Path
                .of(OpenApiResource.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve("org/mediafiles/web/rest");
        try (Stream<java.nio.file.Path> files = Files.list(classes)) {
            for (java.nio.file.Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName("org.mediafiles.web.rest." + name);
                Path root = type.getAnnotation(Path.class);
                if (root != null) {
                    for (Method method : type.getDeclaredMethods()) {
                        for (Annotation annotation : method.getAnnotations()) {
                            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                            if (verb != null) {
                                Path more = method.getAnnotation(Path.class);
                                calls.add(verb.value().toLowerCase(Locale.ROOT) + ' ' + root.value()
                                        + (more == null ? "" : more.value()));
                            }
                        }
                    }
                }
            }
        }
        return calls;
    }

    @Test
    void namesEveryCallAndNoOther() throws Exception {
        Set<String> real = resourceMethods();
        assertTrue(real.size() > 10, "the resources were not found: " + real);
        for (Variant variant : Variant.values()) {
            real.add("get /media-files/{id}/" + variant.apiName());
            real.add("head /media-files/{id}/" + variant.apiName());
        }
        real.add("get /photo-series/{id}/archive");
        real.add("head /photo-series/{id}/archive");
        Set<String> told = new TreeSet<>();
        document.get("paths").properties().forEach(
                path -> path.getValue().fieldNames()
                        .forEachRemaining(method -> told.add(method + ' ' + path.getKey())));
        assertEquals(real, told);
    }

    @Test
    void standsUnderTheContractsRoot() {
        assertEquals("/mediafiles/api/v1", document.at("/servers/0/url").textValue());
        assertEquals(0, document.at("/paths/~1openapi.json/get/security").size());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        document.findValues("$ref").forEach(ref -> {
            if (document.at(ref.textValue().substring(1)).isMissingNode()) {
                broken.add(ref.textValue());
            }
        });
        assertEquals(List.of(), broken);
        assertTrue(document.findValues("$ref").size() > 50);
    }

    @Test
    void everyGuardedCallSaysWhoMayCallAndWhatAStrangerGets() {
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(call -> {
            JsonNode operation = call.getValue();
            assertFalse(operation.get("operationId").textValue().isEmpty());
            if (!path.getKey().equals("/openapi.json")) {
                assertTrue(operation.get("x-roles").size() > 0, path.getKey());
                assertEquals("authentication-required", operation.at("/responses/401/x-problem-codes/0").textValue());
                assertTrue(operation.at("/responses/503").isObject(), path.getKey());
            }
        }));
    }

    @Test
    void operationIdsAreUnique() {
        List<String> ids = document.findValuesAsText("operationId");
        assertEquals(ids.size(), Set.copyOf(ids).size());
    }

    @Test
    void showsTheConfiguredLimits() {
        JsonNode small = read(new UploadLimits(1234, 5678, 90, 4321, Duration.ofSeconds(7), 11, 3, 42));
        String file = small.at("/components/schemas/PhotoForm/properties/file/description").textValue();
        assertTrue(file.contains("1234 bytes") && file.contains("5678 pixels") && file.contains("90 pixels"), file);
        assertEquals(42, small.at("/components/schemas/PhotoForm/properties/description/maxLength").intValue());
        assertFalse(small.toString().contains("${"), "a limit was not filled in");
    }
}
