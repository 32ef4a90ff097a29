package org.mediafiles.model;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON documents as {@code jsonb} columns take and give them. */
public final class JsonText {
    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private JsonText() {}

    /**
     * Writes an object. Numbers, booleans, {@code null}, maps and collections as such, anything else as its text; without
     * NUL and lone surrogates, which {@code jsonb} refuses.
     */
    public static String write(Map<String, ?> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = GENERATORS.createGenerator(text)) {
            json.writeStartObject();
            members.forEach((name, value) -> {
                json.writeKey(storable(name));
                writeValue(json, value);
            });
            json.writeEnd();
        }
        return text.toString();
    }

    /** @return the object's members in order; empty where the text is no JSON object */
    public static Map<String, Object> readObject(String text) {
        if (text == null || text.isBlank()) {
            return Map.of();
        }
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            JsonStructure structure = reader.read();
            return structure instanceof JsonObject object ? members(object) : Map.of();
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private static void writeValue(JsonGenerator json, Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.write(flag.booleanValue());
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            json.write(((Number) value).longValue());
        } else if (value instanceof Number number) {
            json.write(new java.math.BigDecimal(number.toString()));
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, member) -> {
                json.writeKey(storable(String.valueOf(name)));
                writeValue(json, member);
            });
            json.writeEnd();
        } else if (value instanceof Iterable<?> items) {
            json.writeStartArray();
            items.forEach(item -> writeValue(json, item));
            json.writeEnd();
        } else {
            json.write(storable(value.toString()));
        }
    }

    private static String storable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().filter(point -> point != 0 && Character.getType(point) != Character.SURROGATE)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static Map<String, Object> members(JsonObject object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> members.put(name, plain(value)));
        return members;
    }

    private static Object plain(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> ((JsonString) value).getString();
            case NUMBER -> number((JsonNumber) value);
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case NULL -> null;
            case OBJECT -> members(value.asJsonObject());
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                value.asJsonArray().forEach(item -> items.add(plain(item)));
                yield items;
            }
        };
    }

    private static Number number(JsonNumber value) {
        if (value.isIntegral() && value.bigIntegerValueExact().bitLength() < Long.SIZE) {
            return value.longValueExact();
        }
        return value.bigDecimalValue();
    }
}
