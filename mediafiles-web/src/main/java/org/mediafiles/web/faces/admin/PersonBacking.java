package org.mediafiles.web.faces.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.mediafiles.security.IssuedPassword;
import org.mediafiles.security.PeopleService;
import org.mediafiles.security.PersonPatch;
import org.mediafiles.security.PersonRecord;
import org.mediafiles.security.Role;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.signin.CurrentCaller;

/** One person, and what an admin does with an account. A one-time password lives as long as the answer that shows it. */
@Named
@RequestScoped
public class PersonBacking {
    @Inject
    private PeopleService people;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private HttpServletRequest request;

    private Long id;
    private PersonRecord person;
    private String firstName;
    private String lastName;
    private String role;
    private IssuedPassword issued;

    @PostConstruct
    void read() {
        String user = request.getParameter("user");
        if (user != null) {
            id = user.matches("[0-9]{1,18}") ? Long.valueOf(user) : -1L;
        }
    }

    /** Whether the address names somebody, there or not. */
    public boolean isChosen() {
        return id != null;
    }

    /** Opens the person's part of the page. */
    public void open() {
        getPerson();
    }

    public PersonRecord getPerson() {
        if (person == null && id != null) {
            person = people.get(current.get(), id);
        }
        return person;
    }

    /** Whether this is the admin's own account, which another admin changes. */
    public boolean isOneself() {
        return id != null && id == current.get().userId();
    }

    public void save() throws IOException {
        boolean names = people.isManagedHere();
        Role chosen = role == null ? null : Role.findByCode(role).orElse(null);
        person = people.change(current.get(), id, new PersonPatch(names ? text(firstName) : null,
                names ? text(lastName) : null, chosen, null, null));
        done("people.saved");
    }

    public void deactivate() throws IOException {
        person = people.change(current.get(), id, PersonPatch.ofActivity(false));
        done("people.deactivated");
    }

    public void activate() throws IOException {
        person = people.change(current.get(), id, PersonPatch.ofActivity(true));
        done("people.activated");
    }

    /** Answered in the page that stands: neither an address nor a session ever holds the password. */
    public void resetPassword() {
        issued = people.resetPassword(current.get(), id);
        person = issued.person();
    }

    private void done(String key) throws IOException {
        messages.done(key, person.displayName());
        Redirect.to(PeopleBacking.PAGE + "?user=" + person.id());
    }

    private static String text(String typed) {
        return typed == null ? "" : typed;
    }

    /** @return {@code null} unless one was made just now */
    public IssuedPassword getIssued() {
        return issued;
    }

    public String getFirstName() {
        return firstName == null && getPerson() != null ? person.firstName() : firstName;
    }

    public void setFirstName(String firstName) {
        this.firstName = text(firstName);
    }

    public String getLastName() {
        return lastName == null && getPerson() != null ? person.lastName() : lastName;
    }

    public void setLastName(String lastName) {
        this.lastName = text(lastName);
    }

    public String getRole() {
        return role == null && getPerson() != null ? person.role().code() : role;
    }

    public void setRole(String role) {
        this.role = role;
    }
}
