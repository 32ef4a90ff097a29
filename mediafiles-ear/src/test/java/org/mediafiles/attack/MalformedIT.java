package org.mediafiles.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient;
import org.mediafiles.web.rest.RestClient.Form;

/** Requests that are made to be read in two ways, or to cost more than they should. */
@RunAsClient
class MalformedIT extends DeployedMediaFiles {
    private static final String BASIC = Site.basic(Site.CLINICIAN, Site.CLINICIAN);

    @Test
    void jsonThatIsMadeToBurstIsRefused() throws Exception {
        for (String json : List.of("[".repeat(120_000), "{\"a\":".repeat(40_000), "{\"name\":" + "[".repeat(5_000),
                "{\"name\":" + "9".repeat(200_000) + '}', "{\"name\":1e999999999}", "{\"name\":-1e-999999999}",
                "{\"name\":\"x\",\"name\":\"y\",\"birthday\":\"1980-05-17\"}", "{\"name\":{\"__proto__\":1}}",
                "{\"@class\":\"java.lang.Runtime\",\"name\":\"x\"}", "{\"name\":\"x\",\"birthday\":\"1980-05-17\"}{}",
                "{\"name\":\"" + "a".repeat(200_000) + "\",\"birthday\":\"1980-05-17\"}", "\ufeff\ufeff{}", "", "null",
                "{\"name\":\"\\ud800\",\"birthday\":\"+999999999-12-31\"}",
                "{\"identifiers\":[" + "{\"system\":\"a\",\"value\":\"b\"},".repeat(5_000) + "{}]}")) {
            String what = json.substring(0, Math.min(40, json.length()));
            HttpResponse<String> answer = RestClient.json(Site.CLINICIAN, "POST", "/patients", json);
            assertEquals(400, answer.statusCode(), what + answer.body());
            assertTrue(answer.body().length() < 2_000, "no echo of what was sent: " + what);
        }
        assertEquals(413, RestClient.json(Site.CLINICIAN, "POST", "/patients", " ".repeat(300_000)).statusCode());
    }

    @Test
    void aBodyOfAnotherTypeIsNotTakenForJson() throws Exception {
        byte[] json = "{\"name\":\"Tipo errado\",\"birthday\":\"1980-05-17\"}".getBytes(StandardCharsets.UTF_8);
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "text/html", "application/xml",
                "multipart/form-data; boundary=x", "application/json-patch+json", "*/*", "", ",application/json",
                "text/plain, application/json", "application/jsonp")) {
            int status = RawHttp.send("POST", RawHttp.API + "/patients", json, "Authorization", BASIC, "Content-Type",
                    type).status();
            assertTrue(status == 415 || status == 400, type + ": " + status);
        }
        for (String type : List.of("application/json; charset=utf-7", "application/json;charset=UTF-16",
                "application/json; charset=nonsense")) {
            int status = RawHttp.send("POST", RawHttp.API + "/patients", "{}".getBytes(StandardCharsets.UTF_16BE),
                    "Authorization", BASIC, "Content-Type", type).status();
            assertTrue(status >= 400 && status < 500, type + ": " + status);
        }
    }

    @Test
    void anAnswerIsWhatItsTypeSaysWhateverIsAskedFor() throws Exception {
        for (String accept : List.of("text/html", "application/xml", "image/svg+xml", "*/*", "garbage")) {
            HttpResponse<String> answer = RestClient.get(Site.CLINICIAN, "/patients?q=%3Cscript%3E", "Accept", accept);
            assertTrue(answer.statusCode() < 500, accept);
            String type = answer.headers().firstValue("Content-Type").orElse("none");
            assertTrue(answer.body().isEmpty() || type.startsWith("application/"), accept + ": " + type);
            assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
        }
    }

    /** Behind a proxy that reads the other of two lengths the rest would be somebody else's request. */
    @Test
    void noRequestHidesBehindAnother() throws Exception {
        String hidden = "GET /mediafiles/api/v1/openapi.json HTTP/1.1\r\nHost: hidden\r\n\r\n";
        String start = "POST " + RawHttp.API + "/patients HTTP/1.1\r\nHost: " + RawHttp.host() + "\r\n";
        for (String lengths : List.of("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5, 6\r\n", "Content-Length: +5\r\n", "Content-Length: -1\r\n",
                "Content-Length: 0x5\r\n",
                "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding : chunked\r\n",
                "Transfer-Encoding:\u000bchunked\r\n", "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length : 5\r\n", " Content-Length: 5\r\n")) {
            try (RawHttp connection = new RawHttp(3_000)) {
                connection.write(start + lengths + "\r\n0\r\n\r\n" + hidden);
                int answers = 0;
                String last = "";
                try {
                    for (; answers < 3; answers++) {
                        last = connection.read(true).body();
                    }
                } catch (EOFException | SocketTimeoutException | NumberFormatException closed) {
                    // As it should be.
                } catch (IOException reset) {
                    assertFalse(last.contains("openapi"), lengths);
                }
                assertTrue(answers <= 1 && !last.contains("\"openapi\""),
                        lengths + answers + " answers: " + last.substring(0, Math.min(99, last.length())));
            }
        }
    }

    @Test
    void headersThatNobodyNeedsAreRefusedOrIgnored() throws Exception {
        assertTrue(RawHttp.send("GET", RawHttp.API + "/patients", "X-Long", "a".repeat(2_000_000)).status() >= 400);
        String[] many = IntStream.range(0, 1_000).boxed().flatMap(i -> List.of("X-" + i, "y").stream())
                .toArray(String[]::new);
        try {
            assertTrue(RawHttp.send("GET", RawHttp.API + "/patients", many).status() >= 400);
        } catch (EOFException refused) {
            // As good: the connection is closed without a word.
        }
        int status = RawHttp.send("GET", RawHttp.API + "/patients?" + "a=1&".repeat(5_000), "Authorization", BASIC)
                .status();
        assertTrue(status == 200 || status >= 400 && status < 500, "parameters: " + status);
    }

    @Test
    void thousandsOfRangesCostNoMoreThanTheWhole() throws Exception {
        String large = RestClient.newPhoto(Site.CLINICIAN, RestClient.newPatient()).at("/mediaFile/links/large")
                .textValue();
        int whole = RawHttp.send("GET", large, "Authorization", BASIC).body().length();
        for (String range : List.of(
                "bytes=" + IntStream.range(0, 5_000).mapToObj(i -> "0-").collect(Collectors.joining(",")),
                "bytes=" + IntStream.range(0, 3_000).mapToObj(i -> i + "-" + i).collect(Collectors.joining(",")),
                "bytes=-1,-1,-1", "bytes=0-0,1-1", "bytes=5-1", "bytes=a-b", "bytes", "octets=0-1", "bytes=--1",
                "bytes=99999999999999999999-")) {
            RawHttp.Answer answer = RawHttp.send("GET", large, "Authorization", BASIC, "Range", range);
            assertTrue(answer.status() == 200 || answer.status() == 416,
                    range.substring(0, Math.min(20, range.length())) + answer.status());
            assertTrue(answer.body().length() <= whole || answer.status() == 416);
        }
        RawHttp.Answer suffix = RawHttp.send("GET", large, "Authorization", BASIC, "Range", "bytes=-999999999999");
        assertTrue(suffix.status() == 206 && suffix.body().length() == whole, "the last bytes, however many");
    }

    /** XMP and SVG are XML: whoever parsed them might be made to ask another server, or to read a file of this one. */
    @Test
    void noXmlMakesTheServerAskAnother() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            listener.setSoTimeout(500);
            String address = "http://127.0.0.1:" + listener.getLocalPort() + "/x";
            String entities = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY % remote SYSTEM \"" + address
                    + "\"> %remote;<!ENTITY f SYSTEM \"file:///etc/passwd\"><!ENTITY a \"aaaaaaaaaa\">"
                    + "<!ENTITY b \"" + "&a;".repeat(100) + "\"><!ENTITY c \"" + "&b;".repeat(100) + "\">]>";
            String xmp = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                    + "<rdf:Description xmlns:dc=\"http://purl.org/dc/elements/1.1/\" dc:title=\"&f;\">&f;&c;</rdf:Description></rdf:RDF></x:xmpmeta>";
            String patient = RestClient.newPatient();
            for (byte[] file : List.of(withXmp(RestClient.jpeg(40, 40), entities + xmp),
                    bytes(entities + "<svg xmlns=\"http://www.w3.org/2000/svg\">&f;</svg>"),
                    bytes(entities + "<html>&f;</html>"), bytes(entities + "<x xmlns=\"urn:x\">&f;&c;</x>"))) {
                HttpResponse<String> answer = RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos",
                        new Form().file("file", "x.jpg", file));
                assertTrue(answer.statusCode() < 500 && !answer.body().contains("root:x"), answer.body());
            }
            try {
                listener.accept().close();
                throw new AssertionError("the server has asked for what a file names");
            } catch (SocketTimeoutException nobody) {
                // As it should be.
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @return the picture with an APP1 segment of XMP behind its first marker */
    static byte[] withXmp(byte[] jpeg, String xmp) {
        byte[] packet = bytes("http://ns.adobe.com/xap/1.0/\0" + xmp);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(
                new byte[]{(byte) 0xFF, (byte) 0xE1, (byte) (packet.length + 2 >> 8), (byte) (packet.length + 2)});
        out.writeBytes(packet);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
