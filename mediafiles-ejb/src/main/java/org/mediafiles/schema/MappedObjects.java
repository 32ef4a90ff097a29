package org.mediafiles.schema;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.hibernate.tool.schema.spi.SchemaManagementException;

/** Whether the tables are what the entities map. Hibernate itself starts before the migration, so it is asked after it. */
@ApplicationScoped
class MappedObjects {
    @PersistenceUnit(unitName = "mediafiles")
    private EntityManagerFactory factory;

    /** @return the first difference, without patient data; empty where there is none */
    Optional<String> mismatch() {
        try {
            factory.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
            return Optional.empty();
        } catch (SchemaManagementException differs) {
            return Optional.of(differs.getMessage());
        }
    }
}
