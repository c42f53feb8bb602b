package dev.gemba.cli.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a recording of JDK Flight Recorder's leak profiler holds. Immutable.
 *
 * @param samples of objects that were there when the recording ended
 * @param lastCollectionNanos when garbage was last cleared away, since the epoch; a sample that is
 *     younger may be garbage. {@link Long#MIN_VALUE} if it never was
 */
public record LeakSamples(List<LeakSample> samples, long lastCollectionNanos) {

  private static final int LONGEST_PATH = 32;
  private static final long SECOND_NANOS = 1_000_000_000;

  public LeakSamples {
    samples = List.copyOf(samples);
  }

  /**
   * Reads a recording.
   *
   * @throws IOException if it is none
   */
  public static LeakSamples in(Path file) throws IOException {
    List<LeakSample> samples = new ArrayList<>();
    long lastCollection = Long.MIN_VALUE;
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.OldObjectSample" -> samples.add(sample(event));
          case "jdk.GarbageCollection" ->
              lastCollection = Math.max(lastCollection, nanos(event.getStartTime()));
          default -> {
            // Of no interest.
          }
        }
      }
    }
    return new LeakSamples(samples, lastCollection);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * SECOND_NANOS + time.getNano();
  }

  private static LeakSample sample(RecordedEvent event) {
    RecordedObject object = event.getValue("object");
    return new LeakSample(
        typeOf(object),
        nanos(event.getInstant("allocationTime")),
        event.getLong("lastKnownHeapUsage"),
        stack(event.getStackTrace()),
        path(object, event.getValue("root")));
  }

  private static List<String> stack(RecordedStackTrace trace) {
    List<String> stack = new ArrayList<>();
    if (trace != null) {
      for (RecordedFrame frame : trace.getFrames()) {
        RecordedMethod method = frame.getMethod();
        stack.add(method.getType().getName() + "." + method.getName());
      }
    }
    return stack;
  }

  private static List<String> path(RecordedObject object, RecordedObject root) {
    List<String> path = new ArrayList<>();
    RecordedObject referrer = object.getValue("referrer");
    while (referrer != null && path.size() < LONGEST_PATH) {
      RecordedObject holder = referrer.getValue("object");
      RecordedObject field = referrer.getValue("field");
      RecordedObject array = referrer.getValue("array");
      String type = holder == null ? "?" : typeOf(holder);
      if (field != null) {
        path.add(ofClass(holder, type) + "." + field.getString("name"));
      } else if (array != null) {
        path.add(
            type.replaceFirst("\\[\\]$", "")
                + "["
                + array.getInt("index")
                + " of "
                + array.getInt("size")
                + "]");
      } else {
        path.add(type);
      }
      referrer = holder == null ? null : holder.getValue("referrer");
    }
    if (root != null && !path.isEmpty()) {
      path.add("(root: " + root.getString("type") + ", " + root.getString("system") + ")");
    }
    return path;
  }

  /** A static field is held by the class's object, whose description names the class. */
  private static String ofClass(RecordedObject holder, String type) {
    String description = holder == null ? null : holder.getString("description");
    boolean isStatic = type.equals("java.lang.Class") && description != null;
    return isStatic
        ? "static "
            + description
                .replaceFirst("^Class Name: ", "")
                .replaceFirst("^Class: ", "")
                .replaceFirst(" .*$", "")
        : type;
  }

  private static String typeOf(RecordedObject object) {
    RecordedClass type = object.getValue("type");
    return type == null ? "?" : ClassNames.ofSource(type.getName());
  }
}
