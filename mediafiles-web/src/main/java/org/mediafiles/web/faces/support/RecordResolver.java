package org.mediafiles.web.faces.support;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.PropertyNotWritableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads components of records in expressions: {@code #{patient.name}}. Expression Language 5 knows bean properties alone;
 * version 6 brings the same resolver, and this one goes.
 */
public class RecordResolver extends ELResolver {
    private static final Map<Class<?>, Map<String, Method>> ACCESSORS = new ConcurrentHashMap<>();

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        Optional<Method> accessor = find(base, property);
        if (accessor.isEmpty()) {
            return null;
        }
        context.setPropertyResolved(base, property);
        try {
            return accessor.get().invoke(base);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new ELException(e);
        }
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        if (find(base, property).isPresent()) {
            // A record's component cannot be set: null says read-only.
            context.setPropertyResolved(base, property);
        }
        return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        if (find(base, property).isPresent()) {
            throw new PropertyNotWritableException(base.getClass().getName() + '.' + property);
        }
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        if (find(base, property).isEmpty()) {
            return false;
        }
        context.setPropertyResolved(base, property);
        return true;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return base instanceof Record ? String.class : null;
    }

    private static Optional<Method> find(Object base, Object property) {
        if (!(base instanceof Record) || property == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(ACCESSORS.computeIfAbsent(base.getClass(), RecordResolver::accessors)
                .get(property.toString()));
    }

    private static Map<String, Method> accessors(Class<?> type) {
        Map<String, Method> byName = new ConcurrentHashMap<>();
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getAccessor)
                .forEach(accessor -> byName.put(accessor.getName(), accessor));
        return byName;
    }
}
