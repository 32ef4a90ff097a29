package org.mediafiles.schema.rollback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mediafiles.schema.version.VersionScripts;
import org.postgresql.ds.PGSimpleDataSource;

/** A process of its own that stops in the middle of a version, to be killed there. */
final class RollbackVictim {
    static final String HERE = "HERE";

    private RollbackVictim() {}

    /** @param words JDBC address, folder, target (-1: none), version and place to stop at */
    public static void main(String[] words) throws IOException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(words[0]);
        int target = Integer.parseInt(words[2]);
        RollbackRequest request = target < 0 ? RollbackRequest.toNone() : RollbackRequest.to(target);
        RollbackReport report = new Rollback(Sites.of(database, Path.of(words[1])), VersionScripts.ours(),
                (connection, run) -> Optional.of("saved"), (version, place) -> {
                    if (version == Integer.parseInt(words[3]) && place.equals(words[4])) {
                        System.out.println(HERE);
                        System.out.flush();
                        pause();
                    }
                }).run(request.agreed());
        System.out.println(report.message());
    }

    private static void pause() {
        try {
            Thread.sleep(120_000);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }
}
