package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mediafiles.imaging.ByteCursor;
import org.mediafiles.imaging.clip.Mp4Boxes.Box;

/**
 * What an MP4 or QuickTime file says beside its pictures, and whether all that its tables list is in the file. Refuses
 * what is encrypted and what refers to other files.
 */
final class Mp4Structure {
    private final Mp4Boxes boxes;
    private final Mp4Metadata metadata;
    private final List<ClipLayout.Range> media = new ArrayList<>();
    private final List<Mp4Track> tracks = new ArrayList<>();
    /** Tracks of preview pictures for chapters. */
    private final Set<Long> chapters = new HashSet<>();
    private long[] movieMatrix = Mp4Track.UPRIGHT;
    private BigDecimal declared;
    private BigDecimal declaredFragments;
    private long timescale;
    private long end;
    private boolean fragmented;

    private Mp4Structure(ByteCursor cursor) {
        this.boxes = new Mp4Boxes(cursor);
        this.metadata = new Mp4Metadata(boxes);
    }

    static ContainerFacts read(ByteCursor cursor) throws IOException {
        Mp4Structure mp4 = new Mp4Structure(cursor);
        boolean movie = false;
        for (Box box : mp4.boxes.top()) {
            mp4.end = box.end();
            switch (box.type()) {
                case "moov" -> {
                    movie = true;
                    mp4.movie(box);
                }
                case "mdat" -> mp4.media.add(new ClipLayout.Range(box.body(), box.end()));
                case "meta", "udta", "uuid" -> mp4.metadata.read(box);
                default -> {
                    // nothing that we look at
                }
            }
        }
        if (!movie) {
            throw DamagedClipException.truncated();
        }
        return mp4.facts();
    }

    private ContainerFacts facts() {
        Mp4Track picture = tracks.stream().filter(track -> track.isPictures() && !chapters.contains(track.id()))
                .findFirst().orElse(null);
        BigDecimal length = fragmented ? declaredFragments : declared;
        return new ContainerFacts(picture == null ? 0 : picture.rotation(movieMatrix), length,
                fragmented && declaredFragments != null, picture == null || fragmented ? 0 : picture.listed(),
                metadata.hasPosition(), metadata.captureTime(), metadata.maker(), metadata.model(),
                new ClipLayout(media, end));
    }

    private void movie(Box moov) throws IOException {
        for (Box box : boxes.children(moov)) {
            switch (box.type()) {
                case "mvhd" -> header(box);
                case "trak" -> {
                    Mp4Track track = Mp4Track.read(boxes, box, metadata);
                    tracks.add(track);
                    chapters.addAll(track.chapters());
                }
                case "mvex" -> fragments(box);
                case "udta", "meta", "uuid", "gps " -> metadata.read(box);
                case "cmov", "rmra" -> throw new DamagedClipException("it is no clip of its own");
                default -> {
                    // nothing that we look at
                }
            }
        }
    }

    private void header(Box mvhd) throws IOException {
        boolean wide = boxes.version(mvhd) == 1;
        ByteCursor cursor = boxes.cursor.skip(3);
        metadata.created(wide ? cursor.u64() : cursor.u32());
        cursor.skip(wide ? 8 : 4);
        timescale = cursor.u32();
        declared = seconds(wide ? cursor.u64() : cursor.u32());
        movieMatrix = Mp4Track.matrix(cursor.skip(16));
    }

    private void fragments(Box mvex) throws IOException {
        fragmented = true;
        for (Box box : boxes.children(mvex)) {
            if (box.type().equals("mehd")) {
                boolean wide = boxes.version(box) == 1;
                ByteCursor cursor = boxes.cursor.skip(3);
                declaredFragments = seconds(wide ? cursor.u64() : cursor.u32());
            }
        }
    }

    /** @return {@code null} where that is no length */
    private BigDecimal seconds(long units) {
        return units <= 0 || timescale == 0 || units == 0xFFFFFFFFL
                ? null
                : BigDecimal.valueOf(units).divide(BigDecimal.valueOf(timescale), 3, RoundingMode.HALF_UP);
    }
}
