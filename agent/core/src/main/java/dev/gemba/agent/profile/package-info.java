/**
 * What the JVM was at while its methods ran: samples by async-profiler, or by JDK Flight Recorder
 * where that cannot be had.
 *
 * <p>{@link dev.gemba.agent.profile.ProfileRecorder} makes a recording; an {@link
 * dev.gemba.agent.profile.Engine} is what samples.
 */
package dev.gemba.agent.profile;
