package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.Sql;

/**
 * What a database is, told by its catalogue: which of the phases of the Django application, which has no word of ours in it
 * (phase N is Django's migration 000N and our VN), or what it is else. Writes nothing.
 *
 * @param phase         of a Django database, and of one whose adoption was begun or done
 * @param differences   from the phase that comes nearest, a line each; empty where the database is recognised
 * @param djangoHistory names of the application's migrations in Django's own history, in its order; empty without one
 */
public record Recognition(Kind kind, OptionalInt phase, List<String> differences, List<String> djangoHistory) {
    /** What stands. */
    public enum Kind {
        /** Neither the five tables nor a shared one: nothing to adopt, {@code migrate} makes all. */
        EMPTY,
        /** The Django application's, at {@link Recognition#phase}. */
        DJANGO,
        /** Handed over to us, but not wholly: {@code adopt} goes on. */
        ADOPTION_BEGUN,
        /** Adopted; ours now. */
        ADOPTED,
        /** On its way back to Django, but not wholly: {@code unadopt} goes on. */
        LEAVING,
        /** Ours from the beginning. */
        OURS,
        /** None of these. */
        UNKNOWN
    }

    /** Django's migrations of the application, the phase of each its place here plus one. */
    static final List<String> MIGRATIONS = List.of("0001_initial", "0002_photo", "0003_migrate_photos",
            "0004_photoseries", "0005_videoclip", "0006_indexes");

    public Recognition {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(phase, "phase");
        differences = List.copyOf(differences);
        djangoHistory = List.copyOf(djangoHistory);
    }

    /** @param connection may read the catalogue and, where it stands, {@code django_migrations} */
    public static Recognition of(Connection connection) throws SQLException {
        List<String> django = djangoHistory(connection);
        // Without a version in the history an adoption has come to nothing: rolled back below its baseline.
        if (SchemaHistory.read(connection).current().isPresent()) {
            return ours(AdoptionRecord.standing(connection), django);
        }
        if (SeedTables.standing(connection, SeedTables.OWN).isEmpty()
                && SeedTables.standing(connection, SeedTables.SHARED).isEmpty()) {
            return new Recognition(Kind.EMPTY, OptionalInt.empty(), List.of(), django);
        }
        return byCatalogue(connection, django);
    }

    /** @return whether {@code adopt} has something to do here */
    public boolean isAdoptable() {
        return kind == Kind.DJANGO || kind == Kind.ADOPTION_BEGUN;
    }

    private static Recognition ours(AdoptionRecord.Standing adoption, List<String> django) {
        Kind kind = switch (adoption.state()) {
            case BEGUN -> Kind.ADOPTION_BEGUN;
            case ADOPTED -> Kind.ADOPTED;
            case LEAVING -> Kind.LEAVING;
            case NONE, LEFT -> Kind.OURS;
        };
        return new Recognition(kind,
                kind == Kind.OURS ? OptionalInt.empty() : OptionalInt.of(adoption.phase()), List.of(), django);
    }

    private static Recognition byCatalogue(Connection connection, List<String> django) throws SQLException {
        List<String> found = DjangoCatalogue.own(connection);
        int nearest = 0;
        List<String> least = null;
        for (int phase = 0; phase <= DjangoCatalogue.LAST_PHASE; phase++) {
            List<String> differences = differences(DjangoCatalogue.ownReference(phase), found, true);
            if (least == null || differences.size() < least.size()) {
                nearest = phase;
                least = differences;
            }
        }
        // Phase 3 only counted: its catalogue is that of phase 2.
        if (nearest == 2 && django.contains(MIGRATIONS.get(2))) {
            nearest = 3;
        }
        List<String> all = new ArrayList<>(
                differences(DjangoCatalogue.sharedReference(), DjangoCatalogue.shared(connection), false));
        all.addAll(least);
        return new Recognition(all.isEmpty() ? Kind.DJANGO : Kind.UNKNOWN, OptionalInt.of(nearest), all, django);
    }

    private static List<String> differences(List<String> expected, List<String> found, boolean nothingElse) {
        List<String> lines = new ArrayList<>();
        List<String> surplus = new ArrayList<>(found);
        List<String> missing = expected.stream().filter(fact -> !surplus.remove(fact)).toList();
        for (String fact : missing) {
            Optional<String> namesake = surplus.stream()
                    .filter(other -> DjangoCatalogue.nameless(other).equals(DjangoCatalogue.nameless(fact)))
                    .findFirst();
            namesake.ifPresent(surplus::remove);
            lines.add(namesake.map(other -> "named otherwise: " + fact + "; as the owner: "
                    + DjangoCatalogue.renaming(other, fact)).orElse("missing: " + fact));
        }
        if (nothingElse) {
            surplus.forEach(fact -> lines.add("not known here: " + fact));
        } else {
            surplus.stream().filter(fact -> isOfTheSameColumn(expected, fact))
                    .forEach(fact -> lines.add("instead: " + fact));
        }
        return lines;
    }

    /** @return whether the reference has that column too, so that what stands differs from what should stand */
    private static boolean isOfTheSameColumn(List<String> expected, String fact) {
        String[] words = fact.split(" ", 4);
        return words[1].equals("column")
                && expected.stream().anyMatch(line -> line.startsWith(words[0] + " column " + words[2] + " "));
    }

    private static List<String> djangoHistory(Connection connection) throws SQLException {
        return Sql.flag(connection, "SELECT to_regclass('public.django_migrations') IS NOT NULL")
                ? Sql.texts(connection,
                        "SELECT name FROM public.django_migrations WHERE app = 'mediafiles' ORDER BY id")
                : List.of();
    }
}
