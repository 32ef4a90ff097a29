-- kind: expand | lock: none on what stands, new tables only | rollback: U0
-- Standalone installations only: the tables that a hospital's Django system shares with us. What stands already is left
-- exactly as it is: no column, index, constraint or row of it changes. A foreign key is made only where both its ends
-- are made here, since a constraint on a table that stood would bind its other users.

CREATE TABLE mediafiles_ops.shared_table (
    table_name varchar(63) NOT NULL,
    created_here boolean NOT NULL,
    noted_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT shared_table_pkey PRIMARY KEY (table_name)
);

COMMENT ON TABLE mediafiles_ops.shared_table IS 'Which of the shared tables this program made, and which stood before it';

DO $$
DECLARE
    accounts_are_ours boolean := to_regclass('public.accounts_eqmduser') IS NULL;
    patients_are_ours boolean := to_regclass('public.patients_patient') IS NULL;
    events_are_ours boolean := to_regclass('public.events_event') IS NULL;
BEGIN
    IF accounts_are_ours THEN
        CREATE SEQUENCE public.accounts_eqmduser_id_seq;
        CREATE TABLE public.accounts_eqmduser (
            id bigint DEFAULT nextval('public.accounts_eqmduser_id_seq'::regclass) NOT NULL,
            password varchar(128) NOT NULL,
            last_login timestamp with time zone,
            is_superuser boolean NOT NULL,
            username varchar(150) NOT NULL,
            first_name varchar(150) NOT NULL,
            last_name varchar(150) NOT NULL,
            email varchar(254) NOT NULL,
            is_staff boolean NOT NULL,
            is_active boolean NOT NULL,
            date_joined timestamp with time zone NOT NULL,
            CONSTRAINT accounts_eqmduser_pkey PRIMARY KEY (id),
            CONSTRAINT accounts_eqmduser_username_key UNIQUE (username)
        );
        ALTER SEQUENCE public.accounts_eqmduser_id_seq OWNED BY public.accounts_eqmduser.id;
        CREATE INDEX accounts_eqmduser_username_2217238f_like
            ON public.accounts_eqmduser (username varchar_pattern_ops);
    END IF;

    IF patients_are_ours THEN
        CREATE TABLE public.patients_patient (
            id uuid NOT NULL,
            name varchar(200) NOT NULL,
            birthday date NOT NULL,
            CONSTRAINT patients_patient_pkey PRIMARY KEY (id)
        );
    END IF;

    IF events_are_ours THEN
        CREATE TABLE public.events_event (
            id uuid NOT NULL,
            event_type smallint NOT NULL,
            event_datetime timestamp with time zone NOT NULL,
            description varchar(255) NOT NULL,
            created_at timestamp with time zone NOT NULL,
            updated_at timestamp with time zone NOT NULL,
            created_by_id bigint NOT NULL,
            patient_id uuid NOT NULL,
            updated_by_id bigint NOT NULL,
            CONSTRAINT events_event_pkey PRIMARY KEY (id),
            CONSTRAINT events_event_event_type_check CHECK (event_type >= 0)
        );
        CREATE INDEX events_event_created_by_id_2c28ea90 ON public.events_event (created_by_id);
        CREATE INDEX events_event_patient_id_f01218ea ON public.events_event (patient_id);
        CREATE INDEX events_event_updated_by_id_32549284 ON public.events_event (updated_by_id);
        -- The timeline reads a patient's events newest first, by keyset.
        CREATE INDEX events_event_timeline_idx ON public.events_event (patient_id, event_datetime DESC, id DESC);
    END IF;

    IF events_are_ours AND accounts_are_ours THEN
        ALTER TABLE public.events_event
            ADD CONSTRAINT events_event_created_by_id_2c28ea90_fk_accounts_eqmduser_id FOREIGN KEY (created_by_id)
                REFERENCES public.accounts_eqmduser (id) DEFERRABLE INITIALLY DEFERRED,
            ADD CONSTRAINT events_event_updated_by_id_32549284_fk_accounts_eqmduser_id FOREIGN KEY (updated_by_id)
                REFERENCES public.accounts_eqmduser (id) DEFERRABLE INITIALLY DEFERRED;
    END IF;
    IF events_are_ours AND patients_are_ours THEN
        ALTER TABLE public.events_event
            ADD CONSTRAINT events_event_patient_id_f01218ea_fk_patients_patient_id FOREIGN KEY (patient_id)
                REFERENCES public.patients_patient (id) DEFERRABLE INITIALLY DEFERRED;
    END IF;

    INSERT INTO mediafiles_ops.shared_table (table_name, created_here)
    VALUES ('accounts_eqmduser', accounts_are_ours),
           ('patients_patient', patients_are_ours),
           ('events_event', events_are_ours);
END
$$;
