package org.mediafiles;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the table of packages: who may import whom, and what a class's name and place say about it. */
class ArchitectureTest {
    private static final String ROOT = "org.mediafiles";
    private static final List<String> MODULES = List.of("mediafiles-ejb", "mediafiles-web", "mediafiles-ear",
            "wildfly-config");

    /** Package → what of ours it may import besides itself, {@code problem} and {@code model}. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(Map.entry("problem", Set.of()),
            Map.entry("model", Set.of()), Map.entry("config", Set.of()), Map.entry("audit", Set.of("config")),
            Map.entry("security", Set.of("audit", "config")), Map.entry("validation", Set.of("imaging", "config")),
            Map.entry("storage", Set.of("config")), Map.entry("imaging", Set.of("config")),
            Map.entry("catalog", Set.of("security", "audit", "config")),
            Map.entry("derivative", Set.of("catalog", "storage", "imaging", "config")),
            Map.entry("ingest",
                    Set.of("validation", "imaging", "storage", "catalog", "security", "audit", "config")),
            Map.entry("delivery", Set.of("storage", "catalog", "derivative", "security", "audit", "config")),
            Map.entry("retention", Set.of("storage", "catalog", "security", "audit", "config")),
            Map.entry("schema", Set.of("health", "config", "storage", "imaging", "audit")),
            Map.entry("health", Set.of()),
            Map.entry("adoption",
                    Set.of("schema", "ingest", "validation", "imaging", "derivative", "storage", "catalog",
                            "security", "audit", "config")));

    private static JavaClasses ours;

    @BeforeAll
    static void readTheClasses() {
        ours = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        assertTrue(ours.contain("org.mediafiles.ingest.MediaIngest"), "the EJB module's classes are on the class path");
        assertTrue(ours.stream().anyMatch(type -> type.getPackageName().startsWith(ROOT + ".web.")),
                "the web module's classes are on the class path");
    }

    @Test
    void everyPackageStandsInTheTable() {
        Set<String> known = new TreeSet<>(MAY_IMPORT.keySet());
        known.add("web");
        Set<String> unknown = ours.stream().map(ArchitectureTest::room).filter(room -> !known.contains(room))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unknown, "packages without a row in the table");
    }

    @Test
    void packagesImportOnlyWhatTheTableAllows() {
        MAY_IMPORT.forEach((room, allowed) -> {
            Set<String> rooms = new TreeSet<>(allowed);
            rooms.add(room);
            if (!Set.of("problem", "health").contains(room)) {
                rooms.add("problem");
                rooms.add("model");
            }
            classes().that().resideInAPackage(packages(room))
                    .should(onlyDependOnClassesThat(notOurs().or(resideInAnyPackage(packages(rooms)))))
                    .as(room + " imports only " + rooms).allowEmptyShould(true).check(ours);
        });
    }

    @Test
    void webReachesNeitherStoresNorEnginesNorEntities() {
        noClasses().that().resideInAPackage(packages("web")).should().dependOnClassesThat()
                .resideInAnyPackage(packages(Set.of("storage", "validation", "imaging", "adoption"))).check(ours);
        noClasses().that().resideInAPackage(packages("web")).should().dependOnClassesThat()
                .areAnnotatedWith(jakarta.persistence.Entity.class).check(ours);
        noClasses().that().resideInAPackage(packages("web")).should()
                .dependOnClassesThat(resideInAPackage(packages("derivative")).and(not(simpleNameEndingWith("Service")))
                        .as("workers of derivative"))
                .check(ours);
        noClasses().that().resideInAPackage(packages("web")).should()
                .dependOnClassesThat(
                        resideInAPackage(packages("schema")).and(not(schemasDoor())).as("workers of schema"))
                .check(ours);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ours);
        slices().matching(ROOT + ".web.(**)").should().beFreeOfCycles().check(ours);
    }

    @Test
    void webTechnologyStaysInWeb() {
        noClasses().that().resideOutsideOfPackage(packages("web")).should().dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "jakarta.faces..", "jakarta.servlet..").check(ours);
    }

    @Test
    void onlyTheRepositoriesRoomsHoldAnEntityManager() {
        noClasses().that()
                .resideOutsideOfPackages(packages(Set.of("catalog", "audit", "security", "derivative", "retention")))
                .should().dependOnClassesThat().areAssignableTo(jakarta.persistence.EntityManager.class).check(ours);
    }

    @Test
    void storesAreNotPublic() {
        noClasses().that(storesButNotThePort()).should().bePublic().check(ours);
    }

    @Test
    void suffixesHaveOneMeaning() {
        classes().that().haveSimpleNameEndingWith("Service").should().beAnnotatedWith(jakarta.ejb.Stateless.class)
                .orShould().beAnnotatedWith(jakarta.transaction.Transactional.class).check(ours);
        // Else a refusal's audit row would never be written.
        classes().that().areAnnotatedWith(jakarta.transaction.Transactional.class).should()
                .beAnnotatedWith(org.mediafiles.problem.SettlesRefusals.class).check(ours);
        classes().that().haveSimpleNameEndingWith("Resource").should().beAnnotatedWith(jakarta.ws.rs.Path.class)
                .check(ours);
        classes().that().haveSimpleNameEndingWith("Backing").should().beAnnotatedWith(jakarta.inject.Named.class)
                .allowEmptyShould(true).check(ours);
        classes().that().haveSimpleNameEndingWith("Timer").should().beAnnotatedWith(jakarta.ejb.Singleton.class)
                .allowEmptyShould(true).check(ours);
        noClasses().should().haveNameMatching(".*(Util|Utils|Manager|Impl|Helper)").check(ours);
    }

    @Test
    void everyPackageTellsItsPurpose() throws IOException {
        Set<Path> silent = new TreeSet<>();
        for (String module : MODULES) {
            for (String tree : List.of("src/main/java", "src/test/java")) {
                collectSilentPackages(Path.of("..", module, tree), silent);
            }
        }
        assertEquals(Set.of(), silent, "directories without package-info.java");
    }

    /** A package of tests is explained by the package that it mirrors. */
    private static void collectSilentPackages(Path tree, Set<Path> silent) throws IOException {
        if (!Files.isDirectory(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            Set<Path> packages = files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent)
                    .collect(Collectors.toSet());
            for (Path directory : packages) {
                Path relative = tree.relativize(directory);
                boolean told = Files.exists(directory.resolve("package-info.java"))
                        || tree.endsWith("src/test/java") && MODULES.stream().anyMatch(module -> Files
                                .isDirectory(Path.of("..", module, "src/main/java").resolve(relative)));
                if (!told) {
                    silent.add(directory);
                }
            }
        }
    }

    private static DescribedPredicate<JavaClass> storesButNotThePort() {
        return DescribedPredicate.describe("implement MediaStore",
                type -> type.getPackageName().equals(ROOT + ".storage") && !type.isInterface()
                        && type.getAllRawInterfaces().stream()
                                .anyMatch(port -> port.getSimpleName().equals("MediaStore")));
    }

    /** The gate, the service, and the shapes that it takes and gives. */
    private static DescribedPredicate<JavaClass> schemasDoor() {
        return DescribedPredicate.describe("the gate, the service, and what it takes and gives",
                type -> type.getName().startsWith(ROOT + ".schema.SchemaGate")
                        || Set.of("SchemaService", "SchemaTask").contains(type.getSimpleName())
                        || type.getPackageName().startsWith(ROOT + ".schema.") && (type.isRecord() || type.isEnum()
                                || type.getSimpleName().endsWith("Report")));
    }

    private static DescribedPredicate<JavaClass> notOurs() {
        return not(resideInAPackage(ROOT + ".."));
    }

    private static String room(JavaClass type) {
        String below = type.getPackageName().substring(Math.min(type.getPackageName().length(), ROOT.length() + 1));
        return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
    }

    private static String packages(String room) {
        return ROOT + "." + room + "..";
    }

    private static String[] packages(Set<String> rooms) {
        return rooms.stream().map(ArchitectureTest::packages).toArray(String[]::new);
    }
}
