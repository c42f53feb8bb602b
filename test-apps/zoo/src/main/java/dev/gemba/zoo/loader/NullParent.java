package dev.gemba.zoo.loader;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.net.URL;
import java.net.URLClassLoader;

/** A loader whose parent is the boot loader itself. */
public final class NullParent implements Case {

  @Override
  public void run(Report report) throws Exception {
    Visit.inDirectory(
        directory -> {
          URL[] jar = {GuestJar.plain(directory.resolve("guest.jar")).toUri().toURL()};
          try (URLClassLoader loader = new URLClassLoader(jar, null)) {
            Visit.report(report, loader);
          }
        });
  }
}
