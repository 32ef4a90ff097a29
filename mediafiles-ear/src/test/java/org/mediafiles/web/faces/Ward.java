package org.mediafiles.web.faces;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.mediafiles.it.Browser;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What a person does on the pages, a step a method; waits for what the step leads to. */
final class Ward implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Browser browser;
    private final Path folder;

    Ward(Browser browser) {
        this.browser = browser;
        try {
            this.folder = Files.createTempDirectory(Path.of(System.getProperty("mediafiles.it.work")), "pictures");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Ward desktop() {
        return new Ward(Browser.desktop("pt-BR"));
    }

    static Ward phone() {
        return new Ward(Browser.phone("pt-BR"));
    }

    Ward signIn(String user) {
        browser.go("/signin.xhtml");
        type("signin:username", user);
        type("signin:password", user);
        click("[id='signin:go']");
        waitForPath("/clinician/patients.xhtml");
        return this;
    }

    void signOut() {
        click("summary[aria-label]");
        click("[id='frame:signOut']");
        waitForPath("/signin.xhtml");
    }

    /** @return the new patient's id */
    String newPatient(String name) {
        browser.go("/clinician/new-patient.xhtml");
        type("patient:name", name);
        type("patient:birthday", "17/05/1980");
        type("patient:recordNumber", UUID.randomUUID().toString().substring(0, 12));
        click("[id='patient:save']");
        waitForPath("/clinician/timeline.xhtml");
        return url().replaceAll(".*patient=([0-9a-f-]{36}).*", "$1");
    }

    /** Opens "new photo" and chooses a file, as by its file input. */
    void choose(String patient, Path file) {
        browser.go("/clinician/new-photo.xhtml?patient=" + patient);
        see(".drop");
        driver().findElement(By.id("files")).sendKeys(file.toString());
    }

    /** Chooses one more file on the page that is open. */
    void chooseMore(Path file) {
        driver().findElement(By.id("files")).sendKeys(file.toString());
    }

    /** Opens the page for new media of a kind, as the API spells it. */
    void openNew(String kind, String patient) {
        browser.go("/clinician/new-photo.xhtml?patient=" + patient + "&kind=" + kind);
        see(".drop");
    }

    /** Chooses several files at once by the file input of that id. */
    void chooseBy(String input, Path... files) {
        driver().findElement(By.id(input))
                .sendKeys(String.join("\n", Stream.of(files).map(Path::toString).toList()));
    }

    /** @return what the page says of the list of files: names in order */
    List<?> names() {
        return (List<?>) run("return Array.from(document.querySelectorAll('#chosen > li:not([hidden]) .chosen-name'),"
                + " name => name.textContent)");
    }

    /** A clip that no other test has sent. */
    Path clip(String name, int seconds) {
        Path file = folder.resolve(name);
        try {
            Process made = new ProcessBuilder("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i",
                    "testsrc2=s=160x120:r=5:d=" + seconds, "-vf",
                    "hue=h=" + ThreadLocalRandom.current().nextInt(360), "-metadata",
                    "comment=" + UUID.randomUUID(), "-c:v", "libx264", "-pix_fmt", "yuv420p", file.toString())
                    .inheritIO().start();
            if (made.waitFor() != 0) {
                throw new IllegalStateException("ffmpeg ended with " + made.exitValue());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return whether {@link #clip} can make clips here */
    static boolean makesClips() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "ffmpeg")));
    }

    /** @return what stands in an input */
    String value(String id) {
        return see("[id='" + id + "']").getDomProperty("value");
    }

    /** Puts a new picture on a timeline. @return the photo's id */
    String newPhoto(String patient, String description) {
        choose(patient, picture("foto.jpg"));
        see(".chosen-state.good");
        type("photo:description", description);
        click("[id='photo:save']");
        waitForPath("/clinician/timeline.xhtml");
        return see(".tile").getDomProperty("href").replaceAll(".*photo=([0-9a-f-]{36}).*", "$1");
    }

    /** A picture that no other test has sent. */
    Path picture(String name) {
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        int shade = ThreadLocalRandom.current().nextInt(0x1000000);
        graphics.setPaint(new GradientPaint(0, 0, new Color(shade), 640, 480, Color.WHITE));
        graphics.fillRect(0, 0, 640, 480);
        for (int i = 0; i < 40; i++) {
            image.setRGB(i, 0, ThreadLocalRandom.current().nextInt(0x1000000));
        }
        graphics.dispose();
        try {
            Path file = folder.resolve(name);
            ImageIO.write(image, "jpg", file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something that is no picture under a picture's name. */
    Path noPicture(String name) {
        try {
            return Files.writeString(folder.resolve(name), "<html><script>alert(1)</script></html>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void go(String path) {
        browser.go(path);
    }

    void click(String css) {
        see(css).click();
    }

    /** As {@link #click}, from the middle of the screen, where no bar lies over it. */
    void clickInTheMiddle(String css) {
        WebElement element = see(css);
        run("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    void type(String id, String text) {
        WebElement field = see("[id='" + id + "']");
        field.clear();
        field.sendKeys(text);
    }

    void press(CharSequence keys) {
        driver().findElement(By.tagName("body")).sendKeys(keys);
    }

    void press(Keys key) {
        press((CharSequence) key);
    }

    /** On what has the focus. */
    void pressFocused(Keys key) {
        driver().switchTo().activeElement().sendKeys(key);
    }

    /** @return the first such element, once it is there and shown */
    WebElement see(String css) {
        return waiting().until(any -> driver().findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed).findFirst().orElse(null));
    }

    String text(String css) {
        return waiting().ignoring(StaleElementReferenceException.class).until(any -> see(css).getText());
    }

    boolean has(String css) {
        return driver().findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed);
    }

    void waitForPath(String path) {
        waiting().until(any -> url().contains(path));
    }

    void waitFor(String script) {
        waiting().until(any -> Boolean.TRUE.equals(run("return Boolean(" + script + ")")));
    }

    Object run(String script, Object... values) {
        return driver().executeScript(script, values);
    }

    /** @return what the browser says of content policies that were broken, since it was last asked */
    List<String> complaints() {
        return driver().manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage)
                .filter(message -> message.contains("Content Security Policy")).toList();
    }

    /** @param script calls its last argument with the result */
    Object runAsync(String script) {
        return driver().executeAsyncScript(script);
    }

    /** @param path below {@code /mediafiles}, with its leading slash */
    void open(String path) {
        browser.go(path);
    }

    String url() {
        return driver().getCurrentUrl();
    }

    String source() {
        return driver().getPageSource();
    }

    void back() {
        driver().navigate().back();
    }

    void screenshot(String name) {
        browser.screenshot(name);
    }

    private WebDriverWait waiting() {
        return new WebDriverWait(driver(), PATIENCE, Duration.ofMillis(100));
    }

    private org.openqa.selenium.chrome.ChromeDriver driver() {
        return browser.driver();
    }

    @Override
    public void close() {
        browser.close();
    }
}
