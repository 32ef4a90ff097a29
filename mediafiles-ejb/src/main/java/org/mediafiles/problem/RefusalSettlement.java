package org.mediafiles.problem;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Lies around the transaction, which begins at {@code PLATFORM_BEFORE + 200}. */
@SettlesRefusals
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RefusalSettlement {
    /** Passes the call on; settles what it is refused with before that leaves. */
    @AroundInvoke
    public Object settle(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (MediaFilesException refusal) {
            refusal.settle();
            throw refusal;
        }
    }
}
