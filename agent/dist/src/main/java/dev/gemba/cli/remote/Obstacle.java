package dev.gemba.cli.remote;

import java.nio.file.Path;

/**
 * Why a JVM cannot be attached to, and what helps: by what is known of the process before, and by
 * what the attempt ended with.
 */
final class Obstacle {

  private static final int OLDEST = 17;
  private static final String ROOT = "root";

  /** What helps whenever a running JVM cannot be entered. */
  private static final String AT_START =
      "start the JVM with -javaagent:gemba.jar=gemba.yaml instead";

  private Obstacle() {}

  /**
   * What stands in the way; null if nothing is known to.
   *
   * @param process null if there is none of that number
   * @param self who asks; null if unknown
   * @param files what the JVM has to find: the jar, the config
   */
  static String before(long pid, JvmProcess process, String self, Path... files) {
    if (process == null) {
      return "found no process " + pid + "; 'gemba ps' lists the JVMs that there are";
    }
    String who = "process " + pid;
    if (isForeign(process, self)) {
      return who
          + " belongs to "
          + process.user()
          + ", and you are "
          + self
          + "; a JVM lets only its own user in: run this command as "
          + process.user()
          + " (sudo -u "
          + process.user()
          + " …)";
    }
    if (!process.mayBeJvm()) {
      return who + " is no JVM; 'gemba ps' lists those that there are";
    }
    int feature = process.feature();
    if (feature > 0 && feature < OLDEST) {
      return who + " runs on Java " + process.java() + "; Gemba needs " + OLDEST + " or newer";
    }
    if (process.hasOption("-XX:+DisableAttachMechanism")) {
      return who
          + " was started with -XX:+DisableAttachMechanism; restart it without, or "
          + AT_START;
    }
    if (process.hasOption("-XX:-EnableDynamicAgentLoading")) {
      return who
          + " was started with -XX:-EnableDynamicAgentLoading (JEP 451); restart it with"
          + " -XX:+EnableDynamicAgentLoading, or "
          + AT_START;
    }
    for (Path file : files) {
      if (!process.sees(file)) {
        return who
            + " does not see "
            + file
            + ": it runs in a container, with files of its own; "
            + insideOut(process);
      }
    }
    return null;
  }

  private static boolean isForeign(JvmProcess process, String self) {
    return process.user() != null
        && self != null
        && !self.equals(ROOT)
        && !process.user().equals(self);
  }

  private static String insideOut(JvmProcess process) {
    return "copy gemba.jar into the container and run the command in there (docker exec, kubectl"
        + " exec, or nsenter -t "
        + process.pid()
        + " -a), where the process has the number "
        + ControlSocket.innermostPid(process.pid());
  }

  /** What an attempt that failed is to be told as. */
  static String after(JvmProcess process, Throwable thrown) {
    String text = String.valueOf(thrown.getMessage());
    String who = "process " + process.pid();
    if (text.contains("Dynamic agent loading is not enabled")) {
      return who
          + " allows no agent to be loaded (JEP 451); restart it with"
          + " -XX:+EnableDynamicAgentLoading, or "
          + AT_START;
    }
    if (process.isElsewhere("pid") || process.isElsewhere("mnt")) {
      return who
          + " runs in a container, and does not answer from there ("
          + text
          + "); "
          + insideOut(process);
    }
    if (text.contains("well-known file is not secure") || text.contains("Permission denied")) {
      return who + " did not let you in (" + text + "); a JVM lets only its own user in";
    }
    if (text.contains("socket file") || text.contains("respond")) {
      return who
          + " does not answer to an attach ("
          + text
          + "). It may have been started with"
          + " -XX:+DisableAttachMechanism or -Xrs, be stopped, or its directory for temporary"
          + " files be another one than ours ("
          + System.getProperty("java.io.tmpdir")
          + "); "
          + AT_START;
    }
    if (text.contains("Agent JAR not found")) {
      return who + " cannot read the jar: " + text;
    }
    return who + " could not be attached to: " + text;
  }
}
