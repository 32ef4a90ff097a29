package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationMarkTest {
    private static final UUID OURS = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID ANOTHER = UUID.fromString("00000000-0000-4000-8000-000000000002");

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("store").resolve("files");
    }

    private static List<String> names(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertRefused(GateReason reason, String words, Optional<Verdict> verdict) {
        assertEquals(reason, verdict.orElseThrow().reason());
        assertEquals(SchemaGate.State.FAILED, verdict.get().state());
        assertTrue(verdict.get().detail().contains(words), verdict.get().detail());
    }

    @Test
    void firstOpeningTakesTheFolderAndLaterOnesFindItTaken() throws IOException {
        assertEquals(Optional.empty(), InstallationMark.claim(root(), OURS));
        assertEquals(List.of(InstallationMark.FILE), names(root()), "nothing else is left there");
        assertEquals(OURS + "\n", Files.readString(root().resolve(InstallationMark.FILE)));
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(root().resolve(InstallationMark.FILE))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root())));
        assertEquals(Optional.empty(), InstallationMark.claim(root(), OURS));
    }

    @Test
    void folderOfAnotherInstallationIsRefusedAndLeftAsItIs() throws IOException {
        InstallationMark.claim(root(), ANOTHER);
        assertRefused(GateReason.STORAGE_OF_ANOTHER_INSTALLATION, "mediafiles.storage.root",
                InstallationMark.claim(root(), OURS));
        assertEquals(ANOTHER + "\n", Files.readString(root().resolve(InstallationMark.FILE)));
        Files.delete(root().resolve(InstallationMark.FILE));
        assertEquals(Optional.empty(), InstallationMark.claim(root(), OURS), "what the sentence says to do works");
    }

    @Test
    void folderThatWasMovedIsKnownAgain() throws IOException {
        InstallationMark.claim(root(), OURS);
        Path elsewhere = Files.move(root(), folder.resolve("elsewhere"));
        assertEquals(Optional.empty(), InstallationMark.claim(elsewhere, OURS));
        assertRefused(GateReason.STORAGE_OF_ANOTHER_INSTALLATION, ANOTHER.toString(),
                InstallationMark.claim(elsewhere, ANOTHER));
    }

    @Test
    void markThatNobodyOfOursWroteIsNotTakenForOurs() throws IOException {
        Files.createDirectories(root());
        Files.writeString(root().resolve(InstallationMark.FILE), "");
        assertRefused(GateReason.STORAGE_OF_ANOTHER_INSTALLATION, "nothing that this program wrote",
                InstallationMark.claim(root(), OURS));
    }

    @Test
    void markThatIsALinkIsNotFollowed() throws IOException {
        Files.createDirectories(root());
        Path outside = Files.writeString(folder.resolve("outside"), OURS + "\n");
        Files.createSymbolicLink(root().resolve(InstallationMark.FILE), outside);
        assertRefused(GateReason.STORAGE_UNUSABLE, InstallationMark.FILE, InstallationMark.claim(root(), OURS));
    }

    /** Not by taking rights away: who tests as root has them all the same. */
    @Test
    void whatCannotBeAFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("a file"), "x");
        assertRefused(GateReason.STORAGE_UNUSABLE, file.toString(), InstallationMark.claim(file, OURS));
        assertRefused(GateReason.STORAGE_UNUSABLE, "restart", InstallationMark.claim(file.resolve("below"), OURS));
        assertEquals("x", Files.readString(file));
    }

    @Test
    void ofTwoInstallationsThatComeAtOnceOneTakesIt() throws IOException {
        for (int round = 0; round < 20; round++) {
            Path contested = folder.resolve("round " + round);
            List<Optional<Verdict>> verdicts = IntStream.range(0, 8).parallel()
                    .mapToObj(n -> InstallationMark.claim(contested, n % 2 == 0 ? OURS : ANOTHER)).toList();
            UUID taken = UUID.fromString(Files.readString(contested.resolve(InstallationMark.FILE)).strip());
            assertTrue(Set.of(OURS, ANOTHER).contains(taken));
            Set<Boolean> even = IntStream.range(0, 8).filter(n -> n % 2 == 0).mapToObj(n -> verdicts.get(n).isEmpty())
                    .collect(Collectors.toSet());
            Set<Boolean> odd = IntStream.range(0, 8).filter(n -> n % 2 == 1).mapToObj(n -> verdicts.get(n).isEmpty())
                    .collect(Collectors.toSet());
            assertEquals(Set.of(taken.equals(OURS)), even);
            assertEquals(Set.of(taken.equals(ANOTHER)), odd);
            assertFalse(names(contested).stream().anyMatch(name -> name.endsWith(".tmp")), names(contested)::toString);
        }
    }
}
