package org.mediafiles.schema.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.FileTrouble;

/** What an admin is to do when a backup could not be written. */
final class DiskFailure {
    private DiskFailure() {}

    static MediaFilesException of(Path folder, IOException failed) {
        String said = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("no space left") || said.contains("quota exceeded") || said.contains("file too large")) {
            return new MediaFilesException(ProblemCode.STORAGE_FULL, "There is no room for the backup in " + folder
                    + ": make room, or name another folder with --backup-dir. What was written is removed. Nothing was"
                    + " changed.", failed);
        }
        return new MediaFilesException(ProblemCode.NOT_READY,
                "The backup in " + folder + " could not be written (" + FileTrouble.of(failed)
                        + "). What was written is removed. Nothing was changed.",
                failed);
    }
}
