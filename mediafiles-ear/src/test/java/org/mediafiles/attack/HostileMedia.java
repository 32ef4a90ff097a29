package org.mediafiles.attack;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.mediafiles.web.rest.MadeClips;
import org.mediafiles.web.rest.RestClient;

/** Pictures and clips that carry a text wherever their formats have a place for one. */
final class HostileMedia {
    private static final int ASCII = 2;
    private static final int LONG = 4;

    private HostileMedia() {}

    /** @return a JPEG with the text as camera, lens, description, artist, XMP title, IPTC caption and comment */
    static byte[] jpeg(String text) {
        byte[] plain = RestClient.jpeg(48, 48);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        segment(out, 0xE1, exif(bytes));
        segment(out, 0xE1, ("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf="
                + "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description xmlns:dc="
                + "\"http://purl.org/dc/elements/1.1/\" dc:title=\"" + text.replace("&", "&amp;").replace("<", "&lt;")
                        .replace("\"", "&quot;")
                + "\"/></rdf:RDF></x:xmpmeta>").getBytes(StandardCharsets.UTF_8));
        segment(out, 0xED, iptc(bytes));
        segment(out, 0xFE, bytes);
        out.write(plain, 2, plain.length - 2);
        return out.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, int marker, byte[] content) {
        out.write(0xFF);
        out.write(marker);
        out.write(content.length + 2 >> 8);
        out.write(content.length + 2);
        out.writeBytes(content);
    }

    /** Description, make, model and artist in the first directory; the lens in EXIF's own. */
    private static byte[] exif(byte[] text) {
        int[] tags = {0x010E, 0x010F, 0x0110, 0x013B};
        int exifAt = 8 + 2 + 12 * (tags.length + 1) + 4;
        int textAt = exifAt + 2 + 12 + 4;
        ByteBuffer tiff = ByteBuffer.allocate(textAt + text.length + 1).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        tiff.putShort((short) (tags.length + 1));
        for (int tag : tags) {
            entry(tiff, tag, ASCII, text.length + 1, textAt);
        }
        entry(tiff, 0x8769, LONG, 1, exifAt);
        tiff.putInt(0);
        tiff.putShort((short) 1);
        entry(tiff, 0xA434, ASCII, text.length + 1, textAt);
        tiff.putInt(0).put(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(tiff.array());
        return out.toByteArray();
    }

    private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
        tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    private static byte[] iptc(byte[] text) {
        ByteBuffer iptc = ByteBuffer.allocate(5 + text.length + (text.length + 5) % 2);
        iptc.put((byte) 0x1C).put((byte) 2).put((byte) 120).putShort((short) text.length).put(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("Photoshop 3.0\0008BIM\4\4\0\0".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(ByteBuffer.allocate(4).putInt(5 + text.length).array());
        out.writeBytes(iptc.array());
        return out.toByteArray();
    }

    /** @return a PNG with the text in chunks {@code tEXt} and {@code iTXt} */
    static byte[] png(String text) throws IOException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 32; i++) {
            image.setRGB(i, i, ThreadLocalRandom.current().nextInt(0x1000000));
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(image, "png", plain);
        byte[] bytes = plain.toByteArray();
        int header = 8 + 25;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, header);
        chunk(out, "tEXt", "Title\0" + text);
        chunk(out, "iTXt", "Comment\0\0\0\0\0" + text);
        out.write(bytes, header, bytes.length - header);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, String content) {
        byte[] bytes = (type + content).getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length - 4).array());
        out.writeBytes(bytes);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** @return a short clip with the text in its tags, also those that tell a camera */
    static byte[] clip(String text) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i",
                "color=black:size=64x48:rate=5", "-t", "1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt",
                "yuv420p", "-movflags", "use_metadata_tags"));
        for (String tag : new String[]{"title", "artist", "album", "description", "com.apple.quicktime.make",
                "com.apple.quicktime.model", "make", "model", "handler_name"}) {
            arguments.addAll(List.of("-metadata", tag + "=" + text, "-metadata:s:v", tag + "=" + text));
        }
        return MadeClips.made("mp4", arguments);
    }
}
