package org.mediafiles.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The pages as the EAR carries them, with the parameters that their addresses take. */
final class Pages {
    private static final Pattern PARAMETER = Pattern.compile("<f:viewParam name=\"([^\"]+)\"");

    private Pages() {}

    /** @param path below {@code /mediafiles}, with its leading slash */
    record Page(String path, List<String> parameters) {}

    static List<Page> all() throws IOException {
        List<Page> pages = new ArrayList<>();
        try (ZipFile ear = new ZipFile(System.getProperty("mediafiles.it.ear"));
                ZipInputStream war = new ZipInputStream(
                        ear.getInputStream(ear.getEntry("mediafiles-web.war")))) {
            for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
                String name = entry.getName();
                if (name.endsWith(".xhtml") && !name.startsWith("WEB-INF/")) {
                    pages.add(new Page('/' + name, parameters(new String(war.readAllBytes(), StandardCharsets.UTF_8))));
                }
            }
        }
        if (pages.size() < 10) {
            throw new AssertionError("an archive of " + pages.size() + " pages");
        }
        return pages;
    }

    private static List<String> parameters(String page) {
        List<String> names = new ArrayList<>();
        for (Matcher parameter = PARAMETER.matcher(page); parameter.find();) {
            names.add(parameter.group(1));
        }
        return names;
    }
}
