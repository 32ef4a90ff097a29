package org.mediafiles.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.catalog.AddPicturesCommand;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;

/** Several people change the same two series at once, in every way. */
class SeriesAtOnceTest {
    private static final Caller ADMIN = new Caller(Fixture.ANA.userId(), "ana", "Ana", Role.ADMIN, null, null);
    private static final int PEOPLE = 8;
    private static final int ACTS = 25;
    /** What may well be told to somebody whose picture of the series is out of date; never that a database gave up. */
    private static final Set<ProblemCode> OVERTAKEN = EnumSet.of(ProblemCode.INVALID_REQUEST, ProblemCode.NOT_FOUND,
            ProblemCode.LAST_IMAGE, ProblemCode.TOO_MANY_IMAGES, ProblemCode.CONFLICT);

    private static TestArchive archive;

    @TempDir
    Path root;

    @BeforeAll
    static void openArchive() {
        archive = TestArchive.open();
        Fixture.addPeople(archive);
    }

    @AfterAll
    static void closeArchive() {
        archive.close();
    }

    private static List<UUID> ids(String sql) {
        String found = archive.query("select string_agg(id::text, ',' order by place) from (" + sql + ") found");
        return found == null ? List.of() : Arrays.stream(found.split(",")).map(UUID::fromString).toList();
    }

    private static List<UUID> standing(UUID series) {
        return ids("select id, order_index as place from mediafiles_photoseriesfile where photo_series_id = '" + series
                + "'");
    }

    private static List<UUID> removed(UUID series) {
        return ids("select file_id as id, 1 as place from mediafiles_ops.removed_picture where photo_series_id = '"
                + series + "'");
    }

    @Test
    void everyMixtureOfChangesEndsInOneOrderWithNothingLost() throws Exception {
        Fixture in = new Fixture(archive, root, point -> {});
        UUID patient = in.addPatient();
        List<UUID> both = List.of(published(in, patient), published(in, patient));
        AtomicInteger added = new AtomicInteger(4);
        AtomicInteger done = new AtomicInteger();
        List<Runnable> people = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            Random dice = new Random(person);
            people.add(() -> {
                for (int act = 0; act < ACTS; act++) {
                    try {
                        act(in, both.get(dice.nextInt(2)), dice, added);
                        done.incrementAndGet();
                    } catch (MediaFilesException overtaken) {
                        assertTrue(OVERTAKEN.contains(overtaken.code()), overtaken::toString);
                    }
                }
            });
        }
        Together.run(people);
        assertTrue(done.get() > PEOPLE * ACTS / 4, "enough came through: " + done);
        int found = 0;
        for (UUID series : both) {
            int pictures = standing(series).size();
            assertEquals(IntStream.rangeClosed(1, pictures).boxed().toList().toString(), archive.query(
                    "select '[' || string_agg(order_index::text, ', ' order by order_index) || ']' from"
                            + " mediafiles_photoseriesfile where photo_series_id = '" + series + "'"));
            assertEquals(Integer.toString(pictures), archive.query(
                    "select total_images from mediafiles_photoseries where event_ptr_id = '" + series + "'"));
            found += pictures + removed(series).size();
        }
        assertEquals(added.get(), found, "nothing is lost");
    }

    private static UUID published(Fixture in, UUID patient) {
        List<UUID> uploads = in.receiveAll(Fixture.ANA, List.of(Fixture.picture(), Fixture.picture()));
        return in.ingest.publish(Fixture.ANA, Fixture.series(patient, uploads)).id();
    }

    private static void act(Fixture in, UUID series, Random dice, AtomicInteger added) {
        List<UUID> standing = new ArrayList<>(standing(series));
        UUID any = standing.get(dice.nextInt(standing.size()));
        switch (dice.nextInt(5)) {
            case 0 -> {
                List<UUID> uploads = in.receiveAll(Fixture.ANA, List.of(Fixture.picture()));
                in.seriesIngest.add(Fixture.ANA, new AddPicturesCommand(series, uploads, List.of("new"), false),
                        ChangeContext.NONE);
                added.incrementAndGet();
            }
            case 1 -> in.series.remove(Fixture.ANA, series, any, ChangeContext.NONE);
            case 2 -> {
                Collections.shuffle(standing, dice);
                in.series.reorder(Fixture.ANA, series, standing, ChangeContext.NONE);
            }
            case 3 -> in.series.recaption(Fixture.ANA, series, any, "n" + dice.nextInt(), ChangeContext.NONE);
            default -> {
                List<UUID> removed = removed(series);
                if (!removed.isEmpty()) {
                    in.series.restore(ADMIN, series, removed.get(dice.nextInt(removed.size())), ChangeContext.NONE);
                }
            }
        }
    }
}
