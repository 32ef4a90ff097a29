package org.mediafiles.web.signin;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mediafiles.config.AddressRange;
import org.mediafiles.config.ProxyConfig;
import org.mediafiles.config.Settings;
import org.mediafiles.web.request.RequestPath;

/**
 * What lies before the first filter and before the container finds out who calls: where the request comes from, and what
 * every answer bears, also those that no servlet of ours gives. Found by the container as a service.
 */
public class Doorstep implements ServletExtension {
    private static final AttachmentKey<ClientOrigin> ORIGIN = AttachmentKey.create(ClientOrigin.class);

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        Config config = ConfigProvider.getConfig(deployment.getClassLoader());
        // As everybody reads them: a value that cannot be used keeps the gate shut and is nobody's word here.
        ProxyConfig proxies = Settings.read(key -> config.getOptionalValue(key, String.class)).proxies();
        deployment.addInitialHandlerChainWrapper(next -> exchange -> enter(exchange, next, proxies));
    }

    private static void enter(HttpServerExchange exchange, HttpHandler next, ProxyConfig proxies) throws Exception {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        ClientOrigin origin = ClientOrigin.of(peer, exchange.getConnection().getSslSessionInfo() != null,
                values(exchange, "X-Forwarded-For"), values(exchange, "X-Forwarded-Proto"), proxies);
        exchange.putAttachment(ORIGIN, origin);
        exchange.setSourceAddress(new InetSocketAddress(
                InetAddress.getByAddress(AddressRange.parse(origin.address())), exchange.getSourceAddress().getPort()));
        exchange.setRequestScheme(origin.secure() ? "https" : "http");
        exchange.addResponseCommitListener(leaving -> leave(leaving, origin.secure()));
        next.handleRequest(exchange);
    }

    private static List<String> values(HttpServerExchange exchange, String name) {
        HeaderValues values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    private static void leave(HttpServerExchange exchange, boolean secure) {
        HeaderMap headers = exchange.getResponseHeaders();
        String path = exchange.getRelativePath();
        SecurityHeaders.ofEveryAnswer(secure, RequestPath.isPageResource(path)).forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.put(io.undertow.util.HttpString.tryFromString(name), value);
            }
        });
        SecurityHeaders.BANNERS.forEach(headers::remove);
        if (secure) {
            exchange.responseCookies().forEach(cookie -> cookie.setSecure(true));
        }
    }

    /**
     * Whether credentials may travel in this request.
     *
     * @return {@code false} where it came in the clear from another machine
     */
    static boolean isConfidential(HttpServletRequest request) {
        ServletRequestContext context = ServletRequestContext.current();
        ClientOrigin origin = context == null ? null : context.getExchange().getAttachment(ORIGIN);
        return request.isSecure() || origin != null && origin.local();
    }
}
