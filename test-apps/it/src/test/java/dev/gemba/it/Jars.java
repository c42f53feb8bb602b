package dev.gemba.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jars that the tests run, by the system properties that the build sets. */
final class Jars {

  private Jars() {}

  /** The agent under test. */
  static Path gemba() {
    return existing("gemba.jar", "build agent/dist first: mvn -pl agent/dist -am package");
  }

  static Path zoo() {
    return existing("zoo.jar", "build test-apps/zoo first: mvn -pl test-apps/zoo package");
  }

  static Path kanban() {
    return existing("kanban.jar", "build test-apps/kanban first: mvn -pl test-apps/kanban package");
  }

  /** A Spring Boot application. */
  static Path webapp() {
    return existing("webapp.jar", "build test-apps/webapp first: mvn -pl test-apps/webapp package");
  }

  /** A real broker, as a program. */
  static Path kafkaBroker() {
    return existing(
        "kafka-broker.jar",
        "build test-apps/kafka-broker first: mvn -pl test-apps/kafka-broker package");
  }

  /** Clients and servers of HTTP; their libraries lie in directories under {@code libraries}. */
  static Path http() {
    return existing("http.jar", "build test-apps/http first: mvn -pl test-apps/http package");
  }

  /** What asks Redis; its libraries stand beside it. */
  static Path redisUser() {
    return existing(
        "redis-user.jar", "build test-apps/redis first: mvn -pl test-apps/redis package");
  }

  /** An application or agent that nobody here wrote. */
  static Path thirdParty(String name) {
    Path jar = property("applications", "run by failsafe").resolve(name);
    return existing(jar, "the build copies it in the phase pre-integration-test");
  }

  /** Libraries that the build copies, by the names of their jars. */
  static List<Path> libraries(List<String> names) {
    return names.stream().map(name -> thirdParty(name + ".jar")).toList();
  }

  private static Path existing(String property, String otherwise) {
    return existing(property(property, otherwise), otherwise);
  }

  static Path existing(Path jar, String otherwise) {
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError("there is no " + jar.normalize() + "; " + otherwise);
    }
    return jar.toAbsolutePath().normalize();
  }

  private static Path property(String name, String otherwise) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new AssertionError("the system property " + name + " is not set; " + otherwise);
    }
    return Path.of(value);
  }
}
