package org.mediafiles.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.mediafiles.web.request.RequestPath;

/** The API under {@code /mediafiles/api/v1}. Its resources and providers are found by their annotations. */
@ApplicationPath(RequestPath.API)
public class ApiApplication extends Application {}
