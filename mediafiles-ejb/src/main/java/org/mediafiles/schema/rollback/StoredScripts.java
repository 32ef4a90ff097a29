package org.mediafiles.schema.rollback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.mediafiles.schema.version.VersionScript;

/** The texts that were stored when a version came. */
final class StoredScripts {
    private StoredScripts() {}

    /** @param row of {@code schema_undo} */
    static VersionScript read(ResultSet row) throws SQLException {
        return new VersionScript(row.getInt("version"), VersionScript.OWN_PHASE, row.getString("script_name"), true,
                row.getString("script"), row.getInt("checksum"), row.getString("undo_name"), row.getString("undo"),
                Optional.ofNullable(row.getString("undo_prepare")));
    }
}
