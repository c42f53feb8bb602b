/**
 * What packs do at the calls of libraries: where traces come in and go out, under which operation a
 * call is recorded, and with which attributes. Runs on application threads.
 */
package dev.gemba.agent.trace;
