package org.mediafiles.web.faces.support;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIForm;
import jakarta.faces.component.UIInput;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;
import jakarta.faces.component.visit.VisitContext;
import jakarta.faces.component.visit.VisitResult;
import jakarta.inject.Inject;
import org.mediafiles.problem.MediaFilesException;

/** Puts messages where they belong: at the field at fault, else at the head of the page. */
@RequestScoped
public class PageMessages {
    @Inject
    private WordsBacking words;

    /** A failure, at its field where the page has an input of that id. */
    public void problem(MediaFilesException failure) {
        add(failure.field().orElse(null), FacesMessage.SEVERITY_ERROR, words.words().problem(failure));
    }

    /**
     * An error in words of the bundle.
     *
     * @param field id of an input; {@code null} for the head of the page
     */
    public void error(String field, String key, Object... values) {
        add(field, FacesMessage.SEVERITY_ERROR, words.words().say(key, values));
    }

    /** A success that the next page shows, after a redirect. */
    public void done(String key, Object... values) {
        FacesContext context = FacesContext.getCurrentInstance();
        context.getExternalContext().getFlash().setKeepMessages(true);
        add(null, FacesMessage.SEVERITY_INFO, words.words().say(key, values));
    }

    private static void add(String field, FacesMessage.Severity severity, String text) {
        FacesContext context = FacesContext.getCurrentInstance();
        context.validationFailed();
        context.addMessage(field == null ? null : clientId(context, field), new FacesMessage(severity, text, text));
    }

    private static String clientId(FacesContext context, String id) {
        UIViewRoot root = context.getViewRoot();
        String[] found = new String[1];
        if (root != null) {
            root.visitTree(VisitContext.createVisitContext(context), (visit, component) -> {
                if (isInput(component, id)) {
                    found[0] = component.getClientId(context);
                    return VisitResult.COMPLETE;
                }
                return VisitResult.ACCEPT;
            });
        }
        return found[0];
    }

    private static boolean isInput(UIComponent component, String id) {
        return id.equals(component.getId()) && component instanceof UIInput && isSubmitted(component);
    }

    /** Several forms of a page have a field of that name: the message belongs to the form that was sent. */
    private static boolean isSubmitted(UIComponent component) {
        for (UIComponent parent = component.getParent(); parent != null; parent = parent.getParent()) {
            if (parent instanceof UIForm form) {
                return form.isSubmitted();
            }
        }
        return true;
    }
}
