package org.mediafiles.validation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.mime.MimeTypesFactory;

/** The type by the first bytes alone, never by a name or a header: Tika's magic with our {@code custom-mimetypes.xml}. */
final class TypeDetector {
    private final MimeTypes types;

    TypeDetector() {
        try {
            // Named with this class's own loader: in a deployment Tika's jar and our rules lie in different places.
            types = MimeTypesFactory.create("tika-mimetypes.xml", "custom-mimetypes.xml",
                    TypeDetector.class.getClassLoader());
        } catch (IOException | MimeTypeException e) {
            throw new IllegalStateException("the rules for media types can't be read", e);
        }
    }

    /** @return for example {@code image/jpeg}; {@code application/octet-stream} for nothing known */
    String detect(byte[] head) {
        try {
            String type = types.detect(new ByteArrayInputStream(head), new Metadata()).getBaseType().toString();
            return switch (type) {
                case "image/heif" -> byCompatibleBrand(head);
                // What Tika makes of any brand that it does not know.
                case "video/quicktime", "application/mp4" -> hasOtherBrand(head) ? "video/mp4" : type;
                default -> type;
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cameras' makers have brands of their own (XAVC, CAEP); QuickTime's is one, and older files of its have none. */
    private static boolean hasOtherBrand(byte[] head) {
        String start = new String(head, 0, Math.min(head.length, 12), StandardCharsets.ISO_8859_1);
        return start.startsWith("ftyp", 4) && !start.startsWith("qt  ", 8);
    }

    /** Brand mif1 is any HEIF: what it is made of stands among the compatible brands. */
    private static String byCompatibleBrand(byte[] head) {
        int end = head.length < 16 ? 0 : Math.min(head.length, ByteBuffer.wrap(head).getInt());
        String type = "image/heif";
        for (int at = 16; at + 4 <= end; at += 4) {
            switch (new String(head, at, 4, StandardCharsets.ISO_8859_1)) {
                case "heic", "heix" -> {
                    return "image/heic";
                }
                case "avif", "avis" -> type = "image/avif";
                default -> {
                    // says nothing about the coding
                }
            }
        }
        return type;
    }
}
