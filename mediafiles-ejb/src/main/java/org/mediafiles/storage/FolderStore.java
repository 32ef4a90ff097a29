package org.mediafiles.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Opens a store in a folder, for the server and for the command line alike. */
public final class FolderStore {
    /** {@code 256 MiB} stay free for derivatives and for whoever else lives on that disk. */
    private static final long RESERVED_BYTES = 256L << 20;

    private FolderStore() {}

    /**
     * @param root an absolute folder, made where it is missing
     * @throws MediaFilesException {@code INTERNAL_ERROR} where it can be neither opened nor made
     */
    public static MediaStore open(Path root) {
        try {
            return new FilesystemMediaStore(root, RESERVED_BYTES);
        } catch (IOException e) {
            throw new MediaFilesException(ProblemCode.INTERNAL_ERROR,
                    "mediafiles.storage.root cannot be opened or made.", e);
        }
    }
}
