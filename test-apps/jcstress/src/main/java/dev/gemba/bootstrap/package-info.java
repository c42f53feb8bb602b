/**
 * JCStress tests of the lock-free parts of what woven code calls, in its own package to reach them.
 * Run by {@code mvn verify} for a moment, and longer as CONTRIBUTING.md says.
 */
package dev.gemba.bootstrap;
