package dev.gemba.agent.config;

import dev.gemba.agent.config.Problem.Severity;
import java.io.File;
import java.util.List;

/**
 * A config, and all there is to say about it.
 *
 * @param config what is valid of it; never null
 * @param problems from the top of the file to its end, then of the overrides
 * @param origin the file as the user named it, or {@code built-in defaults}
 * @param file the file that was read or should have been; null with built-in defaults
 */
public record LoadedConfig(AgentConfig config, List<Problem> problems, String origin, File file) {

  public LoadedConfig {
    problems = List.copyOf(problems);
  }

  /** Whether something was left out because of an error. */
  public boolean hasErrors() {
    for (Problem problem : problems) {
      if (problem.severity() == Severity.ERROR) {
        return true;
      }
    }
    return false;
  }
}
