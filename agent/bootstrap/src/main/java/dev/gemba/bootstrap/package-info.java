/**
 * What woven code calls, in the boot loader so that every class of the application can see it. JDK
 * only; nothing here loads a class of the agent.
 *
 * <p>Read {@link dev.gemba.bootstrap.Bridge} first: its few methods are all that woven bytecode
 * names. They write to the {@link dev.gemba.bootstrap.Recorder} of the thread, which the agent's
 * collector thread reads. Between the two there is no lock, no compare-and-set and, after warm-up,
 * no allocation: each field has one writer.
 */
package dev.gemba.bootstrap;
