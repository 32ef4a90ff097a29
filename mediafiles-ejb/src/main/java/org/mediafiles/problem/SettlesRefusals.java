package org.mediafiles.problem;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a refusal leaves to be done is done when the transaction that met it is over and its connection is back in the
 * pool. Stands beside {@code @Transactional}; an EJB's own transaction would lie outside of it.
 */
@InterceptorBinding
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SettlesRefusals {
}
