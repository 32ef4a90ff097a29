package org.mediafiles.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Superclass of every {@code XIT}: the built EAR as it is, with one WAR more, which holds the tests that run inside.
 * A test against HTTP is annotated {@code @RunAsClient} and talks through {@link Site}.
 */
@ExtendWith(ArquillianExtension.class)
public abstract class DeployedMediaFiles {
    private static final String TEST_WAR = "mediafiles-tests.war";

    /** The same for all classes: see {@link SharedDeployment}. */
    @Deployment
    public static EnterpriseArchive mediaFiles() {
        EnterpriseArchive ear = ShrinkWrap.create(ZipImporter.class, "mediafiles.ear")
                .importFrom(new File(System.getProperty("mediafiles.it.ear"))).as(EnterpriseArchive.class);
        WebArchive tests = ShrinkWrap.create(WebArchive.class, TEST_WAR)
                .addAsWebInfResource(new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml")
                .addAsWebInfResource(
                        new StringAsset("<jboss-web><security-domain>other</security-domain></jboss-web>"),
                        "jboss-web.xml");
        addTestClasses(tests);
        ear.addAsModule(Testable.archiveToTest(tests));
        ear.setApplicationXML(new StringAsset(
                applicationXml(ear).replace("</application>", """
                                                              <module>
                                                                <web>
                                                                  <web-uri>%s</web-uri>
                                                                  <context-root>/mediafiles-tests</context-root>
                                                                </web>
                                                              </module>
                                                              </application>""".formatted(TEST_WAR))));
        return ear;
    }

    private static String applicationXml(EnterpriseArchive ear) {
        try (InputStream stream = ear.get("META-INF/application.xml").getAsset().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addTestClasses(WebArchive war) {
        Path root = Path
                .of(DeployedMediaFiles.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".class"))
                    .forEach(file -> war.addAsResource(file.toFile(), root.relativize(file).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
