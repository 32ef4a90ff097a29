package org.mediafiles.web.faces.support;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request with one parameter more, or with another value of it. */
class RequestWithParameter extends HttpServletRequestWrapper {
    private final Map<String, String[]> parameters;

    RequestWithParameter(HttpServletRequest request, String name, String value) {
        super(request);
        Map<String, String[]> all = new LinkedHashMap<>(request.getParameterMap());
        all.put(name, new String[]{value});
        parameters = Collections.unmodifiableMap(all);
    }

    @Override
    public String getParameter(String name) {
        String[] values = parameters.get(name);
        return values == null || values.length == 0 ? null : values[0];
    }

    @Override
    public String[] getParameterValues(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }
}
