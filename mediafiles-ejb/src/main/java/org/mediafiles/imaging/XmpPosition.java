package org.mediafiles.imaging;

import java.nio.charset.StandardCharsets;

/** Whether an XMP packet says where the picture was taken. Looked for as text: no XML of a stranger is parsed for it. */
public final class XmpPosition {
    private XmpPosition() {}

    public static boolean isIn(byte[] packet) {
        String text = new String(packet, StandardCharsets.ISO_8859_1);
        return text.contains("GPSLatitude") || text.contains("GPSLongitude") || text.contains("GPSDestLatitude")
                || text.contains("Iptc4xmpExt:LocationShown") || text.contains("Iptc4xmpExt:LocationCreated");
    }
}
