/**
 * The harness of the tests in and against the container: the built EAR on the provisioned WildFly with a throwaway
 * PostgreSQL, started once for all. First class to read: {@link org.mediafiles.it.DeployedMediaFiles}.
 */
package org.mediafiles.it;
