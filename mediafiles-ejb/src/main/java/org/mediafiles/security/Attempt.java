package org.mediafiles.security;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.mediafiles.audit.AuditAct;

/**
 * A call whose refusal or failure stands on record, in a transaction of its own, when that of the call is over. What
 * succeeds, the call itself records. The caller is the first argument; whom it is about say {@link About} and
 * {@link org.mediafiles.audit.Concerned}.
 */
@InterceptorBinding
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Attempt {
    /** What was attempted. */
    @Nonbinding
    AuditAct value() default AuditAct.EVENT_CHANGE;
}
