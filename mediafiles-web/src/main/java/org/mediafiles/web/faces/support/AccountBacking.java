package org.mediafiles.web.faces.support;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import org.mediafiles.security.AccountRecord;
import org.mediafiles.security.Caller;
import org.mediafiles.security.OwnAccountService;
import org.mediafiles.security.PasswordChange;
import org.mediafiles.security.PasswordRules;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.signin.PageSignIn;

/** The own account: a new password, the language. */
@Named
@RequestScoped
public class AccountBacking {
    private static final String PAGE = "/account.xhtml";

    @Inject
    private OwnAccountService accounts;
    @Inject
    private PasswordChange passwords;
    @Inject
    private PasswordRules rules;
    @Inject
    private PageSignIn pageSignIn;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private WordsBacking words;

    private AccountRecord account;
    private String currentPassword;
    private String newPassword;
    private String again;
    private String locale;

    public AccountRecord getAccount() {
        if (account == null) {
            account = accounts.get(current.get());
        }
        return account;
    }

    public void changePassword() throws IOException {
        Caller caller = current.get();
        boolean first = caller.mustChangePassword();
        if (!text(newPassword).equals(text(again))) {
            messages.error("again", "account.password.differ");
            return;
        }
        passwords.change(caller, text(currentPassword), text(newPassword), pageSignIn.sessionId().orElse(null));
        pageSignIn.passwordChanged();
        messages.done("account.password.done");
        Redirect.to(first ? "/" : PAGE);
    }

    public void changeLocale() throws IOException {
        accounts.changeLocale(current.get(), text(locale));
        Redirect.to(PAGE);
    }

    /** @return how long a password is at least, in words */
    public String getRule() {
        return words.words().say("account.password.rule", rules.shortest());
    }

    private static String text(String typed) {
        return typed == null ? "" : typed;
    }

    public String getCurrentPassword() {
        return currentPassword;
    }

    public void setCurrentPassword(String currentPassword) {
        this.currentPassword = currentPassword;
    }

    public String getNewPassword() {
        return newPassword;
    }

    public void setNewPassword(String newPassword) {
        this.newPassword = newPassword;
    }

    public String getAgain() {
        return again;
    }

    public void setAgain(String again) {
        this.again = again;
    }

    /** @return empty for whatever the device asks for */
    public String getLocale() {
        return locale == null ? text(getAccount().person().locale()) : locale;
    }

    public void setLocale(String locale) {
        this.locale = text(locale);
    }
}
