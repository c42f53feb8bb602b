package dev.gemba.agent.runtime;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The machine's disks and memory, and the network as the process sees it: the interfaces of its own
 * network namespace, which in a container are the container's.
 */
final class HostCounters implements Source {

  /** A node of a cluster has hundreds of interfaces; further ones are told as one, "other". */
  static final int MOST_DEVICES = 16;

  private static final String OTHER = "other";
  private static final int SECTOR_BYTES = 512;
  private static final int KILO = 1024;
  private static final double MILLIS = 1000;

  private final File network;
  private final File diskstats;
  private final File meminfo;
  private final File blocks;

  /** Whether a device is a disk, and not a part of one, whose bytes would count twice. */
  private final Map<String, Boolean> disks = new HashMap<>();

  /**
   * @param root of the file system, {@code /}; nothing need be there
   */
  HostCounters(File root) {
    this.network = new File(root, "proc/self/net/dev");
    this.diskstats = new File(root, "proc/diskstats");
    this.meminfo = new File(root, "proc/meminfo");
    this.blocks = new File(root, "sys/block");
  }

  @Override
  public List<Metric> read() {
    List<Metric> metrics = new ArrayList<>();
    readNetwork(metrics);
    readDisks(metrics);
    readMemory(metrics);
    return metrics;
  }

  /**
   * Lines such as {@code eth0: 1 2 3 …}: bytes, packets, errors, drops, in and from the ninth out.
   */
  private void readNetwork(List<Metric> metrics) {
    Devices bytes = new Devices("network.interface.name", "network", "receive", "transmit");
    Devices errors = new Devices("network.interface.name", "network", "receive", "transmit");
    Devices drops = new Devices("network.interface.name", "network", "receive", "transmit");
    for (String line : KernelFile.lines(network)) {
      int colon = line.indexOf(':');
      String[] fields = line.substring(colon + 1).strip().split("\\s+");
      if (colon < 0 || fields.length < 16 || (fields[0].equals("0") && fields[8].equals("0"))) {
        continue; // the header; or one that was never used
      }
      String name = line.substring(0, colon).strip();
      bytes.add(name, KernelFile.number(fields[0]), KernelFile.number(fields[8]));
      errors.add(name, KernelFile.number(fields[2]), KernelFile.number(fields[10]));
      drops.add(name, KernelFile.number(fields[3]), KernelFile.number(fields[11]));
    }
    bytes.tell(metrics, "system.network.io", "By", "The number of bytes transmitted and received.");
    errors.tell(metrics, "system.network.errors", "{error}", "Count of network errors detected.");
    drops.tell(
        metrics,
        "system.network.packet.dropped",
        "{packet}",
        "Count of packets that are dropped or discarded even though there was no error.");
  }

  /** Lines such as {@code 8 0 sda 1 2 3 …}, see the kernel's iostats.rst. */
  private void readDisks(List<Metric> metrics) {
    Devices bytes = new Devices("system.device", "disk", "read", "write");
    Devices operations = new Devices("system.device", "disk", "read", "write");
    List<NumberPoint> busy = new ArrayList<>();
    for (String line : KernelFile.lines(diskstats)) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length < 13 || (fields[3].equals("0") && fields[7].equals("0"))) {
        continue; // one that was never used
      }
      String name = fields[2];
      if (!disks.computeIfAbsent(name, disk -> new File(blocks, disk).exists())) {
        continue;
      }
      bytes.add(
          name,
          KernelFile.number(fields[5]) * SECTOR_BYTES,
          KernelFile.number(fields[9]) * SECTOR_BYTES);
      operations.add(name, KernelFile.number(fields[3]), KernelFile.number(fields[7]));
      if (busy.size() < MOST_DEVICES) {
        busy.add(
            new NumberPoint(
                Attributes.of("system.device", name), KernelFile.number(fields[12]) / MILLIS));
      }
    }
    bytes.tell(metrics, "system.disk.io", "By", "Disk bytes transferred.");
    operations.tell(metrics, "system.disk.operations", "{operation}", "Disk operations count.");
    if (!busy.isEmpty()) {
      metrics.add(Source.counter("system.disk.io_time", "s", "Time disk spent activated.", busy));
    }
  }

  private void readMemory(List<Metric> metrics) {
    String text = KernelFile.text(meminfo);
    long total = KernelFile.number(text, "MemTotal") * KILO;
    long free = KernelFile.number(text, "MemFree") * KILO;
    long buffers = KernelFile.number(text, "Buffers") * KILO;
    long cached = KernelFile.number(text, "Cached") * KILO;
    if (total <= 0 || free < 0 || buffers < 0 || cached < 0) {
      return;
    }
    metrics.add(
        Source.level(
            "system.memory.limit", "By", "Total virtual memory available in the system.", total));
    metrics.add(
        Source.level(
            "system.memory.usage",
            "By",
            "Reports memory in use by state.",
            List.of(
                new NumberPoint(state("free"), free),
                new NumberPoint(state("buffers"), buffers),
                new NumberPoint(state("cached"), cached),
                new NumberPoint(state("used"), Math.max(0, total - free - buffers - cached)))));
  }

  private static Attributes state(String state) {
    return Attributes.of("system.memory.state", state);
  }

  /** Two numbers of each device, one for each direction. */
  private static final class Devices {

    private final String key;
    private final String kind;
    private final String in;
    private final String out;
    private final List<NumberPoint> points = new ArrayList<>();
    private int count;
    private long otherIn;
    private long otherOut;

    Devices(String key, String kind, String in, String out) {
      this.key = key;
      this.kind = kind;
      this.in = in;
      this.out = out;
    }

    void add(String name, long inward, long outward) {
      if (count++ < MOST_DEVICES) {
        put(name, inward, outward);
      } else {
        otherIn += inward;
        otherOut += outward;
      }
    }

    private void put(String name, long inward, long outward) {
      points.add(new NumberPoint(Source.direction(kind, in).with(key, name), inward));
      points.add(new NumberPoint(Source.direction(kind, out).with(key, name), outward));
    }

    void tell(List<Metric> metrics, String name, String unit, String description) {
      if (count > MOST_DEVICES) {
        put(OTHER, otherIn, otherOut);
      }
      if (count > 0) {
        metrics.add(Source.counter(name, unit, description, points));
      }
    }
  }
}
