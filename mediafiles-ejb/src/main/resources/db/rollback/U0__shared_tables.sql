-- undoes: V0 | loses: nothing, it goes only where the tables are empty | lock: ACCESS EXCLUSIVE on tables that hold no row
-- The shared tables go only where V0 made them; where one of those holds a row, nothing goes. What stood before us is
-- not ours to touch.

DO $$
DECLARE
    made record;
    rows_left boolean;
BEGIN
    FOR made IN
        SELECT table_name FROM mediafiles_ops.shared_table WHERE created_here
    LOOP
        EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', made.table_name);
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', made.table_name) INTO rows_left;
        IF rows_left THEN
            RAISE EXCEPTION 'public.% holds rows: it stays', made.table_name;
        END IF;
    END LOOP;
    -- Who points goes before who is pointed to.
    FOR made IN
        SELECT table_name FROM mediafiles_ops.shared_table WHERE created_here
        ORDER BY array_position(ARRAY['events_event', 'patients_patient', 'accounts_eqmduser'], table_name::text)
    LOOP
        EXECUTE format('DROP TABLE public.%I', made.table_name);
    END LOOP;
END
$$;

DROP TABLE mediafiles_ops.shared_table;
