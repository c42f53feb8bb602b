/**
 * A small shop on Spring Boot, an embedded Tomcat and H2: of the size that web applications have
 * when they start. It knows nothing of agents.
 */
package dev.gemba.webapp;
