package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A person who signs in, as the hospital's system knows them. Read only: our application never changes a user's row. */
@Entity
@Immutable
@Table(name = "accounts_eqmduser", schema = "public")
public class User {
    @Id
    @Column(name = "id")
    private long id;

    @Column(name = "username", nullable = false, length = 150)
    private String username;

    @Column(name = "first_name", nullable = false, length = 150)
    private String firstName;

    @Column(name = "last_name", nullable = false, length = 150)
    private String lastName;

    protected User() {}

    public long getId() {
        return id;
    }

    public String getUsername() {
        return username;
    }

    /** @return first and last name, or the user name where there are none */
    public String getDisplayName() {
        return displayName(username, firstName, lastName);
    }

    /** @return first and last name, or the user name where there are none */
    public static String displayName(String username, String firstName, String lastName) {
        String name = (firstName.strip() + ' ' + lastName.strip()).strip();
        return name.isEmpty() ? username : name;
    }
}
