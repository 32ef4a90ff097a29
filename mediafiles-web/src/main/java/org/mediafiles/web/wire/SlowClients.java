package org.mediafiles.web.wire;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.RequestBufferingHandler;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mediafiles.config.Settings;

/**
 * Keeps clients that send slowly, or stop within a body, from holding the threads that others need. A page's form, which
 * anybody may send, is taken in by the server's few I/O threads and reaches a thread of its own when it is whole. Uploads are
 * read by such a thread as they come; there a client that keeps it waiting too long is cut off.
 */
public class SlowClients implements ServletExtension {
    /** Of 16 KiB, the server's default: a form of the largest size, and one more that shows that it is larger. */
    private static final int BUFFERS = 65;
    private static final long LARGEST = BUFFERS * 16L * 1024;

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        Config config = ConfigProvider.getConfig(deployment.getClassLoader());
        // A value that makes no sense is reported by who reads the settings for everybody.
        Duration patience = Settings.read(key -> config.getOptionalValue(key, String.class)).http().bodyPatience();
        deployment.addInitialHandlerChainWrapper(next -> handler(next, patience));
    }

    private static HttpHandler handler(HttpHandler next, Duration patience) {
        HttpHandler whole = new RequestBufferingHandler(next, BUFFERS);
        return exchange -> {
            if (!Framing.isPlain(exchange)) {
                exchange.setStatusCode(StatusCodes.BAD_REQUEST).setPersistent(false).endExchange();
                return;
            }
            if (exchange.isRequestComplete()) {
                next.handleRequest(exchange);
                return;
            }
            exchange.addRequestWrapper((factory, any) -> new AwaitedBody(factory.create(),
                    new Patience(patience, System::nanoTime)));
            if (!isForm(exchange) || exchange.getRequestContentLength() > LARGEST) {
                // A form that says that it is too large is refused unread.
                next.handleRequest(exchange);
            } else if (exchange.getRequestHeaders().contains(Headers.EXPECT)) {
                // No browser asks before it sends a form, and who does is not taken in as a whole.
                exchange.setStatusCode(StatusCodes.EXPECTATION_FAILED).setPersistent(false).endExchange();
            } else {
                whole.handleRequest(exchange);
            }
        };
    }

    private static boolean isForm(HttpServerExchange exchange) {
        return !exchange.getRelativePath().startsWith("/api/");
    }
}
