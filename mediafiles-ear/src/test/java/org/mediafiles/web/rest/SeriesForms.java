package org.mediafiles.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** Small words for the tests of series. */
final class SeriesForms {
    private SeriesForms() {}

    /** @return a form of these pictures, {@code p1.jpg}, {@code p2.jpg} and so on */
    static Form pictures(byte[]... pictures) {
        Form form = new Form();
        for (int i = 0; i < pictures.length; i++) {
            form.file("file", "p" + (i + 1) + ".jpg", pictures[i]);
        }
        return form;
    }

    /** @return as many pictures that no other test has */
    static byte[][] fresh(int count) {
        byte[][] pictures = new byte[count][];
        for (int i = 0; i < count; i++) {
            pictures[i] = RestClient.jpeg(24, 16);
        }
        return pictures;
    }

    static HttpResponse<String> send(String patient, Form form) throws Exception {
        return RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photo-series", form);
    }

    /** @return the series, freshly made by the clinician */
    static JsonNode made(String patient, int pictures) throws Exception {
        HttpResponse<String> answer = send(patient, pictures(fresh(pictures)));
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return RestClient.body(answer);
    }

    /** @return the id of a received upload of the user's */
    static String upload(String user, byte[] bytes) throws Exception {
        HttpResponse<String> answer = RestClient.form(user, "/uploads", new Form().file("file", "u.jpg", bytes));
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return RestClient.body(answer).get("uploadId").textValue();
    }

    static List<String> texts(JsonNode series, String pointer) {
        List<String> texts = new ArrayList<>();
        series.get("files").forEach(file -> texts.add(file.at(pointer).asText()));
        return texts;
    }

    static List<String> ids(JsonNode series) {
        return texts(series, "/id");
    }

    /** @return the ids as the body of {@code PUT …/order} */
    static String array(List<String> ids) {
        return "[\"" + String.join("\",\"", ids) + "\"]";
    }

    static String path(JsonNode series) {
        return "/photo-series/" + series.get("id").textValue();
    }
}
