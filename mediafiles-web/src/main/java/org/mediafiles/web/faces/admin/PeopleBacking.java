package org.mediafiles.web.faces.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mediafiles.security.PeoplePage;
import org.mediafiles.security.PeopleQuery;
import org.mediafiles.security.PeopleService;
import org.mediafiles.security.PersonRecord;
import org.mediafiles.security.Role;
import org.mediafiles.web.faces.support.RelativeTime;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** Who may sign in, a page at a time. The filters stand in the address: they name staff, never a patient. */
@Named
@RequestScoped
public class PeopleBacking {
    static final int PAGE_SIZE = 50;
    static final String PAGE = "/admin/people.xhtml";

    @Inject
    private PeopleService people;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;
    @Inject
    private HttpServletRequest request;

    private String query;
    private Role role;
    private Boolean active;
    private String cursor;
    private RelativeTime relative;
    private PeoplePage page;
    private Boolean managedHere;

    @PostConstruct
    void read() {
        query = Optional.ofNullable(request.getParameter("q")).map(String::strip).orElse("");
        role = Role.findByCode(String.valueOf(request.getParameter("role"))).orElse(null);
        active = switch (String.valueOf(request.getParameter("active"))) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
        cursor = request.getParameter("cursor");
        relative = new RelativeTime(words.words(), Instant.now());
    }

    public List<PersonRecord> getRows() {
        return page().items();
    }

    private PeoplePage page() {
        if (page == null) {
            page = people.list(current.get(), new PeopleQuery(query, role, active, PAGE_SIZE,
                    isContinued() ? cursor : null));
        }
        return page;
    }

    /** @return which part of the page is open: {@code person}, {@code new}, {@code roles} or {@code list} */
    public String getPart() {
        String view = String.valueOf(request.getParameter("view"));
        if (request.getParameter("user") != null) {
            return "person";
        }
        return view.equals("new") || view.equals("roles") ? view : "list";
    }

    /** @return whether names and passwords are ours to change */
    public boolean isManagedHere() {
        if (managedHere == null) {
            managedHere = people.isManagedHere();
        }
        return managedHere;
    }

    public List<String> getRoles() {
        return Arrays.stream(Role.values()).map(Role::code).toList();
    }

    /** The page's address with these filters. What is empty is left out. */
    public String href(String withRole, String withActive) {
        return address(withRole, withActive, null);
    }

    public String getFirstHref() {
        return address(getRole(), getActive(), null);
    }

    public String getNextHref() {
        return address(getRole(), getActive(), page().nextCursor());
    }

    public String hrefOf(PersonRecord person) {
        return request.getContextPath() + PAGE + "?user=" + person.id();
    }

    private String address(String withRole, String withActive, String from) {
        StringBuilder address = new StringBuilder(request.getContextPath()).append(PAGE);
        append(address, "q", query);
        append(address, "role", withRole);
        append(address, "active", withActive);
        append(address, "cursor", from);
        return address.toString();
    }

    private static void append(StringBuilder address, String name, String value) {
        if (value != null && !value.isBlank()) {
            address.append(address.indexOf("?") < 0 ? '?' : '&').append(name).append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    public String relative(Instant instant) {
        return relative.of(instant);
    }

    public boolean isFiltered() {
        return !query.isEmpty() || role != null || active != null;
    }

    public boolean isContinued() {
        return cursor != null && !cursor.isBlank();
    }

    public String getNextCursor() {
        return page().nextCursor();
    }

    public String getQuery() {
        return query;
    }

    /** @return empty for all */
    public String getRole() {
        return role == null ? "" : role.code();
    }

    /** @return {@code true}, {@code false} or empty for both */
    public String getActive() {
        return active == null ? "" : active.toString();
    }
}
