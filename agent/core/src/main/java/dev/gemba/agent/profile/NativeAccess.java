package dev.gemba.agent.profile;

import java.lang.management.ManagementFactory;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets async-profiler's classes load their library without a warning of the JVM's, which JDK 24 and
 * newer would print in the application's name. They come into a module of their own, which alone is
 * given native access: all unnamed modules share theirs, and what the application may do is not
 * Gemba's to decide. A JVM that was told to refuse native access refuses it to this one too.
 */
final class NativeAccess {

  private static final int FIRST_THAT_WARNS = 24;
  private static final String MODULE = "dev.gemba.sampler";
  private static final String PACKAGE = "one.profiler";
  private static final String REFUSE = "--illegal-native-access=deny";

  private NativeAccess() {}

  /**
   * Before the first class of the package is loaded.
   *
   * @throws ProfileException if this JVM was told to refuse it
   */
  static void giveTo(ClassLoader loader) throws ProfileException {
    if (Runtime.version().feature() < FIRST_THAT_WARNS) {
      return;
    }
    if (isRefused()) {
      throw new ProfileException("async-profiler's library may not be loaded: " + REFUSE);
    }
    try {
      Module own = ownModule(loader);
      Class<?> secrets = Class.forName("jdk.internal.access.SharedSecrets");
      Object jvm = secrets.getMethod("getJavaLangAccess").invoke(null);
      Class.forName("jdk.internal.access.JavaLangAccess")
          .getMethod("addEnableNativeAccess", Module.class)
          .invoke(jvm, own);
    } catch (ReflectiveOperationException | RuntimeException | IllegalAccessError e) {
      // A JDK with another inside: then it warns.
    }
  }

  private static boolean isRefused() {
    try {
      return ManagementFactory.getRuntimeMXBean().getInputArguments().contains(REFUSE);
    } catch (LinkageError e) {
      // A JVM without management: nobody knows.
      return false;
    }
  }

  private static Module ownModule(ClassLoader loader) {
    ModuleDescriptor descriptor =
        ModuleDescriptor.newOpenModule(MODULE)
            .requires("java.base")
            .packages(Set.of(PACKAGE))
            .build();
    ModuleFinder finder = new OneModule(descriptor);
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(finder, ModuleFinder.of(), Set.of(MODULE));
    return ModuleLayer.defineModules(configuration, List.of(boot), name -> loader)
        .layer()
        .findModule(MODULE)
        .orElseThrow();
  }

  /** Whose classes the loader finds by itself. */
  private record OneModule(ModuleDescriptor descriptor) implements ModuleFinder {

    @Override
    public Optional<ModuleReference> find(String name) {
      return name.equals(MODULE) ? Optional.of(reference()) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Set.of(reference());
    }

    private ModuleReference reference() {
      return new ModuleReference(descriptor, null) {
        @Override
        public ModuleReader open() {
          throw new UnsupportedOperationException("nobody reads it");
        }
      };
    }
  }
}
