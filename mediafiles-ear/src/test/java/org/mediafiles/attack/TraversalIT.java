package org.mediafiles.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.attack.ApiCalls.Call;
import org.mediafiles.attack.ApiCalls.Parameter;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient;
import org.mediafiles.web.rest.RestClient.Form;

/**
 * Paths in every parameter that the API and the pages know: no failure of the server, no byte of a file that is not asked
 * for, nothing written where it does not belong.
 */
@RunAsClient
class TraversalIT extends DeployedMediaFiles {
    private static final String MARK = "canary" + UUID.randomUUID().toString().substring(0, 8);
    private static final Path WORK = Path.of(System.getProperty("mediafiles.it.work", "target/it"));
    private static final int AT_ONCE = 4;
    /** What stands in files that somebody would want: the canary's own words, accounts, descriptors, configuration. */
    private static final List<String> SECRETS = List.of("sings " + MARK, "root:x:0:", "<web-app", "urn:jboss:domain",
            "[fonts]");

    /** As they stand in a request line. */
    private static List<String> encoded() {
        return List.of("../../../../../../../../etc/passwd", "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
                "..%252f..%252f" + MARK, MARK + "%00.jpg", "%ff", "%2f" + WORK.resolve(MARK).toAbsolutePath(),
                "%2e%2e/%2e%2e/%2e%2e/" + MARK, "..%5c..%5c..%5cwindows%5cwin.ini", "C:%5cWindows%5cwin.ini", "%00",
                "file:%2f%2f" + WORK.resolve(MARK).toAbsolutePath(), "....%2f%2f....%2f%2f" + MARK,
                "%c0%ae%c0%ae%c0%af" + MARK, "..;/..;/..;/WEB-INF/web.xml", "..%2fWEB-INF%2fweb.xml", "%252e%252e%255c",
                "%0d%0aX-Injected:%20" + MARK);
    }

    /** As they stand in a text. */
    private static List<String> plain() {
        return List.of("../../../../../../etc/passwd", "..\\..\\..\\" + MARK, "../../../" + MARK + ".jpg",
                WORK.resolve(MARK).toAbsolutePath().toString(), "file://" + WORK.resolve(MARK).toAbsolutePath(),
                "C:\\Windows\\win.ini", MARK + "\u0000.jpg", "%2e%2e%2f" + MARK, "\\\\evil.example\\share\\" + MARK);
    }

    private final ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();

    private void judge(String what, RawHttp.Answer answer) {
        if (answer.status() >= 500) {
            found.add(answer.status() + " to " + what + ": " + answer.body());
        }
        for (String secret : SECRETS) {
            if (answer.body().contains(secret)) {
                found.add("a file in the answer to " + what);
            }
        }
        if (answer.headers().stream().anyMatch(line -> line.startsWith("X-Injected"))) {
            found.add("a header of ours in the answer to " + what);
        }
    }

    private void all(List<Runnable> attacks) throws Exception {
        Files.writeString(WORK.resolve(MARK), "sings " + MARK);
        ExecutorService attackers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (var done : attackers.invokeAll(attacks.stream().map(Executors::callable).toList(), 5,
                    TimeUnit.MINUTES)) {
                done.get();
            }
        } finally {
            attackers.shutdownNow();
        }
        assertEquals(List.of(), found.stream().limit(20).toList(), found.size() + " in all");
        try (Stream<Path> files = Stream.of(WORK, WORK.resolve("server"), WORK.resolve("storage"), WORK.resolve("tmp"))
                .flatMap(TraversalIT::walk)) {
            assertEquals(List.of(WORK.resolve(MARK)),
                    files.filter(file -> file.getFileName().toString().contains(MARK)).distinct().toList());
        }
        assertFalse(Files.exists(WORK.resolveSibling(MARK)) || Files.exists(WORK.resolveSibling(MARK + ".jpg")));
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder, folder.equals(WORK) ? 1 : 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Runnable attack(String method, String target, byte[] body, String... headers) {
        return () -> {
            try {
                judge(method + ' ' + target + ' ' + String.join(" ", headers),
                        RawHttp.send(method, target, body, headers));
            } catch (IOException e) {
                found.add(method + ' ' + target + ": " + e);
            }
        };
    }

    private static String as(String user) {
        return Site.basic(user, user);
    }

    @Test
    void noPathQueryOrHeaderLeadsToAFile() throws Exception {
        List<Runnable> attacks = new ArrayList<>();
        Set<String> tried = new HashSet<>();
        for (Call call : ApiCalls.all()) {
            for (Parameter parameter : call.parameters()) {
                boolean inPath = parameter.in().equals("path");
                // Everything once for each kind of parameter, and the worst of it for each call that has one.
                boolean first = tried.add(parameter.in() + parameter.name());
                for (String value : first ? encoded() : encoded().subList(0, inPath ? 4 : 2)) {
                    if (parameter.in().equals("header")) {
                        attacks.add(attack(call.method(), RawHttp.API + call.plainPath(), new byte[0], "Authorization",
                                as(Site.ADMIN), parameter.name(), value));
                    } else {
                        String target = inPath
                                ? call.pathWith(parameter.name(), value)
                                : call.plainPath() + '?' + parameter.name() + '=' + value;
                        attacks.add(attack(call.method(), RawHttp.API + target, new byte[0], "Authorization",
                                as(Site.ADMIN)));
                    }
                }
            }
        }
        assertTrue(attacks.size() > 400, "only " + attacks.size());
        all(attacks);
    }

    @Test
    void noMemberOrPartOfABodyLeadsToAFile() throws Exception {
        String patient = RestClient.newPatient();
        List<Runnable> attacks = new ArrayList<>();
        for (Call call : ApiCalls.all()) {
            String path = RawHttp.API + call.plainPath();
            for (String value : call.parts().contains("file") ? plain() : plain().subList(0, 2)) {
                for (String member : call.members()) {
                    byte[] json = RestClient.JSON
                            .writeValueAsBytes(RestClient.JSON.createObjectNode().put(member, value));
                    attacks.add(attack(call.method(), path, json, "Authorization", as(Site.ADMIN), "Content-Type",
                            "application/json"));
                }
                String target = RawHttp.API + call.path().replaceFirst("^/patients/[{]id[}]", "/patients/" + patient)
                        .replaceAll("[{][^}]*[}]", RestClient.NOBODY);
                for (String part : call.parts()) {
                    byte[] form = new Form().text(part, value).bytes();
                    attacks.add(attack(call.method(), target, form, "Authorization", as(Site.CLINICIAN),
                            "Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY));
                }
                if (call.parts().contains("file")) {
                    byte[] form = new Form().file("file", value.replace("\\", "\\\\"), RestClient.jpeg(8, 8)).bytes();
                    attacks.add(attack(call.method(), target, form, "Authorization", as(Site.CLINICIAN),
                            "Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY));
                }
            }
        }
        all(attacks);
    }

    @Test
    void noParameterOfAPageLeadsToAFile() throws Exception {
        String session = "JSESSIONID=" + PageSession.of(Site.ADMIN).cookie();
        List<Runnable> attacks = new ArrayList<>();
        for (Pages.Page page : Pages.all()) {
            // What every page's own machinery reads, tried on the page that is there for everything that went wrong.
            Stream<String> machinery = page.path().equals("/error.xhtml")
                    ? Stream.of("here", "back", "code", "id", "primefaces.nonce", "pfdrid")
                    : Stream.of();
            for (String parameter : Stream.concat(page.parameters().stream(), machinery).toList()) {
                for (String value : encoded()) {
                    attacks.add(attack("GET", RawHttp.ROOT + page.path() + '?' + parameter + '=' + value, new byte[0],
                            "Cookie", session));
                }
            }
        }
        all(attacks);
    }

    @Test
    void noResourceLiesOutsideOfTheResources() throws Exception {
        List<Runnable> attacks = new ArrayList<>();
        List<String> targets = new ArrayList<>(List.of("/WEB-INF/web.xml", "/web-inf/web.xml", "/WEB-INF;/web.xml",
                "/%57EB-INF/web.xml", "/./WEB-INF/web.xml", "//WEB-INF//web.xml", "/x/../WEB-INF/web.xml",
                "/x/..%2fWEB-INF/web.xml", "/META-INF/MANIFEST.MF", "/WEB-INF/classes/",
                "/WEB-INF/templates/frame.xhtml",
                "/WEB-INF/web.xml.xhtml", "/resources/../WEB-INF/web.xml", "/clinician/../WEB-INF/web.xml",
                "/jakarta.faces.resource/web.xml.xhtml?ln=../WEB-INF",
                "/jakarta.faces.resource/../WEB-INF/web.xml.xhtml",
                "/jakarta.faces.resource/web.xml.xhtml?ln=..%2fWEB-INF",
                "/jakarta.faces.resource/web.xml.xhtml?ln=css&loc=../../WEB-INF",
                "/jakarta.faces.resource/web.xml.xhtml?con=../WEB-INF&ln=css",
                "/jakarta.faces.resource/dynamiccontent.properties.xhtml?ln=primefaces&pfdrid=..%2f..%2fetc%2fpasswd",
                "/openapi", "/api/v1/../../WEB-INF/web.xml"));
        for (String value : encoded()) {
            targets.add("/jakarta.faces.resource/" + value + ".xhtml?ln=css");
            targets.add("/jakarta.faces.resource/mediafiles.css.xhtml?ln=" + value);
            targets.add("/resources/" + value);
            targets.add('/' + value);
        }
        for (String target : targets) {
            attacks.add(attack("GET", RawHttp.ROOT + target, new byte[0]));
        }
        all(attacks);
        for (String hidden : targets.subList(0, 14)) {
            RawHttp.Answer answer = RawHttp.send("GET", RawHttp.ROOT + hidden);
            assertFalse(answer.status() == 200 && !answer.body().contains("signin"), hidden);
        }
    }
}
