/**
 * What an application may compile against, if it wants to say more than a config file can: {@link
 * dev.gemba.api.Measured} and {@link dev.gemba.api.Gemba}.
 *
 * <p>Without the agent everything here does nothing: each method has an empty body, which the JIT
 * removes. The agent fills the bodies in when it is there, also when it is attached later, and
 * empties them again when it leaves. There is nothing to configure and nothing to shut down.
 */
package dev.gemba.api;
