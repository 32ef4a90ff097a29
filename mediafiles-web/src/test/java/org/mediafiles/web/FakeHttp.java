package org.mediafiles.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request and its answer without a container: what the code under test asks for, and nothing more. */
public final class FakeHttp {
    public final Map<String, String> requestHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    public final Map<String, String> responseHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    public final Map<String, Object> attributes = new HashMap<>();
    public final Map<String, Object> sessionAttributes = new HashMap<>();
    public final Map<String, String> parameters = new HashMap<>();
    public final ByteArrayOutputStream body = new ByteArrayOutputStream();
    public String method = "GET";
    public String path;
    public String query;
    public int status = 200;
    public boolean hasSession;
    /** What the browser calls the session that it means, where there is none. */
    public String requestedSession;
    /** It came over TLS. */
    public boolean secure = true;
    /** Another request has ended the session since this one found it. */
    public boolean sessionEnded;
    public boolean passedOn;
    public String forwardedTo;
    public FilterChain chain = (request, response) -> passedOn = true;

    public FakeHttp(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public FakeHttp header(String name, String value) {
        requestHeaders.put(name, value);
        return this;
    }

    public String bodyText() {
        return body.toString(StandardCharsets.UTF_8);
    }

    private <T> T fake(Class<T> type, java.util.function.BiFunction<String, Object[], Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (proxy, called, arguments) -> answers.apply(called.getName(), arguments)));
    }

    public HttpSession session() {
        return fake(HttpSession.class, (name, arguments) -> {
            if (sessionEnded) {
                throw new IllegalStateException("the session is invalid");
            }
            return ofSession(name, arguments);
        });
    }

    private Object ofSession(String name, Object[] arguments) {
        return switch (name) {
            case "getAttribute" -> sessionAttributes.get(arguments[0]);
            case "setAttribute" -> sessionAttributes.put((String) arguments[0], arguments[1]);
            case "invalidate" -> {
                sessionAttributes.clear();
                hasSession = false;
                yield null;
            }
            default -> throw new UnsupportedOperationException(name);
        };
    }

    public HttpServletRequest request() {
        return fake(HttpServletRequest.class, (name, arguments) -> switch (name) {
            case "getContentLengthLong" -> Long.parseLong(requestHeaders.getOrDefault("Content-Length", "-1"));
            case "getMethod" -> method;
            case "getServletPath" -> path;
            case "getRequestURI" -> "/mediafiles" + path;
            case "getPathInfo" -> null;
            case "getContextPath" -> "/mediafiles";
            case "getQueryString" -> query;
            case "getParameter" -> parameters.get(arguments[0]);
            case "isSecure" -> secure;
            case "getRemoteAddr" -> "192.0.2.7";
            case "getHeader" -> requestHeaders.get(arguments[0]);
            case "getDateHeader" -> -1L;
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            case "getRequestedSessionId" -> hasSession ? "s1" : requestedSession;
            case "changeSessionId" -> "s2";
            case "getSession" -> {
                if (arguments == null || Boolean.TRUE.equals(arguments[0])) {
                    hasSession = true;
                }
                yield hasSession ? session() : null;
            }
            case "getRequestDispatcher" -> fake(jakarta.servlet.RequestDispatcher.class, (verb, x) -> {
                forwardedTo = (String) arguments[0];
                return null;
            });
            default -> throw new UnsupportedOperationException(name);
        });
    }

    public HttpServletResponse response() {
        ServletOutputStream out = new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(int b) {
                body.write(b);
            }
        };
        return fake(HttpServletResponse.class, (name, arguments) -> switch (name) {
            case "setHeader", "addHeader" -> responseHeaders.put((String) arguments[0], (String) arguments[1]);
            case "setContentType" -> responseHeaders.put("Content-Type", (String) arguments[0]);
            case "setContentLength", "setContentLengthLong" ->
                responseHeaders.put("Content-Length", arguments[0].toString().toLowerCase(Locale.ROOT));
            case "setStatus", "sendError" -> {
                status = (int) arguments[0];
                yield null;
            }
            case "isCommitted" -> body.size() > 0;
            case "getOutputStream" -> out;
            case "resetBuffer", "flushBuffer" -> null;
            default -> throw new UnsupportedOperationException(name);
        });
    }
}
