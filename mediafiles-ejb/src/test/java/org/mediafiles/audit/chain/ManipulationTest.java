package org.mediafiles.audit.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.TestServer;
import org.mediafiles.audit.chain.Fault.Kind;

/**
 * What somebody may try who is the database's superuser and turns the triggers off. Each on a trail of 40 rows, numbered as
 * their seals are, of three days ago and two days ago; anchored at seals 20 and 40.
 */
class ManipulationTest {
    private static final String EVENT = "mediafiles_ops.audit_event";
    private static final String SEAL = "mediafiles_ops.audit_seal";

    @TempDir
    private static Path shared;
    private static String template;
    private static String common;
    private static List<String> anchors;

    @TempDir
    private Path folder;
    private ChainSite site;

    @BeforeAll
    static void makeTrail() throws Exception {
        ChainSite site = ChainSite.empty(shared);
        site.history(1, 20, "now() - interval '3 days'");
        site.sealAndAnchor();
        site.history(21, 20, "now() - interval '2 days'");
        site.sealAndAnchor();
        anchors = Files.readAllLines(site.anchors().path()).stream().distinct().toList();
        site.tamper("CREATE TABLE kept_event AS SELECT * FROM " + EVENT,
                "CREATE TABLE kept_seal AS SELECT * FROM " + SEAL);
        template = site.name();
        common = TestServer.newDatabase(template);
    }

    @BeforeEach
    void putTrailBack() throws Exception {
        site = new ChainSite(common, folder.resolve("anchors.jsonl"));
        site.tamper("DELETE FROM " + EVENT, "DELETE FROM " + SEAL, "INSERT INTO " + EVENT + " SELECT * FROM kept_event",
                "INSERT INTO " + SEAL + " SELECT * FROM kept_seal");
        Files.write(site.anchors().path(), anchors);
    }

    /** For what does not come back by putting rows back. */
    private void takeACopy() {
        site = new ChainSite(TestServer.newDatabase(template), site.anchors().path());
    }

    private Fault first(Kind kind, long id, Long seq) throws SQLException {
        VerificationReport report = site.verify();
        Fault first = report.firstFault();
        assertNotNull(first, "found nothing");
        assertEquals(kind, first.kind(), first::toString);
        assertEquals(id, first.id(), first::toString);
        assertEquals(seq, first.seq(), first::toString);
        assertNotNull(first.at(), first::toString);
        assertTrue(report.faults() > 0);
        return first;
    }

    private void firstSeal(Kind kind, long seq) throws SQLException {
        Fault first = site.verify().firstFault();
        assertNotNull(first, "found nothing");
        assertEquals(kind, first.kind(), first::toString);
        assertEquals(seq, first.seq(), first::toString);
    }

    @Test
    void trailThatNobodyTouchedIsIntact() throws SQLException {
        VerificationReport report = site.verify();
        assertNull(report.firstFault());
        assertTrue(report.intact());
        assertEquals(List.of(40L, 40L, 0L, 0L, 2L),
                List.of(report.rows(), report.sealed(), report.unsealed(), report.faults(), report.anchorsChecked()));
        assertNull(report.anchorTrouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"act = 'event-open'", "user_id = 7", "user_id = NULL", "username = 'somebody'",
            "username = NULL", "username = ''", "role = 'admin'", "patient_id = gen_random_uuid()", "patient_id = NULL",
            "event_id = gen_random_uuid()", "event_id = NULL", "media_file_id = gen_random_uuid()",
            "outcome = 'refused'", "address = '10.0.0.251'", "request_id = 'r18'", "details = '{}'",
            "details = details || '{\"n\": 18}'", "before_values = NULL", "before_values = after_values",
            "after_values = before_values", "after_values = '{}'", "username = username || ' '",
            "address = request_id, request_id = address", "id = 4711"})
    void changeOfAColumnIsFound(String change) throws SQLException {
        site.tamper("UPDATE " + EVENT + " SET " + change + " WHERE id = 17");
        first(Kind.CHANGED, 17, 17L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at + interval '1 microsecond'", "at - interval '1 hour'", "at + interval '10 days'",
            "'infinity'", "'-infinity'", "'294276-01-01'", "'4713-01-01 BC'", "now()"})
    void rowAtAnotherTimeIsFound(String time) throws SQLException {
        site.tamper("UPDATE " + EVENT + " SET at = " + time + " WHERE id = 17");
        first(Kind.REORDERED, 17, 17L);
    }

    @ParameterizedTest
    @CsvSource({"id = 1, 1", "id = 17, 17", "id = 40, 40", "id BETWEEN 5 AND 30, 5", "id IN (12; 33), 12", "true, 1"})
    void deletedRowsAreFound(String which, long firstId) throws SQLException {
        site.tamper("DELETE FROM " + EVENT + " WHERE " + which.replace(';', ','));
        first(Kind.MISSING, firstId, firstId);
    }

    @Test
    void truncatedTrailIsFound() throws SQLException {
        site.tamper("TRUNCATE " + EVENT);
        assertEquals(40, site.verify().faults());
        first(Kind.MISSING, 1, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"now() - interval '2 days 12 hours'", "now() - interval '10 years'",
            "now() - interval '11 minutes'", "'-infinity'"})
    void rowWrittenIntoThePastIsFoundBeforeAndAfterItIsSealed(String time) throws SQLException {
        site.write("sign-in");
        site.sealAndAnchor();
        site.tamper("INSERT INTO " + EVENT + " (id, at, act, outcome) VALUES (900, " + time + ", 'event-open', 'ok')");
        first(Kind.ADDED, 900, null);
        assertEquals(1, site.verify().unsealed());
        site.sealAndAnchor();
        first(Kind.ADDED, 900, 42L);
        assertEquals(0, site.verify().unsealed());
    }

    @Test
    void rowFromTheFutureIsFound() throws SQLException {
        site.tamper("INSERT INTO " + EVENT
                + " (id, at, act, outcome) VALUES (900, now() + interval '1 year', 'event-open', 'ok')");
        first(Kind.ADDED, 900, null);
        site.sealAndAnchor();
        first(Kind.ADDED, 900, 41L);
        site.write("sign-in");
        site.sealAndAnchor();
        VerificationReport report = site.verify();
        assertEquals(1, report.faults(), "nobody else's row is blamed for it");
    }

    @Test
    void copyOfARowIsFound() throws SQLException {
        String columns = "act, user_id, username, outcome, details";
        site.tamper("INSERT INTO " + EVENT + " (id, at, " + columns + ") SELECT 901, at, " + columns + " FROM " + EVENT
                + " WHERE id = 17");
        first(Kind.ADDED, 901, null);
    }

    @Test
    void copyUnderTheSameNumberIsFoundAndDoesNotStopTheSealing() throws SQLException {
        site.tamper("INSERT INTO " + EVENT + " (id, at, act, outcome) SELECT id, at + interval '1 second', act, outcome"
                + " FROM " + EVENT + " WHERE id = 17");
        first(Kind.ADDED, 17, null);
        site.write("sign-in");
        site.sealAndAnchor();
        VerificationReport report = site.verify();
        assertEquals(41, report.sealed());
        assertEquals(1, report.unsealed(), "a number is sealed once");
        first(Kind.ADDED, 17, null);
    }

    @Test
    void rowThatStandsTwiceIsFound() throws SQLException {
        takeACopy();
        site.tamper("ALTER TABLE " + EVENT + " DROP CONSTRAINT audit_event_pkey",
                "INSERT INTO " + EVENT + " SELECT * FROM " + EVENT + " WHERE id = 17");
        first(Kind.ADDED, 17, 17L);
    }

    @Test
    void swappedRowsAreFound() throws SQLException {
        site.tamper("""
                    UPDATE mediafiles_ops.audit_event a SET username = b.username, details = b.details
                    FROM mediafiles_ops.audit_event b WHERE (a.id, b.id) IN ((8, 30), (30, 8))""");
        assertEquals(2, site.verify().faults());
        first(Kind.CHANGED, 8, 8L);
    }

    @Test
    void swappedNumbersAreFound() throws SQLException {
        site.tamper("UPDATE mediafiles_ops.audit_event SET id = CASE id WHEN 8 THEN 9 ELSE 8 END WHERE id IN (8, 9)");
        first(Kind.REORDERED, 8, 8L);
    }

    @Test
    void swappedTimesAreFound() throws SQLException {
        site.tamper("""
                    UPDATE mediafiles_ops.audit_event a SET at = b.at
                    FROM mediafiles_ops.audit_event b WHERE (a.id, b.id) IN ((8, 30), (30, 8))""");
        first(Kind.REORDERED, 8, 8L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_id = 999", "audit_at = audit_at + interval '1 second'",
            "row_hash = sha256('x')", "chain_hash = sha256('x')", "sealed_at = sealed_at - interval '1 second'",
            "sealed_at = sealed_at + interval '1 microsecond'", "sealed_at = 'infinity'"})
    void changedSealIsFound(String change) throws SQLException {
        site.tamper("UPDATE " + SEAL + " SET " + change + " WHERE seq = 17");
        firstSeal(Kind.SEAL_CHANGED, 17);
    }

    @Test
    void rowChangedAlongWithItsSealIsFound() throws SQLException {
        site.tamper("UPDATE " + EVENT + " SET username = 'x' WHERE id = 17");
        site.rechain(17);
        site.tamper("UPDATE " + SEAL + " SET chain_hash = sha256('x') WHERE seq = 18");
        firstSeal(Kind.SEAL_CHANGED, 18);
    }

    @ParameterizedTest
    @CsvSource({"seq = 1, 1", "seq = 17, 17", "seq BETWEEN 3 AND 39, 3"})
    void goneSealIsFound(String which, long seq) throws SQLException {
        site.tamper("DELETE FROM " + SEAL + " WHERE " + which);
        firstSeal(Kind.SEAL_MISSING, seq);
    }

    @Test
    void goneRowIsFoundWhereItsSealIsGoneToo() throws SQLException {
        site.tamper("DELETE FROM " + EVENT + " WHERE id = 17", "DELETE FROM " + SEAL + " WHERE seq = 17");
        firstSeal(Kind.SEAL_MISSING, 17);
        assertEquals(39, site.verify().sealed());
    }

    @Test
    void closedGapInTheNumbersOfSealsIsFound() throws SQLException {
        site.tamper("DELETE FROM " + EVENT + " WHERE id = 17", "DELETE FROM " + SEAL + " WHERE seq = 17",
                "UPDATE " + SEAL + " SET seq = seq + 999 WHERE seq > 17",
                "UPDATE " + SEAL + " SET seq = seq - 1000 WHERE seq > 999");
        firstSeal(Kind.SEAL_CHANGED, 17);
    }

    @Test
    void sealsInAnotherOrderAreFound() throws SQLException {
        site.tamper("UPDATE " + SEAL + " SET seq = 1000 WHERE seq = 17",
                "UPDATE " + SEAL + " SET seq = 17 WHERE seq = 18", "UPDATE " + SEAL + " SET seq = 18 WHERE seq = 1000");
        firstSeal(Kind.SEAL_CHANGED, 17);
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "17, 20", "20, 20", "21, 40", "40, 40"})
    void chainThatWasWrittenAnewIsFoundByTheNextAnchor(long from, long anchored) throws SQLException {
        site.tamper("UPDATE " + EVENT + " SET username = 'x' WHERE id = " + from);
        site.rechain(from);
        firstSeal(Kind.ANCHOR, anchored);
    }

    @Test
    void chainThatWasWrittenAnewWithoutARowIsFoundByTheNextAnchor() throws SQLException {
        site.tamper("DELETE FROM " + EVENT + " WHERE id = 25", "DELETE FROM " + SEAL + " WHERE seq = 25",
                "UPDATE " + SEAL + " SET seq = seq + 999 WHERE seq > 25",
                "UPDATE " + SEAL + " SET seq = seq - 1000 WHERE seq > 999");
        site.rechain(25);
        firstSeal(Kind.ANCHOR, 40);
    }

    @ParameterizedTest
    @CsvSource({"40, 40", "30, 40", "20, 20", "1, 20"})
    void endThatWasCutOffIsFoundByTheAnchors(long from, long anchored) throws SQLException {
        site.tamper("DELETE FROM " + EVENT + " WHERE id >= " + from, "DELETE FROM " + SEAL + " WHERE seq >= " + from);
        firstSeal(Kind.ANCHOR, anchored);
        site.write("sign-in");
        site.sealAndAnchor();
        firstSeal(Kind.ANCHOR, anchored);
    }

    @Test
    void emptiedTrailIsFoundByTheAnchors() throws SQLException {
        site.tamper("TRUNCATE " + EVENT, "TRUNCATE " + SEAL);
        firstSeal(Kind.ANCHOR, 20);
    }

    @Test
    void changedAnchorIsTold() throws Exception {
        Files.write(site.anchors().path(), anchors.stream()
                .map(line -> line.replaceFirst("\"hash\":\"[0-9a-f]{8}", "\"hash\":\"00000000")).toList());
        firstSeal(Kind.ANCHOR, 20);
        assertTrue(site.verify().firstFault().detail().contains("or the anchor was changed"));
    }

    @Test
    void linesThatAreNoAnchorsAreToldAndTheOthersCompared() throws Exception {
        Files.write(site.anchors().path(),
                List.of("", "{\"at\":\"yesterday\"}", anchors.get(1), "\u0000".repeat(5_000)));
        VerificationReport report = site.verify();
        assertTrue(report.intact());
        assertEquals(1, report.anchorsChecked());
        assertEquals("2 lines of the anchor file are no anchors, the first is line 2.", report.anchorTrouble());
    }

    @Test
    void absentAnchorsAreTold() throws Exception {
        Files.delete(site.anchors().path());
        VerificationReport report = site.verify();
        assertTrue(report.intact());
        assertEquals(0, report.anchorsChecked());
        assertTrue(report.anchorTrouble().startsWith("There is no anchor file"), report.anchorTrouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALTER TABLE mediafiles_ops.audit_event DETACH PARTITION ", "DROP TABLE "})
    void partitionThatIsNotThereIsFound(String act) throws SQLException {
        takeACopy();
        site.tamper(act + "mediafiles_ops.audit_event_before");
        VerificationReport report = site.verify();
        assertEquals(40, report.faults());
        assertEquals(0, report.rows());
        first(Kind.MISSING, 1, 1L);
    }

    @Test
    void firstIsTheFirstInTheChainsOrder() throws SQLException {
        site.tamper("UPDATE " + EVENT + " SET act = 'x' WHERE id = 35", "DELETE FROM " + EVENT + " WHERE id = 9",
                "INSERT INTO " + EVENT + " (id, at, act, outcome) VALUES (900, now() - interval '1 year', 'x', 'ok')",
                "UPDATE " + SEAL + " SET sealed_at = now() WHERE seq = 12");
        first(Kind.MISSING, 9, 9L);
    }

    @Test
    void sealOfSomebodyElsesMakingIsFound() throws SQLException {
        site.tamper("DELETE FROM " + EVENT + " WHERE id = 17", "INSERT INTO " + SEAL
                + " VALUES (41, 900, now(), sha256('x'), sha256('y'), now())");
        first(Kind.MISSING, 17, 17L);
        assertEquals(2, site.verify().faults());
    }

    @Test
    void secondSealOfARowDoesNotHideAnAddedOne() throws SQLException {
        takeACopy();
        site.tamper("ALTER TABLE " + SEAL + " DROP CONSTRAINT audit_seal_audit_id_key",
                "INSERT INTO " + SEAL + " SELECT 41, audit_id, audit_at, row_hash, chain_hash, now() FROM " + SEAL
                        + " WHERE seq = 17");
        site.rechain(41);
        site.tamper(
                "INSERT INTO " + EVENT + " (id, at, act, outcome) VALUES (900, now() - interval '1 year', 'x', 'ok')");
        assertFalse(site.verify().intact());
    }
}
