package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.IssuedPassword;
import org.mediafiles.security.NewPerson;
import org.mediafiles.security.PeopleService;
import org.mediafiles.security.Role;
import org.mediafiles.web.signin.CurrentCaller;

/** Adds somebody. The one-time password lives as long as the answer that shows it. */
@Named
@RequestScoped
public class NewPersonBacking {
    @Inject
    private PeopleService people;
    @Inject
    private CurrentCaller current;

    private String username;
    private String firstName;
    private String lastName;
    private String role;
    private String password;
    private IssuedPassword issued;

    /** Answered in the page that stands: neither an address nor a session ever holds the password. */
    public void create() {
        Role chosen = Role.findByCode(String.valueOf(role))
                .orElseThrow(() -> MediaFilesException.invalid("role", "A person has a role."));
        issued = people.create(current.get(), new NewPerson(username == null ? "" : username.strip(), firstName,
                lastName, chosen, password));
    }

    /** @return {@code null} unless somebody was added just now */
    public IssuedPassword getIssued() {
        return issued;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getFirstName() {
        return firstName;
    }

    public void setFirstName(String firstName) {
        this.firstName = firstName;
    }

    public String getLastName() {
        return lastName;
    }

    public void setLastName(String lastName) {
        this.lastName = lastName;
    }

    public String getRole() {
        return role;
    }

    public void setRole(String role) {
        this.role = role;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }
}
