package org.mediafiles;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;

import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import org.mediafiles.problem.MediaFilesException;

/**
 * The little of a container that services need in a test: each call of a public method has a
 * transaction, joined or its own. Before and after each call of the outermost service a point is passed, where a test can
 * let the server die: {@code "UploadService.begin:before"}, {@code "…:committed"}.
 */
public final class InTransactions {
    private final TestArchive archive;
    private final Consumer<String> points;
    private final ThreadLocal<EntityManager> current = new ThreadLocal<>();

    public InTransactions(TestArchive archive, Consumer<String> points) {
        this.archive = archive;
        this.points = points;
    }

    /** @return an entity manager that is that of the running transaction */
    public EntityManager entityManager() {
        return (EntityManager) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{EntityManager.class},
                (proxy, method, args) -> unwrapped(method, current.get(), args));
    }

    /** @return the service with transactions around its public methods */
    public <T> T around(Class<T> type, T service) {
        try {
            return type.cast(new ByteBuddy().subclass(type, ConstructorStrategy.Default.DEFAULT_CONSTRUCTOR)
                    .method(isPublic().and(isDeclaredBy(type)))
                    .intercept(InvocationHandlerAdapter.of((proxy, method, args) -> call(service, method, args))).make()
                    .load(type.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER).getLoaded()
                    .getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object call(Object service, Method method, Object[] args) throws Throwable {
        boolean apart = isApart(method);
        EntityManager outer = current.get();
        if (outer != null && !apart) {
            return unwrapped(method, service, args);
        }
        String point = method.getDeclaringClass().getSimpleName() + '.' + method.getName();
        points.accept(point + ":before");
        Object result;
        try (EntityManager em = archive.units().createEntityManager()) {
            current.set(em);
            em.getTransaction().begin();
            try {
                result = unwrapped(method, service, args);
                em.getTransaction().commit();
            } finally {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
            }
        } catch (MediaFilesException refusal) {
            current.set(outer);
            refusal.settle();
            throw refusal;
        } finally {
            current.set(outer);
        }
        points.accept(point + ":committed");
        return result;
    }

    private static boolean isApart(Method method) {
        TransactionAttribute ofBean = method.getAnnotation(TransactionAttribute.class);
        Transactional ofAny = method.getAnnotation(Transactional.class);
        return ofBean != null && ofBean.value() == TransactionAttributeType.REQUIRES_NEW
                || ofAny != null && ofAny.value() == Transactional.TxType.REQUIRES_NEW;
    }

    private static Object unwrapped(Method method, Object target, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
