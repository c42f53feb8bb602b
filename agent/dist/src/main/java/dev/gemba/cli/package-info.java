/**
 * The command line, {@code java -jar gemba.jar COMMAND}. It runs in the isolated loader, like the
 * agent itself; {@link dev.gemba.cli.Main} is the way in.
 */
package dev.gemba.cli;
