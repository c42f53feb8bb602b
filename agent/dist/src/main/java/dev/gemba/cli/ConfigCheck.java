package dev.gemba.cli;

import java.nio.file.Path;
import java.util.List;

/** Finds what is wrong with a config file. */
interface ConfigCheck {

  /**
   * Something that the author of the file should know.
   *
   * @param error whether the agent would leave a part of the config out for it; otherwise it is
   *     worth knowing
   * @param line from 1; 0 if it belongs to no line
   * @param key path of the key; empty if it belongs to none
   * @param message one whole line for the person who wrote the file: file, line, key, what was
   *     found, what is accepted
   */
  record Problem(boolean error, int line, String key, String message) {}

  /** From the top of the file to its end; nothing if all is well. */
  List<Problem> problems(Path file) throws CommandFailure;
}
