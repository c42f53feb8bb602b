package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * One way of starting an application.
 *
 * @param name for {@code --only} and programs
 * @param title for people
 * @param applications those that it is for
 * @param fromJdk the oldest JDK that it runs on
 * @param toJdk the newest
 * @param launcher makes what the JVM is told; it may use the directory
 * @param host what a JVM is told that runs before Gemba comes
 */
record StartWay(
    String name,
    String title,
    Set<String> applications,
    int fromJdk,
    int toJdk,
    Launcher launcher,
    Launcher host) {

  static final String HELLO = "hello";
  static final String WEB = "web";

  /** The web application again, which runs before Gemba comes. */
  static final String LIVE = "live";

  /** Makes what the JVM is told. */
  interface Launcher {
    Launch launch(Place place, Path directory) throws IOException;
  }

  static StartWay any(String name, String title, Launcher launcher) {
    return of(name, title, Set.of(HELLO, WEB), launcher);
  }

  static StartWay web(String name, String title, Launcher launcher) {
    return of(name, title, Set.of(WEB), launcher);
  }

  static StartWay live(String name, String title, Launcher launcher) {
    return of(name, title, Set.of(LIVE), launcher);
  }

  private static StartWay of(
      String name, String title, Set<String> applications, Launcher launcher) {
    return new StartWay(
        name,
        title,
        applications,
        17,
        Integer.MAX_VALUE,
        launcher,
        (place, directory) -> Launch.PLAIN);
  }

  /** The same, into a JVM that was started so. */
  StartWay into(Launcher started) {
    return new StartWay(name, title, applications, fromJdk, toJdk, launcher, started);
  }

  StartWay fromJdk(int oldest) {
    return new StartWay(name, title, applications, oldest, toJdk, launcher, host);
  }

  StartWay toJdk(int newest) {
    return new StartWay(name, title, applications, fromJdk, newest, launcher, host);
  }

  boolean runsOn(Jdk jdk) {
    return jdk.feature() >= fromJdk && jdk.feature() <= toJdk;
  }
}
