package dev.gemba.exporter.pyroscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A profile as it is read by the field numbers of pprof's profile.proto, with what Pyroscope's
 * server refuses refused.
 */
final class PprofReader {

  record Sample(List<String> frames, List<Long> values, Map<String, String> labels) {}

  final List<String> types = new ArrayList<>();
  final List<Sample> samples = new ArrayList<>();
  final String periodType;
  final long period;
  final long timeNanos;
  final long durationNanos;
  final List<String> comments = new ArrayList<>();

  private final List<String> strings;
  private final Map<Long, String> functions = new TreeMap<>();
  private final Map<Long, String> locations = new TreeMap<>();

  PprofReader(byte[] gzip) {
    Message profile = Message.gunzipped(gzip);
    strings = profile.texts(6);
    check(strings.get(0).isEmpty(), "string 0 should be empty string");
    profile.messages(1).forEach(type -> types.add(type(type)));
    long mapping = profile.messages(3).get(0).number(1);
    for (Message function : profile.messages(5)) {
      check(function.number(1) != 0, "function id is 0");
      functions.put(function.number(1), string(function.number(2)));
    }
    for (Message location : profile.messages(4)) {
      check(location.number(1) != 0, "location id is 0");
      check(location.number(2) == mapping, "location without mapping");
      Message line = location.messages(4).get(0);
      check(functions.containsKey(line.number(1)), "no such function");
      locations.put(location.number(1), functions.get(line.number(1)) + ":" + line.number(2));
    }
    profile.messages(2).forEach(sample -> samples.add(sample(sample)));
    timeNanos = profile.number(9);
    durationNanos = profile.number(10);
    periodType = type(profile.messages(11).get(0));
    period = profile.number(12);
    comments.add(string(profile.number(13)));
  }

  private Sample sample(Message sample) {
    List<String> frames = new ArrayList<>();
    for (long id : sample.numbers(1)) {
      check(locations.containsKey(id), "no such location");
      frames.add(locations.get(id));
    }
    List<Long> values = sample.numbers(2);
    check(values.size() == types.size(), "sample value length mismatch");
    Map<String, String> labels = new TreeMap<>();
    sample.messages(3).forEach(l -> labels.put(string(l.number(1)), string(l.number(2))));
    return new Sample(frames, values, labels);
  }

  private String type(Message type) {
    return string(type.number(1)) + ":" + string(type.number(2));
  }

  private String string(long index) {
    check(index < strings.size(), "string index out of range");
    return strings.get((int) index);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError("malformed profile: " + otherwise);
    }
  }
}
