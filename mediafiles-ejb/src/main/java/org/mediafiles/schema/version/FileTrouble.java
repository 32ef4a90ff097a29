package org.mediafiles.schema.version;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the file system answered, in an operator's words: its own are the names of Java's classes. */
public final class FileTrouble {
    private FileTrouble() {}

    /** @return part of a sentence; with the path where the failure names one */
    public static String of(IOException failure) {
        if (!(failure instanceof FileSystemException of)) {
            return failure.getMessage() == null ? "it cannot be understood" : failure.getMessage();
        }
        String reason;
        if (failure instanceof NoSuchFileException) {
            reason = "is not there";
        } else if (failure instanceof AccessDeniedException) {
            reason = "is not ours to enter or to change";
        } else if (failure instanceof NotDirectoryException) {
            reason = "is no folder";
        } else {
            return of.getReason() == null ? String.valueOf(of.getMessage()) : of.getFile() + ": " + of.getReason();
        }
        return of.getFile() == null ? "it " + reason : of.getFile() + " " + reason;
    }
}
