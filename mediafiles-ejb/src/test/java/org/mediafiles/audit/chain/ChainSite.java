package org.mediafiles.audit.chain;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.mediafiles.TestServer;
import org.mediafiles.config.AuditConfig;

/** A trail with its chain and its anchors, as the superuser sees it. */
final class ChainSite {
    private final String name;
    private final DataSource database;
    private final Path anchorFile;

    ChainSite(String name, Path anchorFile) {
        this.name = name;
        database = TestServer.dataSource(name);
        this.anchorFile = anchorFile;
    }

    static ChainSite empty(Path folder) {
        return new ChainSite(TestServer.newMigratedDatabase(), folder.resolve("anchors.jsonl"));
    }

    String name() {
        return name;
    }

    DataSource database() {
        return database;
    }

    AnchorFile anchors() {
        return new AnchorFile(anchorFile);
    }

    /** With triggers off. */
    void tamper(String... statements) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Rows with every column set, a minute apart. @param since an SQL expression: when the first was written */
    void history(long firstId, int count, String since) throws SQLException {
        tamper("""
               INSERT INTO mediafiles_ops.audit_event (id, at, act, user_id, username, role, patient_id, event_id,
                   media_file_id, outcome, address, request_id, details, before_values, after_values)
               SELECT n, %1$s + (n - %2$d) * interval '1 minute', 'event-change', n, 'user' || n, 'clinician',
                   gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'ok', '10.0.0.' || n %% 250, 'r' || n,
                   jsonb_build_object('n', n), jsonb_build_object('description', 'a' || n),
                   jsonb_build_object('description', 'b' || n)
               FROM generate_series(%2$d, %3$d) n""".formatted(since, firstId, firstId + count - 1),
                "SELECT setval('mediafiles_ops.audit_event_id_seq', greatest(1000, max(id))) FROM mediafiles_ops.audit_event");
    }

    /** A row as the program writes one. */
    void write(String act) throws SQLException {
        TestServer.execute(name, "INSERT INTO mediafiles_ops.audit_event (act, outcome) VALUES ('" + act + "', 'ok')");
    }

    Sealer sealer(Duration anchorEvery) {
        return new Sealer(new AuditConfig(Duration.ofSeconds(1), anchorEvery, AuditConfig.DEFAULTS.anchorFile()),
                anchors());
    }

    /** Seals all and writes an anchor. */
    void sealAndAnchor() {
        Sealer sealer = sealer(Duration.ofSeconds(1));
        sealer.work(database, () -> false);
        sealer.anchorLast();
    }

    VerificationReport verify() throws SQLException {
        return new AuditVerification(anchors()).run(database, AuditVerification.Progress.NONE);
    }

    long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Writes the chain anew from this seal on, as somebody does who knows how it is made. */
    void rechain(long fromSeq) throws SQLException {
        ChainHash hash = new ChainHash();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            byte[] previous = ChainHash.GENESIS;
            List<SealRow> seals = new ArrayList<>();
            List<TrailRow> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT " + SealRow.columns("s") + ", " + TrailRow.columns("a")
                    + " FROM mediafiles_ops.audit_seal s JOIN mediafiles_ops.audit_event a ON a.id = s.audit_id AND"
                    + " a.at = s.audit_at ORDER BY seq")) {
                while (row.next()) {
                    seals.add(SealRow.read(row));
                    rows.add(TrailRow.read(row, SealRow.COLUMNS + 1));
                }
            }
            try (PreparedStatement update = connection
                    .prepareStatement(
                            "UPDATE mediafiles_ops.audit_seal SET row_hash = ?, chain_hash = ? WHERE seq = ?")) {
                for (int i = 0; i < seals.size(); i++) {
                    SealRow seal = seals.get(i);
                    byte[] rowHash = rows.get(i).hash(hash);
                    byte[] link = hash.link(previous, seal.seq(), seal.auditId(), seal.auditMicros(), rowHash,
                            seal.sealedMicros());
                    if (seal.seq() >= fromSeq) {
                        update.setBytes(1, rowHash);
                        update.setBytes(2, link);
                        update.setLong(3, seal.seq());
                        update.executeUpdate();
                        previous = link;
                    } else {
                        previous = seal.chainHash();
                    }
                }
            }
        }
    }
}
