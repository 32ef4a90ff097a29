package org.mediafiles.web.faces.support;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.WorkGate;
import org.mediafiles.security.Caller;
import org.mediafiles.security.OwnAccountService;
import org.mediafiles.web.signin.CurrentCaller;

/**
 * The language of this request: what the person chose for the own account, otherwise what was chosen last on this device,
 * otherwise what the browser asks for, otherwise the hospital's.
 */
@Named("language")
@RequestScoped
public class LanguageBacking {
    static final String COOKIE = "mediafiles-language";
    private static final int YEAR_SECONDS = 365 * 24 * 60 * 60;

    @Inject
    private HttpServletRequest request;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private WorkGate gate;
    @Inject
    private CurrentCaller caller;
    @Inject
    private OwnAccountService accounts;

    private Language current;

    public Language current() {
        if (current == null) {
            Cookie[] cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
            current = account().map(caller -> caller.account().locale()).flatMap(Language::find)
                    .or(() -> Arrays.stream(cookies).filter(cookie -> COOKIE.equals(cookie.getName()))
                            .flatMap(cookie -> Language.find(cookie.getValue()).stream()).findFirst())
                    .or(() -> Language.asked(request.getHeader("Accept-Language")))
                    .orElseGet(() -> Language.find(hospital.locale().toLanguageTag()).orElse(Language.PT_BR));
        }
        return current;
    }

    /** Whose account says and keeps the language; nobody's while the gate is closed, when nothing can be kept. */
    private Optional<Caller> account() {
        return gate.isOpen() ? caller.find() : Optional.empty();
    }

    public Locale getLocale() {
        return current().locale();
    }

    public String getTag() {
        return current().tag();
    }

    public String getOtherTag() {
        return current().other().tag();
    }

    /** Switches to the other language, on this device and for the person, and comes back to where the switch was. */
    public void change() throws IOException {
        account().ifPresent(person -> accounts.changeLocale(person, current().other().tag()));
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        Cookie cookie = new Cookie(COOKIE, current().other().tag());
        String context = request.getContextPath();
        cookie.setPath(context.isEmpty() ? "/" : context);
        cookie.setMaxAge(YEAR_SECONDS);
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        ((HttpServletResponse) external.getResponse()).addCookie(cookie);
        external.redirect(LocalPath.orElse(request.getParameter("here"), context, context + "/"));
    }

    /** @return where the switch comes back to: this page, with its own address parameters */
    public String getHere() {
        Object forwarded = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
        String path = forwarded == null ? request.getRequestURI() : forwarded.toString();
        return request.getQueryString() == null ? path : path + '?' + request.getQueryString();
    }
}
