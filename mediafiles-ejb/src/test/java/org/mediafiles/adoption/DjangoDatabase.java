package org.mediafiles.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.mediafiles.schema.PublicCatalogue;
import org.mediafiles.schema.ReferenceSchema;
import org.mediafiles.schema.version.Sql;

/**
 * A database as Django's migrations leave it after a phase, with rows that a working hospital would have, some of them
 * dirty. Its tables come from the reference that the program carries; where Django's own dumps are at hand, from those.
 */
final class DjangoDatabase {
    private static final List<String> TABLES = List.of("accounts_eqmduser", "patients_patient", "events_event",
            "mediafiles_mediafile", "mediafiles_photo", "mediafiles_photoseries", "mediafiles_photoseriesfile",
            "mediafiles_videoclip", "django_migrations");
    private static final String DJANGO_MIGRATIONS = """
                                                    CREATE TABLE public.django_migrations (id bigserial PRIMARY KEY, app varchar(255) NOT NULL,
                                                        name varchar(255) NOT NULL, applied timestamptz NOT NULL);
                                                    INSERT INTO public.django_migrations (app, name, applied) VALUES
                                                        ('contenttypes', '0001_initial', '2025-01-01 10:00+00'), ('auth', '0001_initial', '2025-01-01 10:00+00'),
                                                        ('accounts', '0001_initial', '2025-01-01 10:00+00'), ('patients', '0001_initial', '2025-01-01 10:00+00'),
                                                        ('events', '0001_initial', '2025-01-01 10:00+00'),
                                                        ('events', '0002_alter_event_event_type', '2025-01-01 10:00+00');
                                                    """;

    /** Django's hash of {@code bedside}, at few iterations to be quick. */
    static final String PASSWORD = "pbkdf2_sha256$1000$saltsalt$" + "0WOLGFvn2MfPsZp/rytqSkfozmOE53Gcj/DLqm532bM=";

    private DjangoDatabase() {}

    /** @param database an empty one */
    static void make(DataSource database, int phase, boolean fromDumps) throws SQLException, IOException {
        try (Connection connection = database.getConnection()) {
            if (fromDumps) {
                Sql.run(connection, Files.readString(dump("after-phase-" + phase + ".sql").orElseThrow()));
                Sql.run(connection, Files.readString(dump("django-migrations-" + phase + ".sql").orElseThrow()));
            } else {
                for (String statement : statements(phase)) {
                    Sql.run(connection, statement);
                }
                Sql.run(connection, DJANGO_MIGRATIONS);
                for (String name : Recognition.MIGRATIONS.subList(0, phase)) {
                    Sql.run(connection,
                            "INSERT INTO public.django_migrations (app, name, applied) VALUES ('mediafiles', '"
                                    + name + "', '2025-02-01 10:00+00')");
                }
            }
            for (int reached = 0; reached <= phase; reached++) {
                Sql.run(connection, rows(reached));
            }
        }
    }

    /** @return empty where the dumps are not at hand */
    static Optional<Path> dump(String name) {
        return Optional
                .of(Path.of(System.getProperty("mediafiles.reference-schema", "../../shared/schema")).resolve(name))
                .filter(Files::isRegularFile);
    }

    private static List<String> statements(int phase) throws IOException {
        Map<String, Map<Integer, String>> columns = new TreeMap<>();
        List<String> first = new ArrayList<>();
        List<String> then = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> constrained = new ArrayList<>();
        List<String> indexes = new ArrayList<>();
        for (String line : ReferenceSchema.phase(phase)) {
            String[] words = line.split(" ", 4);
            switch (words[1]) {
                case "sequence" -> first.add("CREATE SEQUENCE public." + words[0]);
                case "column" -> columns.computeIfAbsent(words[0], any -> new TreeMap<>())
                        .put(Integer.valueOf(words[2]), words[3]);
                case "constraint" -> {
                    constrained.add(words[2]);
                    (words[3].startsWith("FOREIGN") ? keys : then)
                            .add("ALTER TABLE public." + words[0] + " ADD CONSTRAINT " + words[2] + " " + words[3]);
                }
                case "index" -> indexes.add(line.substring(line.indexOf("CREATE ")));
                default -> {
                    // the table itself
                }
            }
        }
        columns.forEach((table, list) -> first.add("CREATE TABLE public." + table + " ("
                + String.join(", ", list.values()) + ")"));
        indexes.removeIf(index -> constrained.stream().anyMatch(name -> index.contains(" INDEX " + name + " ON")));
        List<String> all = new ArrayList<>(first);
        all.add("ALTER SEQUENCE public.accounts_eqmduser_id_seq OWNED BY public.accounts_eqmduser.id");
        all.addAll(then);
        all.addAll(indexes);
        all.addAll(keys);
        return all;
    }

    /** What came with a phase. Ids tell what they are: 3… photo events, 9… series, a… clips, f… media files. */
    private static String rows(int phase) {
        return switch (phase) {
            case 0 ->
                """
                INSERT INTO accounts_eqmduser VALUES
                    (1, '%s', '2025-05-01 12:00+00', true, 'chefe', 'Ana', 'Sá', 'a@x', true, true, '2020-01-01 00:00+00'),
                    (2, '!unusable', NULL, false, 'saiu', '', '', '', false, false, '2020-01-01 00:00+00'),
                    (3, '%1$s', NULL, false, 'plantao', 'Rui', 'Luz', '', false, true, '2021-06-01 00:00:00.123456-03');
                SELECT setval('accounts_eqmduser_id_seq', 3);
                INSERT INTO patients_patient VALUES (md5('p1')::uuid, 'Ângela Conceição', '1970-02-28'),
                    (md5('p2')::uuid, 'José', '2024-02-29');
                INSERT INTO events_event SELECT ('30000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 3, '2025-03-01 08:00-03',
                    'Foto ' || n, '2025-03-01 11:00:00.000001+00', '2025-03-02 11:00+00', 1 + n %% 3, md5('p' || 1 + n %% 2)::uuid, 1
                    FROM generate_series(1, 12) n;
                INSERT INTO events_event SELECT md5('other' || n)::uuid, n, now(), '', now(), now(), 1, md5('p1')::uuid, 3
                    FROM unnest(ARRAY[0, 1, 24]) n;
                INSERT INTO events_event VALUES (md5('series without a row')::uuid, 9, now(), 'perdida', now(), now(), 1, md5('p1')::uuid, 1);
                """
                        .formatted(PASSWORD);
            case 1 ->
                """
                INSERT INTO mediafiles_mediafile SELECT ('f0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
                    'photos/2025/03/originals/' || md5('f' || n) || '.jpg', 'IMG ' || n || '.JPG', NULL, 1000 + n, 'image/jpeg', 'image',
                    CASE WHEN n %% 2 = 0 THEN n END, NULL, NULL, NULL, '{}', '2025-03-01 11:00:00.5+00', '2025-03-01 11:00+00'
                    FROM generate_series(1, 30) n;
                UPDATE mediafiles_mediafile SET file_hash = encode(sha256(file_path::bytea), 'hex')
                    WHERE id::text ~ '(1|2|3)$';
                UPDATE mediafiles_mediafile SET file_hash = upper(file_hash) WHERE id::text LIKE '%%11';
                UPDATE mediafiles_mediafile SET file_size = 0, width = 0 WHERE id::text LIKE '%%14';
                UPDATE mediafiles_mediafile SET file_type = 'picture', mime_type = 'text/html' WHERE id::text LIKE '%%15';
                UPDATE mediafiles_mediafile SET file_path = '../outside/é.jpg', thumbnail_path = '', metadata = '{"gps": [1.50, "x"]}'
                    WHERE id::text LIKE '%%16';
                UPDATE mediafiles_mediafile SET metadata = 'null', duration = 1.500, file_hash = '' WHERE id::text LIKE '%%17';
                """
                        .formatted();
            case 2 ->
                """
                INSERT INTO mediafiles_photo SELECT ('30000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
                    ('f0000000-0000-4000-8000-' || lpad((n + 10)::text, 12, '0'))::uuid FROM generate_series(1, 8) n;
                """;
            case 4 ->
                """
                INSERT INTO events_event SELECT ('90000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 9, '2025-04-01 08:00-03',
                    'Série', now(), now(), 1, md5('p1')::uuid, 1 FROM generate_series(1, 3) n;
                INSERT INTO mediafiles_photoseries SELECT ('90000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
                    CASE n WHEN 1 THEN 3 WHEN 2 THEN 99 ELSE 0 END, CASE n WHEN 2 THEN E'two\\nlines; "quoted"' ELSE '' END
                    FROM generate_series(1, 3) n;
                INSERT INTO mediafiles_photoseriesfile SELECT md5('sf' || n)::uuid, CASE WHEN n > 3 THEN 2 * n ELSE n END, 'legenda', now(),
                    ('90000000-0000-4000-8000-' || lpad((1 + n / 4)::text, 12, '0'))::uuid,
                    ('f0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid FROM generate_series(1, 6) n;
                """;
            case 5 ->
                """
                INSERT INTO events_event SELECT ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 10, '2025-04-01 08:00-03',
                    'Vídeo', now(), now(), 1, md5('p1')::uuid, 1 FROM generate_series(1, 3) n;
                INSERT INTO mediafiles_videoclip SELECT ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
                    ('f0000000-0000-4000-8000-' || lpad((n + 20)::text, 12, '0'))::uuid FROM generate_series(1, 2) n;
                """;
            default -> "SELECT 1";
        };
    }

    /** Every row of every table that stands, as text, in one time zone. */
    static Map<String, List<String>> rows(DataSource database) throws SQLException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            Sql.run(connection, "SET TimeZone TO 'UTC'");
            for (String table : TABLES) {
                if (Sql.flag(connection, "SELECT to_regclass('public." + table + "') IS NOT NULL")) {
                    rows.put(table, Sql.texts(connection, "SELECT t::text FROM public." + table + " t ORDER BY 1"));
                }
            }
        }
        return rows;
    }

    /** @return catalogue, names, rights and rows: all that must come back */
    static List<String> everything(DataSource database) throws SQLException {
        List<String> lines = new ArrayList<>(PublicCatalogue.read(database));
        BiConsumer<String, List<String>> add = (table, rows) -> rows.forEach(row -> lines.add(table + " row " + row));
        rows(database).forEach(add);
        lines.sort(Comparator.naturalOrder());
        return lines;
    }
}
