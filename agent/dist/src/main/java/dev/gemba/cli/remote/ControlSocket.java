package dev.gemba.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the control socket of a JVM's agent is: {@code gemba-USER/PID.sock} in the directory for
 * temporary files as that process sees it, which in a container is another one and goes by another
 * number.
 */
final class ControlSocket {

  private static final Path PROC = Path.of("/proc");

  private ControlSocket() {}

  /** The socket of a process; null if it has none, or none that is its own. */
  static Path of(long pid) {
    for (Path candidate : candidates(pid)) {
      if (Files.exists(candidate, LinkOption.NOFOLLOW_LINKS) && isOf(pid, candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static List<Path> candidates(long pid) {
    List<Path> candidates = new ArrayList<>();
    if (!isLinux()) {
      String user =
          ProcessHandle.of(pid)
              .flatMap(p -> p.info().user())
              .orElse(System.getProperty("user.name"));
      String temporary = System.getProperty("java.io.tmpdir", ".");
      candidates.add(Path.of(temporary, "gemba-" + user, pid + ".sock"));
      return candidates;
    }
    String inside = "gemba-" + uidOf(pid) + "/" + innermostPid(pid) + ".sock";
    candidates.add(PROC.resolve(Long.toString(pid)).resolve("root/tmp").resolve(inside));
    candidates.add(Path.of("/tmp").resolve(inside));
    return candidates;
  }

  static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }

  private static Object uidOf(long pid) {
    try {
      return Files.getAttribute(PROC.resolve(Long.toString(pid)), "unix:uid");
    } catch (IOException | UnsupportedOperationException gone) {
      return "?";
    }
  }

  /** The number that a process knows itself by. */
  static long innermostPid(long pid) {
    try {
      for (String line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
        if (line.startsWith("NSpid:")) {
          String[] words = line.strip().split("\\s+");
          return Long.parseLong(words[words.length - 1]);
        }
      }
    } catch (IOException | NumberFormatException unknown) {
      // Not Linux, or not there any more: then the number that was given is as good as any.
    }
    return pid;
  }

  /** Nobody but the process's own user may have made the socket, or the directory that it is in. */
  private static boolean isOf(long pid, Path socket) {
    if (!isLinux()) {
      return true;
    }
    try {
      Object user = uidOf(pid);
      return user.equals(uidOf(socket)) && user.equals(uidOf(socket.getParent()));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static Object uidOf(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
