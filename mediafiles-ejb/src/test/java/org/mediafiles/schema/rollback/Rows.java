package org.mediafiles.schema.rollback;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.mediafiles.schema.version.VersionScripts;

/** Rows in every table that stands, and what they are at a moment. */
final class Rows {
    private static final String SHARED = """
                                         insert into public.accounts_eqmduser (id, username, password, is_superuser, first_name, last_name, email, is_staff,
                                             is_active, date_joined) values (1, 'ana', '!', false, '', '', '', false, true, '2026-01-01');
                                         insert into public.patients_patient values ('00000000-0000-0000-0000-0000000000a1', 'A', '2000-01-01');
                                         insert into public.events_event select ('00000000-0000-0000-0000-00000000000' || n)::uuid, 3, '2026-01-01', 'x',
                                             '2026-01-01', '2026-01-01', 1, '00000000-0000-0000-0000-0000000000a1', 1 from generate_series(1, 4) n""";
    private static final String FILES = """
                                        insert into public.mediafiles_mediafile (id, file_path, original_filename, file_hash, file_size, mime_type,
                                            file_type, metadata, created_at, updated_at)
                                        select ('00000000-0000-0000-0000-0000000000f' || n)::uuid,
                                            'photos/2026/01/originals/00000000-0000-4000-8000-00000000000' || n || '.jpg',
                                            'a' || chr(9) || 'b' || chr(10) || 'c' || chr(92) || 'd' || chr(92) || 'N' || chr(13) || ' ção ' || n,
                                            repeat(n::text, 64), 10, 'image/jpeg', 'image', jsonb_build_object('a', chr(10) || chr(92)), now(), now()
                                        from generate_series(1, 4) n""";
    private static final String SERIES = """
                                         insert into public.mediafiles_photoseries values ('00000000-0000-0000-0000-000000000002', 1, '');
                                         insert into public.mediafiles_photoseriesfile values (gen_random_uuid(), 1, 'line' || chr(10), now(),
                                             '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-0000000000f2')""";
    private static final String OBJECTS = """
                                          insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)
                                          select id, file_hash, file_path, file_size, mime_type from public.mediafiles_mediafile;
                                          insert into mediafiles_ops.media_file_object select id, id from public.mediafiles_mediafile;
                                          insert into mediafiles_ops.derivative (stored_object_id, variant, storage_key, byte_count, sha256, mime_type)
                                          select id, 'large', replace(storage_key, 'originals', 'large'), 1, sha256, 'image/jpeg'
                                          from mediafiles_ops.stored_object""";
    private static final String WORK = """
                                       insert into mediafiles_ops.upload (id, owner_id, kind, state, original_filename, expires_at)
                                       values (gen_random_uuid(), 1, 'photo', 'expired', 'a.jpg', now());
                                       insert into mediafiles_ops.derivative_job (stored_object_id, kind, state)
                                       select id, 'picture', 'done' from mediafiles_ops.stored_object;
                                       insert into mediafiles_ops.event_trash (event_id, patient_id, deleted_by_id, reason)
                                       values ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-0000000000a1', 1, null);
                                       insert into mediafiles_ops.patient_identifier values ('00000000-0000-0000-0000-0000000000a1', 's', 'v');
                                       insert into mediafiles_ops.patient_search values ('00000000-0000-0000-0000-0000000000a1', 'A', 'a')""";
    private static final String ROLES = """
                                        insert into mediafiles_ops.user_role values (1, 'admin');
                                        insert into mediafiles_ops.audit_event (act, outcome) values ('sign-in', 'ok');
                                        insert into mediafiles_ops.media_look values (1, '00000000-0000-0000-0000-0000000000f1', 'large', now())""";

    private static final String REMOVED = """
                                          insert into mediafiles_ops.removed_picture (file_id, photo_series_id, media_file_id, order_index, caption, created_at, removed_by_id)
                                          values (gen_random_uuid(), '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-0000000000f4', 2,
                                              'a' || chr(9) || chr(92), now(), 1);
                                          insert into mediafiles_ops.regeneration (scope, state, requested_by_id, total) values ('all', 'running', 1, 4)""";
    private static final String PEOPLE = """
                                         insert into mediafiles_ops.user_account (user_id, blocked, locale) values (1, true, 'pt-BR');
                                         insert into mediafiles_ops.sign_in_lock (username, address, failures, last_failed_at)
                                         values ('a' || chr(9) || 'b', '192.0.2.1', 3, now());
                                         insert into mediafiles_ops.user_session (id, user_id, user_agent) values (gen_random_uuid(), 1, chr(92))""";
    private static final String SEALS = """
                                        insert into mediafiles_ops.audit_seal (seq, audit_id, audit_at, row_hash, chain_hash)
                                        select coalesce((select max(seq) from mediafiles_ops.audit_seal), 0) + row_number() over (order by at, id), id, at,
                                            sha256('row'), sha256('chain')
                                        from mediafiles_ops.audit_event where id not in (select audit_id from mediafiles_ops.audit_seal)""";

    private static final Map<Integer, String> BY_VERSION = Map.ofEntries(entry(0, SHARED), entry(1, FILES),
            entry(2, "insert into public.mediafiles_photo values ('00000000-0000-0000-0000-000000000001',"
                    + " '00000000-0000-0000-0000-0000000000f1')"),
            entry(4, SERIES),
            entry(5, "insert into public.mediafiles_videoclip values ('00000000-0000-0000-0000-000000000003',"
                    + " '00000000-0000-0000-0000-0000000000f3')"),
            entry(7, OBJECTS), entry(8, WORK), entry(9, ROLES),
            entry(10,
                    "insert into mediafiles_ops.adopted_file (media_file_id)"
                            + " values ('00000000-0000-0000-0000-0000000000f1')"),
            entry(20, REMOVED), entry(30, PEOPLE), entry(32, SEALS));

    private Rows() {}

    /** Into the tables that this version made; nothing where it made none, or where nobody told this class. */
    static void into(Ladder ladder, int version) {
        String sql = BY_VERSION.get(version);
        if (sql != null) {
            ladder.run(sql);
        }
    }

    /** A database at that version with rows in every table. */
    static Ladder fullLadder(int version) {
        return Ladder.copyOf("full " + version, () -> {
            Ladder ladder = version == 0 ? Ladder.empty() : fullLadder(Ladder.below(version));
            fill(ladder, version);
            return ladder;
        });
    }

    /** Goes on up, with rows into what is new. */
    static void fill(Ladder ladder, int version) {
        VersionScripts.ours().all().stream().map(script -> script.version())
                .filter(each -> each <= version && each > ladder.current()).forEach(each -> {
                    ladder.up(each);
                    into(ladder, each);
                });
    }

    /** @return every row that stands, what it says, with the transaction that wrote it; not what outlives a rollback */
    static String everything(Ladder ladder) {
        List<String> tables = ladder
                .texts("""
                       select table_schema || '.' || table_name from information_schema.tables
                       where table_type = 'BASE TABLE' and (table_schema = 'public' or table_schema = 'mediafiles_ops'
                           and table_name !~ '^audit_(event|seal)(_|$)'
                           and table_name not in ('installation', 'schema_history', 'schema_run', 'schema_step',
                               'schema_undo', 'adopted_row')) order by 1""");
        StringBuilder all = new StringBuilder();
        for (String table : tables) {
            ladder.texts("select xmin || ' ' || jsonb_strip_nulls(to_jsonb(t))::text from " + table
                    + " t order by 1")
                    .forEach(row -> all.append(table).append(' ').append(row).append('\n'));
        }
        return all.toString();
    }
}
