/**
 * Recordings of profiles made into what people and programs read: {@link
 * dev.gemba.cli.profile.ProfileFormat} writes a file, {@link dev.gemba.cli.profile.HotMethods} adds
 * up methods.
 */
package dev.gemba.cli.profile;
