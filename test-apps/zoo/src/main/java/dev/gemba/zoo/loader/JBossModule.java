package dev.gemba.zoo.loader;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.util.jar.JarFile;
import org.jboss.modules.DependencySpec;
import org.jboss.modules.Module;
import org.jboss.modules.ModuleFinder;
import org.jboss.modules.ModuleLoader;
import org.jboss.modules.ModuleSpec;
import org.jboss.modules.ResourceLoaderSpec;
import org.jboss.modules.ResourceLoaders;

/** A module of JBoss Modules (WildFly's loader) without dependencies. */
public final class JBossModule implements Case {

  @Override
  public void run(Report report) throws Exception {
    Visit.inDirectory(
        directory -> {
          try (JarFile jar = new JarFile(GuestJar.plain(directory.resolve("guest.jar")).toFile())) {
            ModuleSpec spec =
                ModuleSpec.build("guest")
                    .addResourceRoot(
                        ResourceLoaderSpec.createResourceLoaderSpec(
                            ResourceLoaders.createJarResourceLoader(jar)))
                    .addDependency(DependencySpec.OWN_DEPENDENCY)
                    .create();
            ModuleFinder finder = (name, loader) -> name.equals("guest") ? spec : null;
            Module module = new ModuleLoader(finder).loadModule("guest");
            Visit.report(report, module.getClassLoader());
          }
        });
  }
}
