package dev.gemba.zoo.loader;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * A named module in a layer of its own, that requires {@code java.base} alone and exports nothing.
 */
public final class NamedModule implements Case {

  @Override
  public void run(Report report) throws Exception {
    Visit.inDirectory(
        directory -> {
          ModuleFinder finder = ModuleFinder.of(GuestJar.module(directory.resolve("guest.jar")));
          Configuration configuration =
              ModuleLayer.boot()
                  .configuration()
                  .resolve(finder, ModuleFinder.of(), Set.of(GuestJar.MODULE));
          ModuleLayer.Controller controller =
              ModuleLayer.defineModulesWithOneLoader(
                  configuration, List.of(ModuleLayer.boot()), null);
          Module module = controller.layer().findModule(GuestJar.MODULE).orElseThrow();
          Class<?> type = Class.forName(module, GuestJar.GUEST);
          try {
            report.seen("not exported", type.getConstructor().newInstance());
          } catch (IllegalAccessException expected) {
            report.seen(
                "not exported", expected.getClass()); // Its message has a module's address in it.
          }
          controller.addExports(module, GuestJar.MODULE, NamedModule.class.getModule());
          Callable<?> guest = (Callable<?>) type.getConstructor().newInstance();
          report.seen("says", guest.call());
          report.seen("module", type.getModule().getName() + " " + module.getDescriptor());
          report.seen("exported to all", module.isExported(GuestJar.MODULE));
          report.seen("open", module.isOpen(GuestJar.MODULE));
          report.seen("packages", module.getPackages());
          report.shape(type);
        });
  }
}
