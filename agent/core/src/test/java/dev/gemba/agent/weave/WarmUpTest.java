package dev.gemba.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.record.DropCounters;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A thread that loads a class must not have to load one of Gemba's first. */
class WarmUpTest {

  /** Loads the agent's classes anew, and remembers which. */
  private static final class Fresh extends ClassLoader {
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();

    Fresh() {
      super(WarmUpTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.gemba.agent.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      loaded.add(name);
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void allThatPassingOverAClassTakesIsLoadedBeforehand() throws Exception {
    Fresh fresh = new Fresh();
    AtomicReference<ClassFileTransformer> registered = new AtomicReference<>();
    Instrumentation instrumentation =
        (Instrumentation)
            Proxy.newProxyInstance(
                fresh,
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("addTransformer")) {
                    registered.set((ClassFileTransformer) arguments[0]);
                  }
                  return null;
                });
    Class<?> drops = fresh.loadClass(DropCounters.class.getName());
    Object weaver =
        fresh
            .loadClass(Weaver.class.getName())
            .getConstructor(Instrumentation.class, drops, Consumer.class, Runnable.class)
            .newInstance(
                instrumentation,
                drops.getConstructor().newInstance(),
                (Consumer<String>) message -> {},
                (Runnable) () -> {});

    weaver.getClass().getMethod("join").invoke(weaver);
    Set<String> before = Set.copyOf(fresh.loaded);
    byte[] classFile = new byte[0];
    try (InputStream in = WarmUpTest.class.getResourceAsStream("WarmUpTest.class")) {
      classFile = in.readAllBytes();
    }
    Module module = WarmUpTest.class.getModule();
    ClassFileTransformer transformer = registered.get();
    transformer.transform(module, null, "java/util/Some", null, null, classFile);
    transformer.transform(module, getClass().getClassLoader(), "com/acme/A", null, null, classFile);

    assertThat(before).contains(WeavingTransformer.class.getName());
    assertThat(fresh.loaded).isEqualTo(before);
  }
}
