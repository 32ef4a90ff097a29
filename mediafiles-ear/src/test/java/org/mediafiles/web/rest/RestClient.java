package org.mediafiles.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.mediafiles.it.Site;

/** Small words for the tests of the REST contract. */
public final class RestClient {
    public static final ObjectMapper JSON = new ObjectMapper();
    public static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private RestClient() {}

    public static HttpResponse<String> get(String user, String path, String... headers) throws Exception {
        return Site.send(with(Site.requestAs(user, Site.api(path)), headers).GET());
    }

    public static HttpResponse<byte[]> bytes(String user, String method, String path, String... headers)
            throws Exception {
        return Site.sendForBytes(
                with(Site.requestAs(user, Site.api(path)), headers).method(method, BodyPublishers.noBody()));
    }

    public static HttpResponse<String> json(String user, String method, String path, String body, String... headers)
            throws Exception {
        return Site.send(with(Site.requestAs(user, Site.api(path)).header("Content-Type", "application/json"), headers)
                .method(method, BodyPublishers.ofString(body)));
    }

    public static HttpResponse<String> send(String user, String method, String path, String... headers)
            throws Exception {
        return Site.send(with(Site.requestAs(user, Site.api(path)), headers).method(method, BodyPublishers.noBody()));
    }

    public static HttpResponse<String> form(String user, String path, Form form) throws Exception {
        return Site.send(Site.requestAs(user, Site.api(path))
                .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form.bytes())));
    }

    public static JsonNode body(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    /** @return the id of a new patient whom no other test knows */
    public static String newPatient() throws Exception {
        HttpResponse<String> answer = json(Site.CLINICIAN, "POST", "/patients",
                "{\"name\":\"Paciente " + UUID.randomUUID() + "\",\"birthday\":\"1980-05-17\"}");
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return body(answer).get("id").textValue();
    }

    /** @return a photo of the patient's, freshly sent by the user */
    public static JsonNode newPhoto(String user, String patient) throws Exception {
        HttpResponse<String> answer = form(user, "/patients/" + patient + "/photos",
                new Form().file("file", "a.jpg", jpeg(64, 48)));
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return body(answer);
    }

    /** @return a picture that no other test has */
    public static byte[] jpeg(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** A multipart body, part by part. */
    public static final class Form {
        public static final String BOUNDARY = "----MediaFilesTest";
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        public Form text(String name, String value) {
            return part("form-data; name=\"" + name + '"', value.getBytes(StandardCharsets.UTF_8));
        }

        public Form file(String name, String filename, byte[] bytes) {
            return part("form-data; name=\"" + name + "\"; filename=\"" + filename + '"', bytes);
        }

        public Form part(String disposition, byte[] bytes) {
            out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.writeBytes(bytes);
            out.writeBytes(new byte[]{'\r', '\n'});
            return this;
        }

        public byte[] bytes() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(out.toByteArray());
            whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return whole.toByteArray();
        }

        /** @return the body so far, without its end */
        public byte[] unfinished() {
            return out.toByteArray();
        }
    }
}
