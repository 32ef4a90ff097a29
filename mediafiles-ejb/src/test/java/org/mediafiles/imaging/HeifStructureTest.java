package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeifStructureTest {
    private static byte[] box(String type, byte[]... contents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            body.writeBytes(content);
        }
        return ByteBuffer.allocate(8 + body.size()).putInt(8 + body.size()).put(IccProfiles.latin(type))
                .put(body.toByteArray()).array();
    }

    private static byte[] numbers(int... shorts) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * shorts.length);
        for (int value : shorts) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    private static byte[] file(byte[] iloc, byte[] iinf) {
        byte[] ispe = box("ispe", new byte[4], numbers(0, 10, 0, 10));
        byte[] ipma = box("ipma", new byte[4], numbers(0, 1, 1), new byte[]{1, 1});
        return box("meta", new byte[4], box("pitm", new byte[4], numbers(1)), iloc, iinf,
                box("iprp", box("ipco", ispe), ipma));
    }

    @Test
    void extentsWithoutAByteAreCountedToo() {
        ByteBuffer items = ByteBuffer.allocate(60_000);
        for (int id = 0; id < 10_000; id++) {
            items.putShort((short) id).putShort((short) 0).putShort((short) 65_535);
        }
        byte[] file = file(box("iloc", new byte[4], numbers(0, 10_000), items.array()), box("iinf", new byte[6]));
        DamagedPictureException refusal = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThrows(
                DamagedPictureException.class,
                () -> HeifStructure.read(ByteCursor.of(Pictures.of(file), Pictures.longEnough()))));
        assertTrue(refusal.getMessage().contains("more parts"), refusal.getMessage());
    }

    @Test
    void whatItemsShareIsNotReadForEachOfThem() throws Exception {
        int count = 5_000;
        ByteBuffer items = ByteBuffer.allocate(count * 14);
        ByteBuffer infos = ByteBuffer.allocate(count * 20);
        for (int id = 0; id < count; id++) {
            items.putShort((short) id).putShort((short) 0).putShort((short) 1).putInt(0).putInt(1 << 20);
            infos.put(box("infe", new byte[]{2, 0, 0, 0}, numbers(id, 0), IccProfiles.latin("mime")));
        }
        byte[] meta = file(box("iloc", new byte[4], numbers(0x4400, count), items.slice(0, count * 14).array()),
                box("iinf", new byte[4], numbers(count), infos.array()));
        byte[] file = TestFiles.concat(meta, box("mdat", new byte[1 << 20]));
        BrokenSource source = BrokenSource.whole(file);
        HeifStructure.read(ByteCursor.of(source, Pictures.longEnough()));
        assertTrue(source.read() < 16 << 20, source.read() + " bytes read");
    }
}
