package dev.gemba.cli;

import dev.gemba.agent.config.Quantities;
import dev.gemba.agent.profile.Event;
import dev.gemba.cli.profile.HotMethods;
import dev.gemba.cli.profile.ProfileBase;
import dev.gemba.cli.profile.ProfileFormat;
import dev.gemba.cli.profile.ProfileSource;
import dev.gemba.cli.remote.ControlClient;
import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "profile",
    description = {
      "Takes samples of what a JVM is at, and shows the methods that took most, or writes all of it",
      "to a file: a flame graph or a heat map that opens offline in a browser, a recording for JDK",
      "Mission Control, pprof's format, or collapsed stacks.",
      "",
      "Samples are async-profiler's, or JDK Flight Recorder's where that cannot be loaded. They are",
      "of CPU time, of allocated bytes, of all time (wall), or of waits for locks."
    },
    exitCodeList = {
      "0:done",
      "1:the agent refused, or the file cannot be written",
      "2:wrong usage",
      "4:the JVM, or the agent in it, cannot be reached"
    })
final class ProfileCommand extends JvmCommand {

  private static final Map<String, String> INTERVALS =
      Map.of("cpu", "10ms", "alloc", "512kb", "wall", "20ms", "lock", "1ms");

  private static final long MOST_SECONDS = 3_600;

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      defaultValue = "cpu",
      description = "cpu (default), alloc, wall or lock")
  private String event;

  @Option(
      names = "--operation",
      paramLabel = "OPERATION",
      description = "only what goes on in woven methods of this operation")
  private String operation;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "for how long (default: 30; 1 to 3600)")
  private long seconds;

  @Option(
      names = "--interval",
      paramLabel = "INTERVAL",
      description =
          "how much between two samples (default: cpu 10ms, alloc 512kb, wall 20ms); of lock, the"
              + " shortest wait (1ms)")
  private String interval;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "where to, by the end of its name: .html, .heatmap.html, .jfr, .pprof, .collapsed")
  private Path output;

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description =
          "an earlier profile of the same event (.jfr, .collapsed): the flame graph has the colours of"
              + " what grew and shrank since")
  private Path base;

  ProfileCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws CommandFailure, RemoteException, IOException {
    Map<String, String> request = request();
    ProfileFormat format = output == null ? null : ProfileFormat.of(output);
    if (output != null && format == null) {
      throw usage("-o", output.toString(), "a name that ends in " + ProfileFormat.ACCEPTED);
    }
    if (format == ProfileFormat.HEATMAP && operation != null) {
      throw usage(
          "-o", output.toString(), "a file that is no heat map, which has all operations in it");
    }
    ProfileBase earlier = base == null ? null : earlier(format);
    Path file = Files.createTempFile("gemba-profile-", ".jfr");
    try {
      Map<String, Object> head = fetch("profile", request, ControlClient.PATIENCE, file);
      ProfileText text = new ProfileText(terminal, pid, head);
      // A title stands in a page.
      String title = text.title().replace("&", "&amp;").replace("<", "&lt;");
      ProfileSource source = new ProfileSource(file, event, title, methods(head));
      HotMethods hot = HotMethods.in(source);
      if (format != null) {
        write(format, source, earlier);
      }
      if (json) {
        printJson(text.json(hot, output));
      } else {
        text.print(hot, output);
      }
      return ExitCode.GOOD;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Map<String, String> request() throws CommandFailure {
    if (Event.of(event) == null) {
      throw usage("--event", event, Event.ACCEPTED);
    }
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw usage("--seconds", Long.toString(seconds), "1 to " + MOST_SECONDS);
    }
    Map<String, String> request = new LinkedHashMap<>();
    request.put("event", event);
    request.put("interval", Long.toString(intervalOf(event)));
    request.put("length", Long.toString(Duration.ofSeconds(seconds).toMillis()));
    if (operation != null) {
      request.put("operation", operation);
    }
    return request;
  }

  private long intervalOf(String sampled) throws CommandFailure {
    String text = interval == null ? INTERVALS.get(sampled) : interval;
    if (sampled.equals("alloc")) {
      long bytes = Quantities.sizeBytes(text);
      if (bytes <= 0) {
        throw usage("--interval", text, Quantities.SIZE);
      }
      return bytes;
    }
    Duration duration = Quantities.duration(text);
    if (duration == null || duration.isZero() || duration.isNegative()) {
      throw usage("--interval", text, Quantities.DURATION);
    }
    return duration.toNanos();
  }

  private static CommandFailure usage(String option, String found, String accepted) {
    return new CommandFailure(
        ExitCode.USAGE, option + ": found '" + found + "', accepted is " + accepted);
  }

  /** Before half a minute of samples is taken for nothing. */
  private ProfileBase earlier(ProfileFormat format) throws CommandFailure {
    if (format != ProfileFormat.HTML) {
      throw usage(
          "-o",
          String.valueOf(output),
          "a name that ends in .html, as --base is for the colours of a flame graph");
    }
    if (!ProfileBase.accepts(base)) {
      throw usage("--base", base.toString(), "a name that ends in " + ProfileBase.ACCEPTED);
    }
    try {
      return ProfileBase.read(base, event);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--base: cannot use " + base + ": " + e.getMessage());
    }
  }

  private void write(ProfileFormat format, ProfileSource source, ProfileBase earlier)
      throws CommandFailure {
    try {
      if (earlier == null) {
        format.write(source, output);
      } else {
        earlier.writeDifference(source, output);
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.BROKEN, "cannot write " + output + ": " + e.getMessage());
    }
  }

  private static Set<String> methods(Map<String, Object> head) {
    Set<String> methods = new TreeSet<>();
    if (head.get("methods") instanceof List<?> list) {
      list.forEach(method -> methods.add(String.valueOf(method)));
    }
    return methods;
  }
}
