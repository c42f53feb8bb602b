package dev.gemba.agent;

import dev.gemba.agent.config.AgentConfig;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Resource;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Describes this process by OpenTelemetry's semantic conventions for resources. To be asked on the
 * collector's thread alone, as it looks up the host's name.
 */
final class ProcessResource {

  private final String agentVersion;
  private String instance;
  private AgentConfig described;
  private Resource resource;

  ProcessResource(String agentVersion) {
    this.agentVersion = agentVersion;
  }

  /** The same as long as the config is. */
  @SuppressWarnings("ReferenceEquality") // another config is another object
  Resource of(AgentConfig config) {
    if (described != config) {
      resource = describe(config);
      described = config;
    }
    return resource;
  }

  private Resource describe(AgentConfig config) {
    Map<String, Object> all = new HashMap<>();
    instance = instance == null ? randomId() : instance;
    all.put("service.instance.id", instance);
    all.put("process.pid", pid());
    all.put("process.runtime.name", System.getProperty("java.runtime.name", "unknown"));
    all.put("process.runtime.version", System.getProperty("java.runtime.version", "unknown"));
    all.put("os.type", osType(System.getProperty("os.name", "")));
    all.put("host.arch", System.getProperty("os.arch", "unknown"));
    all.put("telemetry.distro.name", "gemba");
    all.put("telemetry.distro.version", agentVersion);
    hostName(all);
    all.putAll(config.resourceAttributes());
    all.put("service.name", config.service());
    return new Resource(new Attributes(all));
  }

  /** By the kernel's own word where there is one: the JDK's sets up a pool of threads for it. */
  private static long pid() {
    try {
      return Long.parseLong(new File("/proc/self").getCanonicalFile().getName());
    } catch (IOException | NumberFormatException notLinux) {
      return ProcessHandle.current().pid();
    }
  }

  /** As {@link UUID#randomUUID}, which sets up the JDK's providers of secure random numbers. */
  private static String randomId() {
    long version4 = (Entropy.next() & ~0xF000L) | 0x4000L;
    long variant2 = (Entropy.next() >>> 2) | 0x8000000000000000L;
    return new UUID(version4, variant2).toString();
  }

  private static String osType(String name) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    if (lower.startsWith("windows")) {
      return "windows";
    }
    return lower.startsWith("mac") ? "darwin" : lower.startsWith("linux") ? "linux" : lower;
  }

  /** By the kernel's own word where there is one: asking the resolver can take seconds. */
  private static void hostName(Map<String, Object> all) {
    try (InputStream in = new FileInputStream("/proc/sys/kernel/hostname")) {
      all.put("host.name", new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException notLinux) {
      try {
        all.put("host.name", InetAddress.getLocalHost().getHostName());
      } catch (UnknownHostException ignored) {
        // A host without a name is described well enough by its process id.
      }
    }
  }
}
