/**
 * What the JVM was at while its methods ran: samples by async-profiler, or by JDK Flight Recorder
 * where that cannot be had.
 *
 * <p>{@link dev.gemba.agent.profile.Profiler} has a {@link dev.gemba.agent.profile.Session} of an
 * {@link dev.gemba.agent.profile.Engine}, and reads what came in by a {@link
 * dev.gemba.agent.profile.SampleReader}. {@link dev.gemba.agent.profile.OperationBills} adds up
 * what operations took, by the woven methods on the stacks; {@link
 * dev.gemba.agent.profile.SpanBills} what spans did, by their threads and times.
 */
package dev.gemba.agent.profile;
