/**
 * What the server's readiness probe asks. The server looks for such checks in the EAR's {@code lib} only, so these classes
 * are packed into a jar of their own there, from which the EJB module's classes cannot be seen: they are told, they do not
 * ask. May import nothing of ours. First class to read: {@link org.mediafiles.health.SchemaReadiness}.
 */
package org.mediafiles.health;
