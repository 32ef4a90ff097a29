package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.security.Caller;
import org.mediafiles.security.OwnAccountService;
import org.mediafiles.security.PasswordChange;
import org.mediafiles.web.signin.CurrentCaller;

/** Everybody's own account: password and language. */
@Path("/account")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class AccountResource {
    @Inject
    OwnAccountService accounts;
    @Inject
    PasswordChange passwords;
    @Inject
    CurrentCaller current;
    @Inject
    HttpServletRequest request;

    @GET
    public Response get() {
        return Json.ok(AccountView.of(accounts.get(current.get()))).build();
    }

    @PATCH
    public Response patch() {
        Caller caller = current.get();
        RequestJson json = RequestJson.read(request, RequestJson.MERGE_PATCH, "locale");
        return Json.ok(AccountView.of(json.has("locale")
                ? accounts.changeLocale(caller, json.clearableText("locale"))
                : accounts.get(caller))).build();
    }

    @PUT
    @Path("/password")
    public Response changePassword() {
        Caller caller = current.get();
        accounts.requireManagedHere(caller);
        RequestJson json = RequestJson.read(request, RequestJson.JSON, "current", "new");
        passwords.change(caller, json.requiredText("current"), json.requiredText("new"), null);
        return Response.noContent().build();
    }
}
