package org.mediafiles.audit.chain;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Compares the anchors with the chain, some at a time. */
final class AnchorCheck {
    private static final int BATCH = 1_000;

    private final AnchorFile file;
    private final long length;
    private final List<Anchor> waiting = new ArrayList<>();
    private String trouble;
    private long checked;
    private long faults;
    private long unreadable;
    private long firstUnreadable;
    private Fault first;

    private AnchorCheck(AnchorFile file, long length, String trouble) {
        this.file = file;
        this.length = length;
        this.trouble = trouble;
    }

    /** To be called before the database's moment is fixed: an anchor is younger than the seal that it speaks of. */
    static AnchorCheck begin(AnchorFile file) {
        try {
            return new AnchorCheck(file, file.length(), null);
        } catch (NoSuchFileException none) {
            return new AnchorCheck(file, -1, "There is no anchor file " + file.path() + ".");
        } catch (IOException | SecurityException unreadable) {
            return new AnchorCheck(file, -1, unreadable(file));
        }
    }

    private static String unreadable(AnchorFile file) {
        return "The anchor file " + file.path() + " cannot be read.";
    }

    void run(Connection connection, long lastSeq) throws SQLException {
        if (length < 0) {
            return;
        }
        try {
            file.read(length, (number, anchor) -> {
                if (anchor == null) {
                    firstUnreadable = unreadable++ == 0 ? number : firstUnreadable;
                    return;
                }
                waiting.add(anchor);
                if (waiting.size() == BATCH) {
                    compare(connection, lastSeq);
                }
            });
        } catch (IOException broken) {
            trouble = unreadable(file);
        }
        compare(connection, lastSeq);
        if (trouble == null && unreadable > 0) {
            trouble = unreadable + " lines of the anchor file are no anchors, the first is line " + firstUnreadable
                    + ".";
        } else if (trouble == null && checked == 0) {
            trouble = "The anchor file " + file.path() + " holds no anchor yet.";
        }
    }

    /** @param hash in hex */
    private record Sealed(long auditId, String hash) {}

    private void compare(Connection connection, long lastSeq) throws SQLException {
        Map<Long, Sealed> chain = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT seq, audit_id, chain_hash FROM mediafiles_ops.audit_seal WHERE seq = ANY (?)")) {
            statement.setArray(1,
                    connection.createArrayOf("bigint", waiting.stream().map(Anchor::seq).toArray(Long[]::new)));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    byte[] hash = row.getBytes(3);
                    chain.put(row.getLong(1),
                            new Sealed(row.getLong(2), hash == null ? "" : HexFormat.of().formatHex(hash)));
                }
            }
        }
        for (Anchor anchor : waiting) {
            checked++;
            Sealed there = chain.get(anchor.seq());
            if (there == null || !there.hash.equals(anchor.hash())) {
                faults++;
                if (first == null || anchor.seq() < first.seq()) {
                    first = fault(anchor, there, lastSeq);
                }
            }
        }
        waiting.clear();
    }

    private static Fault fault(Anchor anchor, Sealed there, long lastSeq) {
        String detail;
        if (anchor.seq() > lastSeq) {
            detail = "The chain ends at seal " + lastSeq + ", and reached seal " + anchor.seq()
                    + " when it was anchored: its end was cut off, or the database is an older copy.";
        } else if (there == null) {
            detail = "Seal " + anchor.seq() + " was anchored and is gone.";
        } else {
            detail = "Seal " + anchor.seq()
                    + " bore another hash when it was anchored: the chain was written anew from there"
                    + " or from before, or the anchor was changed.";
        }
        return new Fault(Fault.Kind.ANCHOR, there == null ? null : there.auditId, anchor.seq(), anchor.at(), detail);
    }

    Fault first() {
        return first;
    }

    long faults() {
        return faults;
    }

    long checked() {
        return checked;
    }

    /** @return one sentence; {@code null} where all anchors could be compared */
    String trouble() {
        return trouble;
    }
}
