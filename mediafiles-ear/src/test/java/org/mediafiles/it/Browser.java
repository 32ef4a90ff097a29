package org.mediafiles.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mediafiles.launcher.ServerBase;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with a profile of its own, through the machine's own driver: nothing is fetched from afar. */
public final class Browser implements AutoCloseable {
    private static final List<String> CHROMIUMS = List.of("chromium", "chromium-browser", "google-chrome",
            "google-chrome-stable");

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    static boolean isThere() {
        return chromium().isPresent() && chromedriver().isPresent();
    }

    /**
     * @param language  what the browser asks for, such as {@code pt-BR} or {@code en}
     * @param width     of the page, CSS pixels: 360 is the phone
     * @param height    of the page, CSS pixels
     */
    public static Browser open(String language, int width, int height) {
        forgetLanguages();
        try {
            Path profile = Files.createTempDirectory(Path.of(System.getProperty("mediafiles.it.work")), "browser");
            ChromeOptions options = new ChromeOptions();
            options.setBinary(chromium().orElseThrow());
            options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    "--disable-dev-shm-usage", "--no-proxy-server", "--hide-scrollbars", "--lang=" + language,
                    "--accept-lang=" + language, "--window-size=" + width + "," + height,
                    "--user-data-dir=" + profile);
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(chromedriver().orElseThrow()).usingAnyFreePort()
                    .withLogFile(profile.resolveSibling("chromedriver.log").toFile()).build();
            ChromeDriver driver = new ChromeDriver(service, options);
            // The window's frame takes its share, and a window is never narrower than 500: the page's size is set itself.
            driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
            return new Browser(driver, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A person's own language comes before the browser's: what a test chose for a user of all tests ends with it. */
    private static void forgetLanguages() {
        try (Connection database = TestDatabase.connect(); Statement statement = database.createStatement()) {
            statement.execute("""
                              DO $$ BEGIN
                                  IF to_regclass('mediafiles_ops.user_account') IS NOT NULL THEN
                                      UPDATE mediafiles_ops.user_account SET locale = NULL WHERE user_id IN (
                                          SELECT id FROM public.accounts_eqmduser
                                          WHERE username IN ('viewer', 'clinician', 'integrator', 'admin'));
                                  END IF;
                              END $$""");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A desk: 1280 × 900. */
    public static Browser desktop(String language) {
        return open(language, 1280, 900);
    }

    /** A phone: 360 × 780. */
    public static Browser phone(String language) {
        return open(language, 360, 780);
    }

    public ChromeDriver driver() {
        return driver;
    }

    /** @param path below {@code /mediafiles}, with its leading slash; or a whole address, of a server of one's own */
    public void go(String path) {
        driver.get(path.startsWith("/") ? Site.root() + path : path);
    }

    /** Keeps a picture of the page in {@code target/screenshots/<name>.png}. @return the file */
    public Path screenshot(String name) {
        try {
            Path file = Path.of(System.getProperty("mediafiles.it.work")).resolveSibling("screenshots")
                    .resolve(name + ".png");
            Files.createDirectories(file.getParent());
            return Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        ServerBase.sweep(profile);
    }

    private static Optional<File> chromium() {
        return configured("mediafiles.it.chromium").or(() -> CHROMIUMS.stream().flatMap(Browser::onPath).findFirst());
    }

    private static Optional<File> chromedriver() {
        return configured("mediafiles.it.chromedriver").or(() -> onPath("chromedriver").findFirst());
    }

    private static Optional<File> configured(String key) {
        return Optional.ofNullable(System.getProperty(key)).filter(path -> !path.isBlank()).map(File::new);
    }

    private static Stream<File> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> new File(directory, program)).filter(File::canExecute);
    }
}
