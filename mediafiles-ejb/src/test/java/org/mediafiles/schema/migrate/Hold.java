package org.mediafiles.schema.migrate;

/** Keeps whoever makes anything of a version waiting inside the version, until it is let go. */
final class Hold {
    private static final String MAKE = """
                                       create schema test_hold;
                                       create table test_hold.on_now (id int);
                                       create function test_hold.wait() returns event_trigger language plpgsql as $$
                                       begin
                                           if exists (select from pg_event_trigger_ddl_commands() c
                                                      where c.object_identity <> 'mediafiles_ops'
                                                        and c.object_identity not like 'mediafiles\\_ops.schema\\_%') then
                                               while exists (select from test_hold.on_now) loop
                                                   perform pg_sleep(0.05);
                                               end loop;
                                           end if;
                                       end $$;
                                       create event trigger test_hold on ddl_command_end execute function test_hold.wait();
                                       insert into test_hold.on_now values (1);
                                       """;

    private final Ward ward;

    Hold(Ward ward) {
        this.ward = ward;
        ward.execute(MAKE);
    }

    void awaitSomebodyInside() throws Exception {
        LocksTest.await(() -> !ward.query("select pid from pg_stat_activity where datname = current_database()"
                + " and application_name = '" + WorkConnections.MARK + "' and wait_event = 'PgSleep'").isEmpty());
    }

    void letGo() {
        ward.execute("delete from test_hold.on_now");
    }
}
