package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** Small files that would be long work: pictures of ten thousand frames, clips that last for hours. */
@RunAsClient
class FramesAndHoursIT extends DeployedMediaFiles {
    private static final int FRAMES = 10_000;
    private static final int FOUR_HOURS = 4 * 60 * 60;
    /** A picture of one pixel, WebP without losses. */
    private static final byte[] PIXEL = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    private String patient;
    private Spool spool;

    @BeforeEach
    void aPatient() throws Exception {
        patient = RestClient.newPatient();
        spool = Spool.now();
    }

    @AfterEach
    void nothingIsKeptAndTheTimelineIsEmpty() throws Exception {
        assertEquals(0,
                RestClient.body(RestClient.get(Site.VIEWER, "/patients/" + patient + "/timeline")).get("items").size());
        assertEquals("", spool.left());
    }

    private void refused(int status, String code, String path, String filename, byte[] bytes) throws Exception {
        HttpResponse<String> answer = RestClient.form(Site.CLINICIAN, path, new Form().file("file", filename, bytes));
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(code, RestClient.body(answer).get("code").textValue(), answer.body());
    }

    private void refusedPicture(String filename, byte[] bytes) throws Exception {
        for (String path : List.of("/uploads", "/patients/" + patient + "/photos",
                "/patients/" + patient + "/photo-series")) {
            refused(415, "unsupported-media-type", path, filename, bytes);
        }
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
        out.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(little(4).putInt(content.length).array());
        out.writeBytes(content);
        if (content.length % 2 == 1) {
            out.write(0);
        }
    }

    @Test
    void aWebpOfTenThousandFramesIsNotTaken() throws Exception {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        // Place and size less one, 24 bits each, 10 ms, flags; then the picture's own chunk.
        frame.writeBytes(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0});
        frame.write(PIXEL, 12, PIXEL.length - 12);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
        chunk(body, "VP8X", new byte[]{2, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        chunk(body, "ANIM", new byte[6]);
        for (int i = 0; i < FRAMES; i++) {
            chunk(body, "ANMF", frame.toByteArray());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        chunk(whole, "RIFF", body.toByteArray());
        refusedPicture("a.webp", whole.toByteArray());
    }

    private static void pngChunk(ByteArrayOutputStream out, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.writeBytes(ByteBuffer.allocate(12 + content.length).putInt(content.length).put(name).put(content)
                .putInt((int) sum.getValue()).array());
    }

    @Test
    void aPngOfTenThousandFramesIsNotTaken() throws Exception {
        // Grey, one pixel; zlib's stored block of a filter and a sample.
        byte[] pixel = {0x78, 1, 1, 2, 0, -3, -1, 0, 0, 0, 2, 0, 1};
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[]{(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        pngChunk(png, "IHDR", new byte[]{0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0});
        pngChunk(png, "acTL", ByteBuffer.allocate(8).putInt(FRAMES).array());
        for (int i = 0, sequence = 0; i < FRAMES; i++) {
            pngChunk(png, "fcTL", ByteBuffer.allocate(26).putInt(sequence++).putInt(1).putInt(1).putInt(0).putInt(0)
                    .putShort((short) 1).putShort((short) 100).array());
            if (i == 0) {
                pngChunk(png, "IDAT", pixel);
            } else {
                pngChunk(png, "fdAT", ByteBuffer.allocate(4 + pixel.length).putInt(sequence++).put(pixel).array());
            }
        }
        pngChunk(png, "IEND", new byte[0]);
        refusedPicture("a.png", png.toByteArray());
    }

    @Test
    void aGifOfTenThousandFramesIsNotTaken() throws Exception {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        gif.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
        gif.writeBytes(new byte[]{1, 0, 1, 0, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
        for (int i = 0; i < FRAMES; i++) {
            gif.writeBytes(new byte[]{0x21, -7, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0});
        }
        gif.write(0x3b);
        refusedPicture("a.gif", gif.toByteArray());
    }

    private void tooLong(byte[] clip) throws Exception {
        assertTrue(clip.length < 3_000, clip.length + " bytes");
        for (String path : List.of("/uploads", "/patients/" + patient + "/video-clips")) {
            refused(422, "clip-too-long", path, "a.mp4", clip);
        }
    }

    @Test
    void aClipOfFourHoursInTwoKilobytesIsTooLong() throws Exception {
        MadeClips.requireFfmpeg();
        // A picture an hour.
        tooLong(MadeClips.made("mp4", List.of("-f", "lavfi", "-i", "color=black:size=16x16:rate=1/3600", "-t",
                Integer.toString(FOUR_HOURS), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")));
    }

    @Test
    void aClipWhoseTablesSayFourHoursIsTooLong() throws Exception {
        MadeClips.requireFfmpeg();
        byte[] clip = MadeClips.black(16, 16, 1);
        ByteBuffer bytes = ByteBuffer.wrap(clip);
        String text = new String(clip, StandardCharsets.ISO_8859_1);
        int seconds = FOUR_HOURS;
        int timescale = bytes.getInt(text.indexOf("mdhd") + 16);
        // The movie's and the track's times in thousandths, the media's in its own units; then each picture's.
        bytes.putInt(text.indexOf("mvhd") + 20, seconds * 1000).putInt(text.indexOf("tkhd") + 24, seconds * 1000)
                .putInt(text.indexOf("elst") + 12, seconds * 1000);
        bytes.putInt(text.indexOf("mdhd") + 20, (int) ((long) seconds * timescale));
        int times = text.indexOf("stts");
        assertEquals(1, bytes.getInt(times + 8), "all pictures last the same");
        bytes.putInt(times + 16, (int) ((long) seconds * timescale / bytes.getInt(times + 12)));
        tooLong(clip);
    }
}
