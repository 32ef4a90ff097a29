package org.mediafiles.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mediafiles.imaging.BrokenSource;
import org.mediafiles.imaging.ByteCursor;
import org.mediafiles.imaging.DamagedPictureException;
import org.mediafiles.imaging.TestFiles;
import org.mediafiles.imaging.TimeLimit;

class HiddenPayloadTest {
    private static final TimeLimit LONG_ENOUGH = TimeLimit.of(Duration.ofMinutes(10));

    private static Optional<String> find(BrokenSource source) throws IOException {
        try (ByteCursor cursor = ByteCursor.of(source, LONG_ENOUGH)) {
            return HiddenPayload.find(cursor, PictureLayout.of(cursor, "image/tiff"));
        }
    }

    @Test
    void headersThatPointFarAreNotReadAgainForEach() throws IOException {
        ByteBuffer headers = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < headers.capacity(); at += 64) {
            headers.put(at, (byte) 'M').put(at + 1, (byte) 'Z').putInt(at + 60, at % 128 == 0 ? 0x1000 : 0x40);
        }
        BrokenSource source = BrokenSource.whole(headers.array());
        assertEquals(Optional.empty(), find(source));
        assertTrue(source.read() < 4 << 20, source.read() + " bytes read");
    }

    @Test
    void aProgramIsFoundAcrossTheBorderOfWhatIsReadAtOnce() throws IOException {
        for (int at : new int[]{0, 65_535, 65_536 - 70, 65_536 - 0x800, 131_071}) {
            ByteBuffer file = ByteBuffer.allocate(200_000).order(ByteOrder.LITTLE_ENDIAN);
            file.put(at, (byte) 'M').put(at + 1, (byte) 'Z').putInt(at + 60, 0x1000).put(at + 0x1000, (byte) 'P')
                    .put(at + 0x1001, (byte) 'E');
            assertEquals(Optional.of("a program"), find(BrokenSource.whole(file.array())), "at " + at);
        }
    }

    @Test
    void marksAreFoundInAnyCase() throws IOException {
        for (String text : new String[]{"<sCRipT>", "<HTML ", "<!DocType Html>", "<svg"}) {
            byte[] file = (" ".repeat(3_000) + text).getBytes(StandardCharsets.ISO_8859_1);
            assertTrue(find(BrokenSource.whole(file)).isPresent(), text);
        }
        assertTrue(find(BrokenSource.whole("<scripture> <svgx>".getBytes(StandardCharsets.ISO_8859_1))).isEmpty());
    }

    @Test
    void aPictureInMillionsOfPiecesIsRefused() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[8]);
        byte[] text = TestFiles.chunk("tEXt", new byte[0]);
        byte[] data = TestFiles.chunk("IDAT", new byte[0]);
        for (int i = 0; i < 10_001; i++) {
            png.writeBytes(text);
            png.writeBytes(data);
        }
        BrokenSource source = BrokenSource.whole(png.toByteArray());
        assertThrows(DamagedPictureException.class,
                () -> PictureLayout.of(ByteCursor.of(source, LONG_ENOUGH), "image/png"));
    }
}
