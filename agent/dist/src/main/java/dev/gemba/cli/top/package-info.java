/**
 * The live table of {@code gemba top}: what there is to show ({@link dev.gemba.cli.top.Frame}),
 * what the user has chosen ({@link dev.gemba.cli.top.View}), how both become lines ({@link
 * dev.gemba.cli.top.Screen}), and the loop that moves them between the agent and the terminal.
 */
package dev.gemba.cli.top;
