package org.mediafiles.schema.rollback;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.schema.version.AppliedVersion;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/** What a rollback would do and lose, worked out before anything is written; and whether it may. */
final class RollbackPlan {
    private final SchemaSite site;
    private final RollbackRequest request;
    private final RollbackDraft draft;
    private final List<PlannedUndo> way;
    private final List<LostTable> lost;

    private RollbackPlan(SchemaSite site, RollbackRequest request, RollbackDraft draft, List<PlannedUndo> way,
            List<LostTable> lost) {
        this.site = site;
        this.request = request;
        this.draft = draft;
        this.way = way;
        this.lost = lost;
    }

    RollbackRequest request() {
        return request;
    }

    /** @return from the highest version down */
    List<PlannedUndo> way() {
        return way;
    }

    /** @return what goes, in the order in which it goes; also what holds no row */
    List<LostTable> lost() {
        return lost;
    }

    /** @return the folder for backups; {@link #requireLeave} has seen to it that there is one where it is needed */
    Optional<Path> backups() {
        return site.config().backupDir().or(() -> site.storageRoot().map(root -> root.resolveSibling("backups")));
    }

    /** @throws Stopped where there is no way down to there */
    static RollbackPlan draw(Connection connection, SchemaSite site, VersionScripts ours, RollbackRequest request,
            RollbackDraft draft) throws SQLException, Stopped {
        SchemaHistory history = SchemaHistory.read(connection);
        if (!history.begun()) {
            throw Stopped.refused("This database has no history of MediaFiles, so there is nothing to roll back.");
        }
        int current = history.current().orElse(RollbackRequest.NONE);
        draft.standsAt(current);
        List<Integer> standing = history.standing();
        requireStands(standing, current, request.floor());
        requireDjango(history, request);
        UndoScripts scripts = UndoScripts.read(connection, history, ours);
        List<PlannedUndo> way = new ArrayList<>();
        Optional<Integer> half = brokenOff(connection, history, ours, current);
        if (half.isPresent()) {
            way.add(new PlannedUndo(scripts.choose(half.get()), current, true));
        }
        for (int i = standing.size() - 1; i >= 0 && standing.get(i) > request.floor(); i--) {
            int below = i == 0 ? RollbackRequest.NONE : standing.get(i - 1);
            way.add(new PlannedUndo(scripts.choose(standing.get(i)), below, false));
        }
        List<LostTable> lost = LostTable.lookAll(connection, way.stream().map(PlannedUndo::script).toList());
        draft.loses(lost);
        return new RollbackPlan(site, request, draft, List.copyOf(way), lost);
    }

    private static void requireStands(List<Integer> standing, int current, int floor) throws Stopped {
        if (floor > current) {
            throw Stopped.refused("The schema stands at " + RollbackRequest.spell(current) + ", below " + floor
                    + ": rollback only goes down, migrate goes up.");
        }
        if (floor != RollbackRequest.NONE && !standing.contains(floor)) {
            throw Stopped.refused("There is no V" + floor + " in this database to go back to.");
        }
    }

    private static void requireDjango(SchemaHistory history, RollbackRequest request) throws Stopped {
        if (history.baseline().isPresent() && request.floor() < history.baseline().getAsInt()
                && !request.withDjango()) {
            int baseline = history.baseline().getAsInt();
            throw Stopped.refused("This database was adopted at V" + baseline + ", so what lies below is Django's:"
                    + " --with-django goes there and takes the matching rows out of django_migrations; unadopt goes back"
                    + " to V" + baseline + ".");
        }
    }

    /** A version that runs outside a transaction may have come in part: it left a failed row, or a step without an end. */
    private static Optional<Integer> brokenOff(Connection connection, SchemaHistory history, VersionScripts ours,
            int current) throws SQLException {
        Optional<Integer> failed = history.applied().stream().filter(row -> !row.success() && row.version() > current)
                .map(AppliedVersion::version).findFirst();
        if (failed.isPresent()) {
            return failed;
        }
        Optional<Integer> next = ours.all().stream().filter(script -> script.version() > current).findFirst()
                .filter(script -> !script.transactional()).map(VersionScript::version);
        if (next.isEmpty() || !Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.schema_step') IS NOT NULL")) {
            return Optional.empty();
        }
        return Sql.flag(connection, "SELECT coalesce((SELECT direction = 'up' AND outcome <> 'ok'"
                + " FROM mediafiles_ops.schema_step WHERE version = " + next.get()
                + " ORDER BY id DESC LIMIT 1), false)") ? next : Optional.empty();
    }

    /** @throws Stopped where it may not be done, or not without more; nothing is written then */
    void requireLeave(Connection connection) throws SQLException, Stopped {
        warnOfTrash();
        warnOfRoles();
        warnOfRemovedPictures();
        warnOfDeactivated(connection);
        if (request.floor() == RollbackRequest.NONE) {
            requireSharedTablesEmpty(connection);
        }
        if (takesStoredObjects() && SharedBytes.stands(connection)) {
            Optional<String> obstacle = SharedBytes.obstacle(connection, new MediaStores(site));
            if (obstacle.isPresent()) {
                throw Stopped.refused(obstacle.get());
            }
        }
        if (draft.losesRows() && !request.rehearsal()) {
            requireAgreement();
        }
    }

    private void requireAgreement() throws Stopped {
        if (!request.yes()) {
            throw Stopped.refused("This would lose rows: --yes goes on, after a backup and an export of them.");
        }
        if (site.config().backup() == Backup.OFF) {
            throw Stopped.refused("This would lose rows and so needs a backup, which is off: choose --backup dump,"
                    + " external or cold.");
        }
        if (backups().isEmpty()) {
            throw Stopped.refused("There is no folder for the export of the rows that go: name one with --backup-dir.");
        }
    }

    /** Who stands in the trash is hidden by V8 alone. */
    private void warnOfTrash() {
        lost.stream().filter(table -> table.table().endsWith(".event_trash") && table.rows() > 0)
                .forEach(
                        table -> draft.warn(table.rows() + " deleted events become visible again, since what hides them"
                                + " goes with V" + table.version() + "; their list is exported."));
    }

    /** Roles stand in V9 alone; without one a superuser is an admin, be he of the run profile or somebody else. */
    private void warnOfRoles() {
        lost.stream().filter(table -> table.table().endsWith(".user_role") && table.rows() > 0)
                .forEach(
                        table -> draft.warn("The roles of " + table.rows() + " people go with V" + table.version()
                                + ", and the marks of demo users: when it stands again, superusers are admins and"
                                + " everybody else has mediafiles.access.adopted-role, until the export is loaded."));
    }

    /** Their files are not looked for by anything that is left: an event no longer names them, and the trash is gone. */
    private void warnOfRemovedPictures() {
        lost.stream().filter(table -> table.table().endsWith(".removed_picture") && table.rows() > 0)
                .forEach(
                        table -> draft.warn(table.rows() + " pictures that were taken out of their series stay as media"
                                + " files without an event; from which series, place and caption each is goes with V"
                                + table.version() + " and is exported."));
    }

    /** Where the accounts are the hospital's, that is all that keeps such a person out. */
    private void warnOfDeactivated(Connection connection) throws SQLException {
        for (LostTable table : lost) {
            if (table.table().endsWith(".user_account")) {
                int blocked = Sql.integer(connection, "SELECT count(*) FROM mediafiles_ops.user_account WHERE blocked");
                if (blocked > 0) {
                    draft.warn(blocked + " people were deactivated here, and may sign in again when it goes with V"
                            + table.version() + ", unless their accounts are deactivated, too; the list is exported.");
                }
            }
        }
    }

    private boolean takesStoredObjects() {
        return lost.stream().anyMatch(table -> table.table().endsWith(".media_file_object"));
    }

    private void requireSharedTablesEmpty(Connection connection) throws SQLException, Stopped {
        if (!Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.shared_table') IS NOT NULL")) {
            return;
        }
        List<String> staying = new ArrayList<>();
        for (String table : Sql.texts(connection,
                "SELECT table_name FROM mediafiles_ops.shared_table WHERE created_here ORDER BY 1")) {
            if (Sql.flag(connection, "SELECT to_regclass('public." + table + "') IS NOT NULL")) {
                long rows = Long.parseLong(Sql.text(connection, "SELECT count(*) FROM public." + table));
                if (rows > 0) {
                    staying.add("public." + table + " (" + rows + " rows)");
                }
            }
        }
        if (!staying.isEmpty()) {
            throw Stopped.refused("V0's tables go only where they are empty, and these stay: "
                    + String.join(", ", staying) + ". --target 0 is as far as it goes.");
        }
        List<String> others = Sql.texts(connection,
                "SELECT table_name FROM mediafiles_ops.shared_table WHERE NOT created_here ORDER BY 1");
        if (!others.isEmpty()) {
            draft.warn("These tables stood before MediaFiles and stay: " + String.join(", ", others) + ".");
        }
    }
}
