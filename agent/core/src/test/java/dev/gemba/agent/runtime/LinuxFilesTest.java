package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is read of {@code /proc} and {@code /sys}, from files as Linux has them. */
class LinuxFilesTest {

  @TempDir private Path directory;
  private File root;
  private File process;

  @BeforeEach
  void find() {
    root = directory.toFile();
    process = new File(root, "proc/self");
  }

  private void file(String path, String... lines) throws Exception {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  /** Values by name and attributes: {@code name{a=b}}. */
  private static Map<String, Number> values(Source source) {
    Map<String, Number> values = new HashMap<>();
    for (Metric metric : source.read()) {
      List<NumberPoint> points =
          metric.data() instanceof Metric.Sum sum
              ? sum.points()
              : ((Metric.Gauge) metric.data()).points();
      for (NumberPoint point : points) {
        Attributes attributes = point.attributes();
        values.put(
            metric.name() + (attributes.values().isEmpty() ? "" : attributes.values().toString()),
            point.value());
      }
    }
    return values;
  }

  @Test
  void whereNothingIsNothingIsTold() {
    assertThat(new ProcessCounters(process).read()).isEmpty();
    assertThat(new ContextSwitches(process).read()).isEmpty();
    assertThat(new HostCounters(root).read()).isEmpty();
    assertThat(new Container(root).read()).isEmpty();
  }

  @Test
  void readsWhatTheProcessDid() throws Exception {
    file(
        "proc/self/stat",
        "7 (a) b (c)) S 1 7 7 0 -1 4194560 1234 99 5 6 250 150 1 2 20 0 31 0 100 4096000 417 1");
    file("proc/self/io", "rchar: 1", "wchar: 2", "read_bytes: 300", "write_bytes: 400");

    assertThat(values(new ProcessCounters(process)))
        .containsEntry("process.cpu.time{cpu.mode=user}", 2.5)
        .containsEntry("process.cpu.time{cpu.mode=system}", 1.5)
        .containsEntry("process.paging.faults{system.paging.fault.type=minor}", 1234L)
        .containsEntry("process.paging.faults{system.paging.fault.type=major}", 5L)
        .containsEntry("process.thread.count", 31L)
        .containsEntry("process.memory.virtual", 4096000L)
        .containsEntry("process.disk.io{disk.io.direction=read}", 300L)
        .containsEntry("process.disk.io{disk.io.direction=write}", 400L);
  }

  private void task(int thread, int voluntary, int involuntary) throws Exception {
    file(
        "proc/self/task/" + thread + "/status",
        "Name: x",
        "voluntary_ctxt_switches:\t" + voluntary,
        "nonvoluntary_ctxt_switches:\t" + involuntary);
  }

  @Test
  void contextSwitchesAreThoseOfAllThreadsAndNeverFewer() throws Exception {
    for (int thread = 1; thread <= 20; thread++) {
      task(thread, 10, 1);
    }
    ContextSwitches switches = new ContextSwitches(process);
    String voluntary = "process.context_switches{process.context_switch.type=voluntary}";
    String involuntary = "process.context_switches{process.context_switch.type=involuntary}";

    assertThat(values(switches)).containsEntry(voluntary, 160L).containsEntry(involuntary, 16L);
    assertThat(values(switches)).containsEntry(voluntary, 200L).containsEntry(involuntary, 20L);

    task(3, 15, 4);
    Files.delete(directory.resolve("proc/self/task/5/status"));
    Files.delete(directory.resolve("proc/self/task/5"));
    values(switches);
    assertThat(values(switches)).containsEntry(voluntary, 205L).containsEntry(involuntary, 23L);
  }

  @Test
  void whatIsReadSeldomIsToldEachTime() throws Exception {
    Seldom source = new Seldom(new ContextSwitches(process), 2);
    task(1, 10, 1);
    List<Metric> first = source.read();
    task(1, 20, 1);

    assertThat(source.read()).isEqualTo(first);
    List<Metric> second = source.read();
    assertThat(second).isNotEqualTo(first);
    task(1, 30, 1);
    for (int i = 1; i < 5; i++) {
      assertThat(source.read()).isEqualTo(second);
    }
    assertThat(source.read()).isNotEqualTo(second);
  }

  @Test
  void readsTheNetworkOfTheNamespace() throws Exception {
    file(
        "proc/self/net/dev",
        "Inter-|   Receive                            |  Transmit",
        " face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs …",
        "    lo:       0 0 0 0 0 0 0 0        0 0 0 0 0 0 0 0",
        "  eth0:1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0");

    assertThat(values(new HostCounters(root)))
        .containsOnlyKeys(
            "system.network.io{network.interface.name=eth0, network.io.direction=receive}",
            "system.network.io{network.interface.name=eth0, network.io.direction=transmit}",
            "system.network.errors{network.interface.name=eth0, network.io.direction=receive}",
            "system.network.errors{network.interface.name=eth0, network.io.direction=transmit}",
            "system.network.packet.dropped{network.interface.name=eth0,"
                + " network.io.direction=receive}",
            "system.network.packet.dropped{network.interface.name=eth0,"
                + " network.io.direction=transmit}")
        .containsEntry(
            "system.network.io{network.interface.name=eth0, network.io.direction=transmit}", 2000L)
        .containsEntry(
            "system.network.packet.dropped{network.interface.name=eth0,"
                + " network.io.direction=transmit}",
            4L);
  }

  @Test
  void manyInterfacesAreTakenTogether() throws Exception {
    String[] lines = new String[300];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "veth" + i + ": 1 1 0 0 0 0 0 0 2 1 0 0 0 0 0 0";
    }
    file("proc/self/net/dev", lines);

    assertThat(values(new HostCounters(root)))
        .hasSize(3 * 2 * (HostCounters.MOST_DEVICES + 1))
        .containsEntry(
            "system.network.io{network.interface.name=other, network.io.direction=receive}", 284L);
  }

  @Test
  void readsDisksAndNotTheirParts() throws Exception {
    Files.createDirectories(directory.resolve("sys/block/sda"));
    Files.createDirectories(directory.resolve("sys/block/loop0"));
    file(
        "proc/diskstats",
        "   7 0 loop0 0 0 0 0 0 0 0 0 0 0 0",
        "   8 0 sda 10 0 100 5 20 0 200 9 0 1500 14 0 0 0 0",
        "   8 1 sda1 9 0 90 5 19 0 190 9 0 1400 14 0 0 0 0");

    assertThat(values(new HostCounters(root)))
        .containsOnlyKeys(
            "system.disk.io{disk.io.direction=read, system.device=sda}",
            "system.disk.io{disk.io.direction=write, system.device=sda}",
            "system.disk.operations{disk.io.direction=read, system.device=sda}",
            "system.disk.operations{disk.io.direction=write, system.device=sda}",
            "system.disk.io_time{system.device=sda}")
        .containsEntry("system.disk.io{disk.io.direction=write, system.device=sda}", 102_400L)
        .containsEntry("system.disk.io_time{system.device=sda}", 1.5);
  }

  @Test
  void readsTheMemoryOfTheMachine() throws Exception {
    file(
        "proc/meminfo",
        "MemTotal:       1000 kB",
        "MemFree:         200 kB",
        "MemAvailable:    600 kB",
        "Buffers:          50 kB",
        "Cached:          250 kB",
        "SwapCached:        7 kB");

    assertThat(values(new HostCounters(root)))
        .containsEntry("system.memory.limit", 1_024_000L)
        .containsEntry("system.memory.usage{system.memory.state=used}", 512_000L)
        .containsEntry("system.memory.usage{system.memory.state=cached}", 256_000L);
  }

  @Test
  void readsAContainerOfVersion2() throws Exception {
    file("proc/self/cgroup", "0::/");
    file(
        "proc/self/mountinfo",
        "31 23 0:28 / / rw,relatime - overlay overlay rw",
        "36 31 0:32 / /sys/fs/cgroup ro,nosuid shared:9 - cgroup2 cgroup rw");
    file("sys/fs/cgroup/memory.max", "536870912");
    file("sys/fs/cgroup/memory.current", "104857600");
    file("sys/fs/cgroup/cpu.max", "150000 100000");
    file(
        "sys/fs/cgroup/cpu.stat",
        "usage_usec 3000000",
        "user_usec 2000000",
        "system_usec 1000000",
        "nr_periods 40",
        "nr_throttled 7",
        "throttled_usec 2500000");

    assertThat(values(new Container(root)))
        .containsEntry("container.memory.limit", 536_870_912L)
        .containsEntry("container.memory.usage", 104_857_600L)
        .containsEntry("container.cpu.limit", 1.5)
        .containsEntry("container.cpu.periods", 40L)
        .containsEntry("container.cpu.throttled.periods", 7L)
        .containsEntry("container.cpu.throttled.time", 2.5)
        .containsEntry("container.cpu.time{cpu.mode=user}", 2.0)
        .containsEntry("container.cpu.time{cpu.mode=system}", 1.0);
  }

  @Test
  void theLeastLimitOfAllGroupsAboveHolds() throws Exception {
    file("proc/self/cgroup", "0::/pod.slice/one.scope");
    file("proc/self/mountinfo", "36 31 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
    file("sys/fs/cgroup/memory.max", "900");
    file("sys/fs/cgroup/pod.slice/memory.max", "1000");
    file("sys/fs/cgroup/pod.slice/cpu.max", "200000 100000");
    file("sys/fs/cgroup/pod.slice/one.scope/memory.max", "max");
    file("sys/fs/cgroup/pod.slice/one.scope/memory.current", "10");
    file("sys/fs/cgroup/pod.slice/one.scope/cpu.max", "max 100000");

    assertThat(values(new Container(root)))
        .containsOnlyKeys("container.memory.limit", "container.memory.usage", "container.cpu.limit")
        .containsEntry("container.memory.limit", 900L)
        .containsEntry("container.cpu.limit", 2.0);
  }

  @Test
  void readsAContainerOfVersion1() throws Exception {
    file(
        "proc/self/cgroup",
        "5:memory:/docker/abc",
        "4:cpu,cpuacct:/docker/abc",
        "1:name=systemd:/docker/abc",
        "0::/");
    file(
        "proc/self/mountinfo",
        "41 38 0:35 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory",
        "42 38 0:36 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct",
        "43 38 0:37 / /sys/fs/cgroup/unified ro - cgroup2 cgroup2 rw");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1000");
    file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000");
    file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000");
    file(
        "sys/fs/cgroup/cpu,cpuacct/cpu.stat",
        "nr_periods 10",
        "nr_throttled 3",
        "throttled_time 1500000000");
    file("sys/fs/cgroup/cpu,cpuacct/cpuacct.stat", "user 300", "system 100");

    assertThat(values(new Container(root)))
        .containsEntry("container.memory.limit", 268_435_456L)
        .containsEntry("container.memory.usage", 1000L)
        .containsEntry("container.cpu.limit", 0.5)
        .containsEntry("container.cpu.throttled.time", 1.5)
        .containsEntry("container.cpu.time{cpu.mode=user}", 3.0);
  }

  @Test
  void whatHasNoLimitIsToldNone() throws Exception {
    file("proc/self/cgroup", "5:memory:/", "4:cpu:/");
    file(
        "proc/self/mountinfo",
        "41 38 0:35 / /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory",
        "42 38 0:36 / /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1000");
    file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");
    file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
    file("sys/fs/cgroup/cpu/cpu.stat", "nr_periods 0", "nr_throttled 0", "throttled_time 0");

    assertThat(values(new Container(root))).containsOnlyKeys("container.memory.usage");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisProcess() {
    File self = new File("/proc/self");

    assertThat(values(new ProcessCounters(self)))
        .containsKeys("process.cpu.time{cpu.mode=user}", "process.thread.count");
    assertThat(
            values(new ContextSwitches(self))
                .get("process.context_switches{process.context_switch.type=voluntary}")
                .longValue())
        .isPositive();
    assertThat(values(new HostCounters(new File("/")))).containsKey("system.memory.limit");
  }
}
