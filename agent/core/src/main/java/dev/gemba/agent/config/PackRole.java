package dev.gemba.agent.config;

import dev.gemba.api.export.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pack says of one of its targets, beyond what a config can say of its own.
 *
 * @param pack name of the pack
 * @param kind what calls are to the rest of their traces
 * @param enricher name of the code that makes operations and attributes of values; empty if the
 *     target does without
 * @param family calls within each other of targets that have this in common count but once
 * @param values what the enricher reads, by name, and does not become attributes as it is
 * @param unless what is there at the beginning of a call that is not to be recorded
 * @param async whether a call goes on after its method has returned; {@link Async#NONE} if none
 *     does
 * @param headers how headers of a request are reached; {@link Headers#NONE} if they are not
 * @param carrier name of the code that takes traces in and hands them on where {@code headers} do
 *     not reach, and may replace what methods take; empty if there is none
 * @param exchange name of the code that exchanges what methods take and return, and whose calls are
 *     not recorded; empty if nothing is exchanged
 * @param handoff how the trace goes on within the process; {@link Handoff#NONE} if as elsewhere
 * @param counted whether calls are only counted, and how
 * @param recorded false if calls are not recorded, and only hand on the trace that they are in
 */
public record PackRole(
    String pack,
    Span.Kind kind,
    String enricher,
    String family,
    Map<String, ValuePath> values,
    List<ValuePath> unless,
    Async async,
    Headers headers,
    String carrier,
    String exchange,
    Handoff handoff,
    Counted counted,
    boolean recorded) {

  /** Of a target that is no pack's. */
  public static final PackRole NONE =
      new PackRole(
          "",
          Span.Kind.INTERNAL,
          "",
          "",
          Map.of(),
          List.of(),
          Async.NONE,
          Headers.NONE,
          "",
          "",
          Handoff.NONE,
          Counted.NO,
          true);

  public PackRole {
    unless = List.copyOf(unless);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Whether its methods may make spans, or hand on traces; a log only tells of them. */
  public boolean tracesCalls() {
    return isOfPack() && !pack.equals("logging");
  }

  /** Whether calls are recorded under an operation, if only their number. */
  public boolean recordsCalls() {
    return recorded && exchange.isEmpty();
  }

  /** Whether the target is of a pack at all. */
  public boolean isOfPack() {
    return !pack.isEmpty();
  }

  /** Whether calls are only counted, as they begin, with nothing else seen of them. */
  public enum Counted {
    NO,
    /** Each is one. */
    ONE,
    /** The first argument, an {@code int}, says how many one stands for. */
    FIRST_ARGUMENT
  }

  /**
   * How a servlet's request goes on.
   *
   * @param begun is true if it does; null if no request does
   * @param context its {@code AsyncContext}, which tells when it is completed
   */
  public record Async(ValuePath begun, ValuePath context) {

    /** Not at all. */
    public static final Async NONE = new Async(null, null);
  }

  /**
   * How headers are reached.
   *
   * @param of what holds them; null if they are not reached
   * @param read its method that answers a header of a name; empty if none is read
   * @param write its method that sets a header to a value; empty if none is written
   */
  public record Headers(ValuePath of, String read, String write) {

    /** Not at all. */
    public static final Headers NONE = new Headers(null, "", "");
  }

  /**
   * How a library that keeps tasks in a queue of its own hands the trace on with them.
   *
   * @param offer the task that a call takes in; null if it takes none
   * @param run the task that a call runs, in the trace that it was taken in from; null if none
   */
  public record Handoff(ValuePath offer, ValuePath run) {

    /** Not at all. */
    public static final Handoff NONE = new Handoff(null, null);
  }
}
