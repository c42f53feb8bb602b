package dev.gemba.http;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Libraries by their directories, each in a class loader of its own together with the program that
 * uses it, which is told by the directory's name. What all of them may share is in {@code common}.
 */
final class Libraries {

  /** By the beginning of a directory's name. */
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "apache4", "client.ApacheFour",
          "apache5", "client.ApacheFive",
          "okhttp", "client.OkHttp",
          "tomcat", "server.TomcatContainer",
          "jetty", "server.JettyContainer",
          "undertow", "server.UndertowContainer");

  private final Map<String, Object> programs = new TreeMap<>();

  Libraries(Path directory) throws IOException, ReflectiveOperationException {
    for (Path own : entries(directory)) {
      String name = own.getFileName().toString();
      String program = PROGRAMS.get(name.split("-")[0]);
      if (program != null) {
        programs.put(name, made(program, loader(own, directory.resolve("common"))));
      }
    }
  }

  private static Object made(String program, ClassLoader loader)
      throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return loader.loadClass("dev.gemba.http." + program).getConstructor().newInstance();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static ClassLoader loader(Path own, Path common) throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(Libraries.class.getProtectionDomain().getCodeSource().getLocation());
    for (Path jar : entries(own)) {
      urls.add(url(jar));
    }
    for (Path jar : entries(common)) {
      urls.add(url(jar));
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }

  /** Clients, which answer a way and a URL with a status. */
  @SuppressWarnings("unchecked") // that is what they are
  Map<String, BiFunction<String, String, Integer>> clients() {
    Map<String, BiFunction<String, String, Integer>> clients = new LinkedHashMap<>();
    programs.forEach(
        (name, program) -> {
          if (program instanceof BiFunction<?, ?, ?> client) {
            clients.put(name, (BiFunction<String, String, Integer>) client);
          }
        });
    return clients;
  }

  /** The ports of servers. */
  Map<String, Integer> servers() {
    Map<String, Integer> servers = new LinkedHashMap<>();
    programs.forEach(
        (name, program) -> {
          if (program instanceof IntSupplier server) {
            servers.put(name, server.getAsInt());
          }
        });
    return servers;
  }
}
