package dev.gemba.it;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes a JVM run as somebody to whom file permissions mean something: root reads and writes
 * everything.
 */
final class Unprivileged {

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final String NOBODY = "65534";

  private Unprivileged() {}

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  static ForkedJvm run(ForkedJvm jvm) {
    if (!isRoot()) {
      return jvm;
    }
    assumeThat(Files.isExecutable(SETPRIV))
        .as(
            "tests run as root, whom permissions do not stop, and %s is not there to drop privileges",
            SETPRIV)
        .isTrue();
    return jvm.startedBy(
        SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
  }

  static Path permissions(Path file, String permissions) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
