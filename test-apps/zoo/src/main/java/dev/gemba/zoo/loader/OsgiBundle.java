package dev.gemba.zoo.loader;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A bundle in Apache Felix: its loader delegates {@code java.*} and nothing else. */
public final class OsgiBundle implements Case {

  private static final long STOP_WITHIN_MILLIS = 30_000;

  @Override
  public void run(Report report) throws Exception {
    Visit.inDirectory(
        directory -> {
          Framework felix =
              new FrameworkFactory()
                  .newFramework(
                      Map.of(
                          Constants.FRAMEWORK_STORAGE,
                          directory.resolve("cache").toString(),
                          Constants.FRAMEWORK_STORAGE_CLEAN,
                          Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                          // Else Felix guesses, from the stack, that a class asked for by outsiders
                          // may come from their loader.
                          "felix.bootdelegation.implicit",
                          "false",
                          "felix.log.level",
                          "1"));
          felix.start();
          try {
            Bundle bundle =
                felix
                    .getBundleContext()
                    .installBundle(
                        GuestJar.bundle(directory.resolve("guest.jar")).toUri().toString());
            bundle.start();
            Class<?> type = bundle.loadClass(GuestJar.GUEST);
            Visit.report(report, type);
            report.seen("sees the zoo", Visit.sees(type.getClassLoader(), "dev.gemba.zoo.Zoo"));
            report.seen("sees java.sql", Visit.sees(type.getClassLoader(), "java.sql.Connection"));
            report.seen(
                "sees javax.naming", Visit.sees(type.getClassLoader(), "javax.naming.Context"));
          } finally {
            felix.stop();
            felix.waitForStop(STOP_WITHIN_MILLIS);
          }
        });
  }
}
