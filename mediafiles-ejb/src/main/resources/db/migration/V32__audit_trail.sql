-- kind: expand | lock: ACCESS EXCLUSIVE on audit_event for a moment, no scan | rollback: U32
-- The trail as it stays: partitioned by month, added to and never changed, sealed. See the ADR "The trail is partitioned and
-- append-only". All that takes time is made beside the standing table, which is then moved in whole as the first partition, by
-- the indexes and the bound that V31 made. The trail outlives every rollback: where it is partitioned already, only what is
-- missing comes.

CREATE OR REPLACE FUNCTION mediafiles_ops.audit_event_stays() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
    RAISE EXCEPTION '% on %.%: what is on record is never changed', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$function$;

-- Who may add may neither write into the past nor choose a number. SECURITY DEFINER: so nobody needs a right on the sequence.
CREATE OR REPLACE FUNCTION mediafiles_ops.audit_event_arrives() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
    IF NEW.at IS NULL OR NEW.at > clock_timestamp() OR NEW.at < clock_timestamp() - interval '1 minute' THEN
        RAISE EXCEPTION 'INSERT on mediafiles_ops.audit_event: what is on record bears the time at which it was written'
            USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.id := nextval('mediafiles_ops.audit_event_id_seq');
    RETURN NEW;
END
$function$;

-- Brings every partition of the trail to what it has to be, makes those of this month and of the next ones that are missing, and
-- the default one. A month of which the default one holds rows has none: such rows stay where they are. Told apart by names,
-- audit_event_YYYY_MM; none is made before the given moment, or before the end of audit_event_before. A table is made first and attached then, so that who writes does not wait.
-- Returns how many were made.
CREATE OR REPLACE FUNCTION mediafiles_ops.audit_event_partitions(trail regclass, months integer,
        since timestamptz DEFAULT NULL) RETURNS integer
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' AS $function$
DECLARE
    made integer := 0;
    owner text := (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = trail);
    first timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
    earlier timestamp := coalesce(since AT TIME ZONE 'UTC', (SELECT max((regexp_match(pg_get_expr(part.relpartbound, part.oid),
            'TO \(''([^'']+)''\)'))[1]::timestamptz AT TIME ZONE 'UTC')
        FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid
        WHERE inhparent = trail AND part.relname = 'audit_event_before'));
    month timestamp;
    name text;
    held boolean;
    part record;
    who record;
BEGIN
    -- One at a time; who comes second finds nothing left to do.
    PERFORM pg_advisory_xact_lock(hashtext('mediafiles_ops.audit_event_partitions'));
    FOR month IN SELECT generate_series(first, first + make_interval(months => months), interval '1 month') LOOP
        name := 'audit_event_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN month < earlier OR to_regclass('mediafiles_ops.' || name) IS NOT NULL;
        IF to_regclass('mediafiles_ops.audit_event_default') IS NOT NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM mediafiles_ops.audit_event_default WHERE at >= %L AND at < %L)',
                month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC') INTO held;
            CONTINUE WHEN held;
        END IF;
        EXECUTE format('CREATE TABLE mediafiles_ops.%I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name, trail);
        EXECUTE format('ALTER TABLE mediafiles_ops.%I OWNER TO %I', name, owner);
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION mediafiles_ops.%I FOR VALUES FROM (%L) TO (%L)', trail, name,
            month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
        made := made + 1;
    END LOOP;
    IF to_regclass('mediafiles_ops.audit_event_default') IS NULL THEN
        EXECUTE format('CREATE TABLE mediafiles_ops.audit_event_default (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
            trail);
        EXECUTE format('ALTER TABLE mediafiles_ops.audit_event_default OWNER TO %I', owner);
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION mediafiles_ops.audit_event_default DEFAULT', trail);
        made := made + 1;
    END IF;
    FOR part IN SELECT relation.oid::regclass AS name, relation.oid, relation.relowner
        FROM pg_inherits JOIN pg_class relation ON relation.oid = inhrelid WHERE inhparent = trail LOOP
        IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = part.oid AND tgname = 'audit_event_stays') THEN
            EXECUTE format('CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT'
                ' EXECUTE FUNCTION mediafiles_ops.audit_event_stays()', part.name);
        END IF;
        -- Rights are on the trail as a whole; what somebody's default privileges gave goes.
        FOR who IN SELECT DISTINCT given.grantee FROM pg_class relation CROSS JOIN LATERAL aclexplode(relation.relacl) given
            WHERE relation.oid = part.oid AND given.grantee <> part.relowner LOOP
            EXECUTE format('REVOKE ALL ON %s FROM %s', part.name,
                CASE WHEN who.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(who.grantee)) END);
        END LOOP;
    END LOOP;
    RETURN made;
END
$function$;

REVOKE ALL ON FUNCTION mediafiles_ops.audit_event_partitions(regclass, integer, timestamptz) FROM PUBLIC;

-- A seal for each row of the trail, numbered without gaps, each bound to the one before.
CREATE TABLE IF NOT EXISTS mediafiles_ops.audit_seal (
    seq bigint NOT NULL,
    audit_id bigint NOT NULL,
    audit_at timestamp with time zone NOT NULL,
    row_hash bytea NOT NULL,
    chain_hash bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT audit_seal_pkey PRIMARY KEY (seq),
    CONSTRAINT audit_seal_audit_id_key UNIQUE (audit_id),
    CONSTRAINT audit_seal_seq_check CHECK (seq > 0),
    CONSTRAINT audit_seal_row_hash_check CHECK (octet_length(row_hash) = 32),
    CONSTRAINT audit_seal_chain_hash_check CHECK (octet_length(chain_hash) = 32)
);

CREATE OR REPLACE TRIGGER audit_seal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON mediafiles_ops.audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION mediafiles_ops.audit_event_stays();

-- The new trail is made beside the standing one, then both change places. LIKE copies the checks as they are printed, which a
-- restored dump changes.
DO $$
DECLARE
    standing regclass := 'mediafiles_ops.audit_event';
    bound timestamptz;
    last bigint;
    given boolean;
    who record;
BEGIN
    IF (SELECT relkind FROM pg_class WHERE oid = standing) = 'p' THEN
        PERFORM mediafiles_ops.audit_event_partitions(standing, 24);
        RETURN;
    END IF;
    SELECT substring(pg_get_constraintdef(oid) FROM '''([^'']+)''')::timestamptz INTO bound FROM pg_constraint
        WHERE conrelid = standing AND conname = 'audit_event_at_check' AND convalidated;
    IF bound IS NULL THEN
        RAISE EXCEPTION 'audit_event has no bound: V31 did not come to its end';
    END IF;

    CREATE TABLE mediafiles_ops.audit_event_new (LIKE mediafiles_ops.audit_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
        PARTITION BY RANGE (at);
    ALTER TABLE mediafiles_ops.audit_event_new DROP CONSTRAINT audit_event_at_check;
    ALTER TABLE mediafiles_ops.audit_event_new ADD CONSTRAINT audit_event_new_pkey PRIMARY KEY (at, id);
    CREATE INDEX audit_event_patient_id_at_id_idx ON mediafiles_ops.audit_event_new (patient_id, at DESC, id DESC)
        WHERE patient_id IS NOT NULL;
    CREATE INDEX audit_event_username_at_id_idx ON mediafiles_ops.audit_event_new (username, at DESC, id DESC);
    CREATE INDEX audit_event_act_at_id_idx ON mediafiles_ops.audit_event_new (act, at DESC, id DESC);
    CREATE INDEX audit_event_event_id_at_id_idx ON mediafiles_ops.audit_event_new (event_id, at DESC, id DESC)
        WHERE event_id IS NOT NULL;
    CREATE INDEX audit_event_outcome_at_id_idx ON mediafiles_ops.audit_event_new (outcome, at DESC, id DESC)
        WHERE outcome <> 'ok';
    CREATE INDEX audit_event_new_user_id_at_idx ON mediafiles_ops.audit_event_new (user_id, at DESC);
    CREATE SEQUENCE mediafiles_ops.audit_event_new_id_seq;
    CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON mediafiles_ops.audit_event_new
        FOR EACH STATEMENT EXECUTE FUNCTION mediafiles_ops.audit_event_stays();
    CREATE TRIGGER audit_event_arrives BEFORE INSERT ON mediafiles_ops.audit_event_new
        FOR EACH ROW EXECUTE FUNCTION mediafiles_ops.audit_event_arrives();
    PERFORM mediafiles_ops.audit_event_partitions('mediafiles_ops.audit_event_new', 24, bound);

    -- From here on writers wait, so nothing is built or read.
    LOCK TABLE mediafiles_ops.audit_event IN ACCESS EXCLUSIVE MODE;
    SELECT last_value, is_called INTO last, given FROM mediafiles_ops.audit_event_id_seq;
    PERFORM setval('mediafiles_ops.audit_event_new_id_seq', last, given);
    ALTER TABLE mediafiles_ops.audit_event ALTER COLUMN id DROP IDENTITY, DROP CONSTRAINT audit_event_pkey;
    DROP INDEX mediafiles_ops.audit_event_at_idx, mediafiles_ops.audit_event_patient_id_at_idx;
    ALTER INDEX mediafiles_ops.audit_event_user_id_at_idx RENAME TO audit_event_before_user_id_at_idx;
    ALTER TABLE mediafiles_ops.audit_event RENAME TO audit_event_before;
    ALTER TABLE mediafiles_ops.audit_event_before
        ADD CONSTRAINT audit_event_before_pkey PRIMARY KEY USING INDEX audit_event_before_pkey;
    ALTER TABLE mediafiles_ops.audit_event_new RENAME TO audit_event;
    ALTER TABLE mediafiles_ops.audit_event RENAME CONSTRAINT audit_event_new_pkey TO audit_event_pkey;
    ALTER INDEX mediafiles_ops.audit_event_new_user_id_at_idx RENAME TO audit_event_user_id_at_idx;
    ALTER SEQUENCE mediafiles_ops.audit_event_new_id_seq RENAME TO audit_event_id_seq;
    ALTER SEQUENCE mediafiles_ops.audit_event_id_seq OWNED BY mediafiles_ops.audit_event.id;
    EXECUTE format('ALTER TABLE mediafiles_ops.audit_event ATTACH PARTITION mediafiles_ops.audit_event_before'
        ' FOR VALUES FROM (MINVALUE) TO (%L)', bound);
    ALTER TABLE mediafiles_ops.audit_event_before DROP CONSTRAINT audit_event_at_check;
    CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON mediafiles_ops.audit_event_before
        FOR EACH STATEMENT EXECUTE FUNCTION mediafiles_ops.audit_event_stays();
    -- Who could add and read before, can now; nobody can more, and nobody anything on a partition.
    FOR who IN SELECT CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS name,
            string_agg(acl.privilege_type, ', ') FILTER (WHERE acl.privilege_type IN ('SELECT', 'INSERT')) AS may
        FROM pg_class CROSS JOIN LATERAL aclexplode(relacl) acl
        WHERE oid = standing AND acl.grantee <> relowner GROUP BY acl.grantee LOOP
        IF who.may IS NOT NULL THEN
            EXECUTE format('GRANT %s ON mediafiles_ops.audit_event TO %s', who.may, who.name);
        END IF;
        EXECUTE format('REVOKE ALL ON mediafiles_ops.audit_event_before FROM %s', who.name);
    END LOOP;
END
$$;
